/** The lanes in a thread of their own, as rooms and routes ask for them. */
import type {
  Flow,
  LaneLinesRequest,
  LaneRouteRequest,
  LaneWork,
  Scenario,
  WorkControl,
} from '../lanes/index.ts';
import { CallThread } from './callthread.ts';
import type { LaneCalls } from './lanes.messages.ts';

export class LaneThread implements LaneWork {
  readonly #thread = new CallThread<LaneCalls>('hub/lanes');
  #marks = 0;
  #warm: Promise<void> | undefined;

  scenario(scenario: Scenario, flows: readonly Flow[], control?: WorkControl) {
    const mark = this.#marks++;
    let isCancelled = false;
    return this.#thread.ask('scenario', { scenario, flows, mark }, (done, total) => {
      control?.progress(done, total ?? done);
      if (isCancelled || control?.cancelled() !== true) return;
      isCancelled = true;
      void this.#thread.ask('cancel', { mark });
    });
  }

  lines(request: LaneLinesRequest, flows: readonly Flow[]) {
    return this.#thread.ask('lines', { request, flows });
  }

  route(request: LaneRouteRequest) {
    return this.#thread.ask('route', request);
  }

  validation() {
    return this.#thread.ask('validation', undefined);
  }

  warm(): Promise<void> {
    this.#warm ??= this.#thread.ask('warm', undefined);
    return this.#warm;
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
