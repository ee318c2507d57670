/** The thread that computes scenarios and routes of the lanes, so that the hub goes on answering. */
import { parentPort } from 'node:worker_threads';
import { CommonwatchError } from '../core/index.ts';
import { LaneWorker } from '../lanes/index.ts';
import type { Answered, Asked } from './callthread.ts';
import { loadLanes } from './lanes.ts';
import type { LaneCalls } from './lanes.messages.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker');

type Handlers = {
  readonly [Name in keyof LaneCalls]: (
    input: LaneCalls[Name][0],
    progress: (done: number, total: number) => void,
  ) => LaneCalls[Name][1] | Promise<LaneCalls[Name][1]>;
};

/** Between two pieces of long work; the least that lets a message in. */
const pieceMs = 20;

let restedMs = performance.now();
const lanes = new LaneWorker(loadLanes(), async () => {
  if (performance.now() - restedMs < pieceMs) return;
  await new Promise((resolve) => setImmediate(resolve));
  restedMs = performance.now();
});
const cancelled = new Set<number>();

const handlers: Handlers = {
  scenario: ({ scenario, flows, mark }, progress) =>
    lanes
      .scenario(scenario, flows, { progress, cancelled: () => cancelled.has(mark) })
      .finally(() => cancelled.delete(mark)),
  cancel: ({ mark }) => {
    cancelled.add(mark);
    return undefined;
  },
  lines: ({ request, flows }) => lanes.lines(request, flows),
  route: (request) => lanes.route(request),
  validation: () => lanes.validation(),
  warm: () => lanes.warm(),
};

port.on('message', ({ id, name, input }: Asked<keyof LaneCalls>) => {
  const say = (message: Answered) => port.postMessage(message);
  const progress = (done: number, total: number) => say({ id, kind: 'progress', done, total });
  const handle = handlers[name] as (
    input: unknown,
    progress: (done: number, total: number) => void,
  ) => unknown;
  Promise.resolve()
    .then(() => handle(input, progress))
    .then((value) => say({ id, kind: 'done', value }))
    .catch((error: unknown) => {
      const known = error instanceof CommonwatchError ? error : new CommonwatchError('hub.failed');
      const { code, message, value, path } = known;
      say({ id, kind: 'failed', code, message, about: { value, path } });
    });
});
