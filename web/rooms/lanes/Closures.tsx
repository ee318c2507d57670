import type {
  Closure,
  LaneArea,
  LaneGate,
  LaneShipClass,
  ReadyScenario,
  Scenario,
} from '../../../src/lanes/api.ts';
import { go, usePlace } from '../../state/location.ts';
import { DayField } from './DayField.tsx';
import { emptyScenario, newClosure } from './draft.ts';
import type { Draft } from './draft.ts';
import { GatePicker } from './GatePicker.tsx';
import { ScenarioFile } from './ScenarioFile.tsx';
import { useLanesWords } from './words.ts';

/** What is closed, for whom, how far and how long; and the scenarios to begin with. */
export function Closures({
  draft,
  gates,
  areas,
  classes,
  ready,
}: {
  draft: Draft;
  gates: readonly LaneGate[];
  areas: readonly LaneArea[];
  classes: readonly LaneShipClass[];
  ready: readonly ReadyScenario[];
}) {
  const { p, named } = useLanesWords();
  const { query } = usePlace();
  const { scenario, change } = draft;
  const chosen = ready.find(({ id }) => id === query.ready);
  const replace = (at: number, closure: Closure | undefined) =>
    change({
      ...scenario,
      closures: scenario.closures.flatMap((each, i) =>
        i === at ? (closure === undefined ? [] : [closure]) : [each],
      ),
    });
  return (
    <section className="stack" aria-label={p('closures')}>
      <label className="field">
        <span>{p('ready')}</span>
        <select
          value={query.ready ?? ''}
          onChange={({ target }) => {
            if (target.value === '') draft.open(emptyScenario());
            else go({ query: { ready: target.value, kept: undefined } });
          }}
        >
          <option value="">{p('ready.none')}</option>
          {ready.map(({ id, name }) => (
            <option key={id} value={id}>
              {named(name, id)}
            </option>
          ))}
        </select>
      </label>
      {chosen !== undefined && (
        <details className="small">
          <summary>{named(chosen.about, '')}</summary>
          <ul>
            {chosen.sources.map(({ text, asOf }) => (
              <li key={text}>
                {text} ({asOf})
              </li>
            ))}
          </ul>
        </details>
      )}
      {scenario.closures.length === 0 && <p className="dim">{p('closures.none')}</p>}
      <ol className="stack lanes-closures">
        {scenario.closures.map((closure, at) => (
          // A closure has no name of its own: its place in the list is what it is known by.
          // oxlint-disable-next-line react/no-array-index-key -- see above
          <li key={at}>
            <ClosureForm
              closure={closure}
              gates={gates}
              areas={areas}
              classes={classes}
              onChange={(next) => replace(at, next)}
            />
          </li>
        ))}
      </ol>
      <GatePicker
        label={p(scenario.closures.length === 0 ? 'closures.first' : 'closures.add')}
        closed={[]}
        gates={gates}
        areas={areas}
        onPick={(fields) => change({ ...scenario, closures: [...scenario.closures, newClosure(fields)] })}
      />
      <p className="row">
        <ScenarioFile scenario={scenario} onOpen={draft.open} />
        {scenario.closures.length > 0 && (
          <button type="button" className="button quiet" onClick={() => change(cleared(scenario))}>
            {p('closures.clear')}
          </button>
        )}
      </p>
    </section>
  );
}

function cleared(scenario: Scenario): Scenario {
  return { ...scenario, closures: [], production: [] };
}

function ClosureForm({
  closure,
  gates,
  areas,
  classes,
  onChange,
}: {
  closure: Closure;
  gates: readonly LaneGate[];
  areas: readonly LaneArea[];
  classes: readonly LaneShipClass[];
  onChange: (next: Closure | undefined) => void;
}) {
  const { p, named } = useLanesWords();
  const { gates: closed = [], areas: closedAreas = [], ports = [], polygon } = closure;
  const parts = [
    ...closed.map((id) => ({
      key: id,
      name: named(gates.find((gate) => gate.id === id)?.name, id),
      without: { ...closure, gates: closed.filter((each) => each !== id) },
    })),
    ...closedAreas.map((id) => ({
      key: id,
      name: named(areas.find((area) => area.id === id)?.name, id),
      without: { ...closure, areas: closedAreas.filter((each) => each !== id) },
    })),
    ...ports.map((id) => ({
      key: id,
      name: id,
      without: { ...closure, ports: ports.filter((each) => each !== id) },
    })),
    ...(polygon === undefined
      ? []
      : [{ key: 'drawn', name: p('closure.drawn'), without: { ...closure, polygon: undefined } }]),
  ];
  return (
    <fieldset className="lanes-closure stack">
      <legend>{parts.map(({ name }) => name).join(' · ')}</legend>
      {parts.length > 1 && (
        <ul className="row lanes-parts">
          {parts.map(({ key, name, without }) => (
            <li key={key}>
              <button type="button" className="button quiet" onClick={() => onChange(without)}>
                {p('closure.open', { name })}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <DayField
          label={p('closure.from')}
          day={closure.from.slice(0, 10)}
          onChange={(day) => onChange({ ...closure, from: day })}
        />
        <DayField
          label={p('closure.to')}
          day={closure.to.slice(0, 10)}
          onChange={(day) => onChange({ ...closure, to: day })}
        />
        <label className="field">
          <span>{p('closure.share')}</span>
          <input
            type="number"
            min={0}
            max={100}
            step={5}
            value={Math.round((closure.shareLost ?? 1) * 100)}
            onChange={({ target }) =>
              onChange({ ...closure, shareLost: Math.min(1, Math.max(0, Number(target.value) / 100)) })
            }
          />
        </label>
        <label className="field">
          <span>{p('closure.class')}</span>
          <select
            value={closure.classes?.[0] ?? ''}
            onChange={({ target }) =>
              onChange({ ...closure, classes: target.value === '' ? undefined : [target.value] })
            }
          >
            <option value="">{p('closure.class.all')}</option>
            {classes.map(({ id, name }) => (
              <option key={id} value={id}>
                {named(name, id)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <GatePicker
        label={p('closure.more')}
        closed={[...closed, ...closedAreas]}
        gates={gates}
        areas={areas}
        onPick={(more) =>
          onChange({
            ...closure,
            gates: [...closed, ...(more.gates ?? [])],
            areas: [...closedAreas, ...(more.areas ?? [])],
          })
        }
      >
        <button type="button" className="button quiet" onClick={() => onChange(undefined)}>
          {p('closure.remove')}
        </button>
      </GatePicker>
      {closure.note !== undefined && <p className="small dim">{closure.note}</p>}
    </fieldset>
  );
}
