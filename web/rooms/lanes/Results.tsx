import type { FormEvent } from 'react';
import type {
  LaneGate,
  LaneName,
  LaneShipClass,
  ReadyScenario,
  ScenarioResult,
} from '../../../src/lanes/api.ts';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { Countries } from './Countries.tsx';
import type { Computed, Draft } from './draft.ts';
import { Exposure } from './Exposure.tsx';
import { Flows } from './Flows.tsx';
import { Stocks, Tornado } from './Plots.tsx';
import { mass, percent, useLanesWords } from './words.ts';

/** What a scenario costs, whom it hits, how long stocks last: the figures first, then tables and plots. */
export function Results({
  draft,
  gates,
  classes,
}: {
  draft: Draft;
  gates: readonly LaneGate[];
  classes: readonly LaneShipClass[];
}) {
  const { p } = useLanesWords();
  const { computed, isRunning, problem } = draft;
  if (problem !== undefined)
    return (
      <p className="warning" role="alert">
        {problem.message}
      </p>
    );
  if (computed === undefined) return <p className="empty">{isRunning ? p('running') : p('results.none')}</p>;
  const { result } = computed;
  return (
    <div className={`stack lanes-results ${isRunning ? 'is-stale' : ''}`} aria-busy={isRunning}>
      {isRunning && <p className="tag strong lanes-stale">{p('stale')}</p>}
      <Headline computed={computed} />
      <Keep draft={draft} />
      <Countries computed={computed} />
      <Tornado result={result} />
      <Stocks result={result} />
      <Exposure computed={computed} gates={gates} />
      <Flows computed={computed} gates={gates} />
      <Fleet result={result} gates={gates} classes={classes} />
      <Sources result={result} />
    </div>
  );
}

function Headline({ computed: { result, tookMs } }: { computed: Computed }) {
  const { money, p } = useLanesWords();
  const { resourceCostUsd: cost, freightRatio: drawn } = result.monteCarlo;
  const severed = result.flows.filter(({ status }) => status === 'severed').length;
  const delayed = result.flows.filter(({ diverted, waiting }) => diverted + waiting > 0).length;
  const facts: [string, string, string][] = [
    [p('cost'), money(cost.p50), p('range', { low: money(cost.p5), high: money(cost.p95) })],
    [
      p('freight'),
      result.freightRatio === null ? '—' : `× ${result.freightRatio.toFixed(2)}`,
      drawn === null
        ? p('freight.market')
        : p('range', { low: drawn.p5.toFixed(2), high: drawn.p95.toFixed(2) }),
    ],
    [p('delayed'), String(delayed), p('flows.of', { count: result.flows.length })],
    [p('severed'), String(severed), p('flows.of', { count: result.flows.length })],
    ['CO₂', mass(result.co2T), p('extra')],
  ];
  return (
    <section className="panel" aria-label={p('headline')}>
      <dl className="lanes-facts">
        {facts.map(([name, value, note]) => (
          <div key={name}>
            <dt className="small dim">{name}</dt>
            <dd>{value}</dd>
            <dd className="small dim">{note}</dd>
          </div>
        ))}
      </dl>
      <p className="small dim">
        {p('computed', {
          days: Math.round(result.durationDays),
          draws: result.monteCarlo.draws,
          ms: Math.round(tookMs),
        })}
      </p>
    </section>
  );
}

/** A scenario is kept as an entry with its owner alone; from there it is released, joined to a case and printed. */
function Keep({ draft }: { draft: Draft }) {
  const { p, named } = useLanesWords();
  const { query } = usePlace();
  const { data: ready } = useQuery<ReadyScenario[]>(
    query.ready === undefined ? undefined : '/lanes/scenarios/ready',
  );
  const chosen = ready?.find(({ id }) => id === query.ready);
  const name = chosen === undefined ? (draft.scenario.name ?? '') : named(chosen.name, chosen.id);
  const { hub, session } = useSession();
  const { attempt } = useNotices();
  if (session.seeingAs !== undefined) return null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get('name')).trim();
    void attempt(async () => {
      const { id } = await hub.post<{ id: string }>('/lanes/scenarios', {
        name: title,
        scenario: draft.scenario,
      });
      go({ item: 'report', query: { kept: id, ready: undefined } });
    }, p('kept'));
  };
  return (
    <form className="row" onSubmit={submit}>
      <label className="field grow">
        <span>{p('keep.name')}</span>
        <input name="name" required maxLength={200} key={name} defaultValue={name} />
      </label>
      <button type="submit" className="button primary">
        {p('keep')}
      </button>
    </form>
  );
}

function Fleet({
  result,
  gates,
  classes,
}: {
  result: ScenarioResult;
  gates: readonly LaneGate[];
  classes: readonly LaneShipClass[];
}) {
  const { p, named } = useLanesWords();
  if (result.fleet.length + result.queues.length === 0) return null;
  const nameOf = (list: readonly { id: string; name: LaneName }[], id: string) =>
    named(list.find((each) => each.id === id)?.name, id);
  return (
    <details className="panel">
      <summary>
        <strong>{p('fleet')}</strong>
      </summary>
      <ul>
        {result.fleet.map(({ class: name, ships, fleetShips, share, supply }) => (
          <li key={name}>
            {p('fleet.line', {
              name: nameOf(classes, name),
              ships: Math.round(ships),
              fleet: fleetShips,
              share: percent(share),
              supply: percent(supply),
            })}
          </li>
        ))}
        {result.queues.map(({ gates: closed, meanWaitDays, clearsAfterDays }) => (
          <li key={closed.join()}>
            {p('queue', {
              gates: closed.map((id) => nameOf(gates, id)).join(', '),
              wait: meanWaitDays.toFixed(1),
              clear: clearsAfterDays.toFixed(0),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Sources({ result }: { result: ScenarioResult }) {
  const { p } = useLanesWords();
  return (
    <details className="panel">
      <summary>
        <strong>{p('sources', { count: result.sources.length })}</strong>
      </summary>
      <ul className="small">
        {result.sources.map(({ text, asOf }) => (
          <li key={text}>
            {text} ({asOf})
          </li>
        ))}
      </ul>
    </details>
  );
}
