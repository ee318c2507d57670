import type { LaneStarting, Parameter, Scenario, Validation } from '../../../src/lanes/api.ts';
import { useQuery } from '../../state/query.ts';
import type { Draft } from './draft.ts';
import { useLanesWords } from './words.ts';

/** What the model rests on: its numbers, editable in the scenario, and how it fares beside published figures. */
export function Model({ draft }: { draft: Draft }) {
  const { p, input } = useLanesWords();
  const { data: parameters } = useQuery<Parameter[]>('/lanes/parameters');
  const { data: rows } = useQuery<Validation[]>('/lanes/validation');
  const { data: starting } = useQuery<LaneStarting>('/lanes/starting');
  const set = (id: string, value: number | undefined) =>
    draft.change(withParameter(draft.scenario, id, value));
  return (
    <div className="stack">
      <section className="panel stack">
        <h2>{p('model.validation')}</h2>
        <p className="dim small">{p('model.validation.about')}</p>
        <div className="scroll-x">
          <table>
            <thead>
              <tr>
                {(
                  ['model.what', 'model.computed', 'model.published', 'model.role', 'source.short'] as const
                ).map((word) => (
                  <th key={word} scope="col">
                    {p(word)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {(rows ?? []).map((row) => (
                <tr key={row.what}>
                  <th scope="row">{row.what}</th>
                  <td>
                    {figureOf(row)}{' '}
                    <span className={`tag ${row.within ? 'good' : 'warn'}`}>
                      {p(row.within ? 'model.within' : 'model.outside')}
                    </span>
                  </td>
                  <td>{row.published}</td>
                  <td>{p(`model.${row.role}`)}</td>
                  <td className="small dim">
                    {row.source} {row.note}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="panel stack">
        <h2>{p('model.parameters')}</h2>
        <p className="dim small">{p('model.parameters.about')}</p>
        <div className="scroll-x">
          <table>
            <thead>
              <tr>
                {(['input', 'model.value', 'model.range', 'model.role', 'source.short'] as const).map(
                  (word) => (
                    <th key={word} scope="col">
                      {p(word)}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {(parameters ?? []).map(({ id, value, low, high, unit, role, source, asOf }) => {
                const own = draft.scenario.parameters?.[id];
                return (
                  <tr key={id}>
                    <th scope="row">{input(id)}</th>
                    <td>
                      <input
                        className="lanes-number"
                        type="number"
                        step="any"
                        aria-label={input(id)}
                        value={own ?? value}
                        onChange={({ target }) =>
                          set(
                            id,
                            target.value === '' || Number(target.value) === value
                              ? undefined
                              : Number(target.value),
                          )
                        }
                      />{' '}
                      {unit}
                      {own !== undefined && (
                        <button type="button" className="button quiet" onClick={() => set(id, undefined)}>
                          {p('model.reset')}
                        </button>
                      )}
                    </td>
                    <td>
                      {low}–{high}
                    </td>
                    <td>{p(`model.${role}`)}</td>
                    <td className="small dim">
                      {source} ({asOf})
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </section>
      {starting !== undefined && starting.disagreements.length > 0 && (
        <section className="panel stack">
          <h2>{p('model.disagree')}</h2>
          <ul>
            {starting.disagreements.map(({ about, figures }) => (
              <li key={about}>
                {about}
                <ul className="small">
                  {figures.map(({ value, year, source }) => (
                    <li key={`${value} ${source}`}>
                      {value.toLocaleString('en-US')} {year === null ? '' : `(${year})`}: {source}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Shares as the published figures beside them are written. */
function figureOf({ computed, unit }: Validation): string {
  if (unit.startsWith('share')) return `${computed < 0 ? '−' : '+'}${Math.abs(computed).toFixed(2)} (share)`;
  return `${computed.toLocaleString('en-US', { maximumFractionDigits: computed >= 100 ? 0 : 1 })} ${unit}`;
}

function withParameter(scenario: Scenario, id: string, value: number | undefined): Scenario {
  const { [id]: _before, ...rest } = scenario.parameters ?? {};
  return { ...scenario, parameters: value === undefined ? rest : { ...rest, [id]: value } };
}
