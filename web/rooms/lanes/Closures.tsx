import type {
  Closure,
  LaneArea,
  LaneGate,
  LaneShipClass,
  ReadyScenario,
  Scenario,
} from '../../../src/lanes/api.ts';
import { go, usePlace } from '../../state/location.ts';
import { emptyScenario, newClosure } from './draft.ts';
import type { Draft } from './draft.ts';
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
            if (target.value === '') change(emptyScenario());
            go({ query: { ready: target.value || undefined, kept: undefined } });
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
      <p className="row">
        <button
          type="button"
          className="button"
          onClick={() =>
            change({
              ...scenario,
              closures: [...scenario.closures, newClosure({ gates: ['bab-el-mandeb'] })],
            })
          }
        >
          {p('closures.add')}
        </button>
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
  const closed = closure.gates ?? [];
  const closedAreas = closure.areas ?? [];
  return (
    <fieldset className="lanes-closure stack">
      <legend>
        {[
          ...closed.map((id) => named(gates.find((gate) => gate.id === id)?.name, id)),
          ...closedAreas.map((id) => named(areas.find((area) => area.id === id)?.name, id)),
          ...(closure.polygon === undefined ? [] : [p('closure.drawn')]),
          ...(closure.ports ?? []),
        ].join(' · ') || p('closure.nothing')}
      </legend>
      <div className="row">
        <label className="field">
          <span>{p('closure.gate')}</span>
          <select
            value=""
            onChange={({ target }) => {
              const [kind, id] = target.value.split(':');
              onChange(
                kind === 'area'
                  ? { ...closure, areas: toggled(closedAreas, id) }
                  : { ...closure, gates: toggled(closed, id) },
              );
            }}
          >
            <option value="">…</option>
            <optgroup label={p('closure.gates')}>
              {gates.map(({ id, name }) => (
                <option key={id} value={`gate:${id}`}>
                  {closed.includes(id) ? '✓ ' : ''}
                  {named(name, id)}
                </option>
              ))}
            </optgroup>
            <optgroup label={p('closure.areas')}>
              {areas.map(({ id, name }) => (
                <option key={id} value={`area:${id}`}>
                  {closedAreas.includes(id) ? '✓ ' : ''}
                  {named(name, id)}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <label className="field">
          <span>{p('closure.from')}</span>
          <input
            type="date"
            required
            value={closure.from.slice(0, 10)}
            onChange={({ target }) => target.value !== '' && onChange({ ...closure, from: target.value })}
          />
        </label>
        <label className="field">
          <span>{p('closure.to')}</span>
          <input
            type="date"
            required
            value={closure.to.slice(0, 10)}
            onChange={({ target }) => target.value !== '' && onChange({ ...closure, to: target.value })}
          />
        </label>
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
        <button type="button" className="button quiet" onClick={() => onChange(undefined)}>
          {p('closure.remove')}
        </button>
      </div>
      {closure.note !== undefined && <p className="small dim">{closure.note}</p>}
    </fieldset>
  );
}

function toggled(list: readonly string[], id: string): string[] {
  return list.includes(id) ? list.filter((each) => each !== id) : [...list, id];
}
