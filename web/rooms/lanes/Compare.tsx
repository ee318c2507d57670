import { useState } from 'react';
import type { LaneComparison, LaneScenarioBody, ReadyScenario, Scenario } from '../../../src/lanes/api.ts';
import type { Entry } from '../../../src/hub/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { timeText } from '../../parts/times.ts';
import type { Problem } from '../../api/client.ts';
import { asProblem, useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { mass, useLanesWords } from './words.ts';

const most = 4;

type Total = NonNullable<LaneComparison['countries'][number]['totals'][number]>;
const isHitIn = ({ costUsd, tonnesDelayed, tonnesSevered, tonnesLostAtOrigin }: Total) =>
  costUsd + tonnesDelayed + tonnesSevered + tonnesLostAtOrigin > 0;
/** Countries that no scenario hits, or none by a known amount, would fill the table with dashes. */
const isHit = ({ totals }: LaneComparison['countries'][number]) =>
  totals.some((total) => total !== null && isHitIn(total));

/** Two to four scenarios side by side, shipped ones and kept ones. */
export function Compare({ ready }: { ready: readonly ReadyScenario[] }) {
  const { money, p, named, country, commodity } = useLanesWords();
  const { hub } = useSession();
  const { data: kept } = useQuery<Entry<LaneScenarioBody>[]>('/lanes/scenarios', { live: true });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [comparison, setComparison] = useState<LaneComparison>();
  const [problem, setProblem] = useState<Problem>();
  const [isRunning, setRunning] = useState(false);
  const offered: { id: string; name: string; scenario: Scenario }[] = [
    ...ready.map(({ id, name, scenario }) => ({ id, name: named(name, id), scenario })),
    ...(kept ?? []).map(({ id, body, modified }) => ({
      id,
      name: p('compare.kept', { name: body.name, time: timeText(modified) }),
      scenario: body.scenario,
    })),
  ];
  const said = ({ costUsd, tonnesSevered }: Total) =>
    tonnesSevered > 0 ? `${money(costUsd)} · ${p('severed')} ${mass(tonnesSevered)}` : money(costUsd);
  const run = () => {
    const scenarios = chosen.flatMap((id) => {
      const found = offered.find((each) => each.id === id);
      return found === undefined ? [] : [{ ...found.scenario, name: found.name }];
    });
    setRunning(true);
    setProblem(undefined);
    hub
      .post<LaneComparison>('/lanes/scenarios/compare', { scenarios })
      .then(setComparison, (error: unknown) => setProblem(asProblem(error)))
      .finally(() => setRunning(false));
  };
  return (
    <div className="stack">
      <section className="panel stack">
        <h2>{p('compare')}</h2>
        <fieldset>
          <legend>{p('compare.choose', { most })}</legend>
          <div className="row">
            {offered.map(({ id, name }) => (
              <label key={id} className="choice">
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  disabled={!chosen.includes(id) && chosen.length >= most}
                  onChange={({ target }) =>
                    setChosen(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                  }
                />
                {name}
              </label>
            ))}
          </div>
        </fieldset>
        <p>
          <button
            type="button"
            className="button primary"
            disabled={chosen.length < 2 || isRunning}
            onClick={run}
          >
            {isRunning ? p('running') : p('compare.run')}
          </button>
        </p>
        {problem !== undefined && <ErrorNote problem={problem} />}
      </section>
      {comparison !== undefined && (
        <section className="panel">
          <div className="scroll-x">
            <table className="lanes-table">
              <thead>
                <tr>
                  <th scope="col">
                    <span className="visually-hidden">{p('compare.figure')}</span>
                  </th>
                  {comparison.scenarios.map(({ name }) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row">{p('compare.days')}</th>
                  {comparison.scenarios.map(({ name, durationDays }) => (
                    <td key={name}>{Math.round(durationDays)}</td>
                  ))}
                </tr>
                <tr>
                  <th scope="row">{p('cost')}</th>
                  {comparison.scenarios.map(({ name, resourceCostUsd, rangeUsd }) => (
                    <td key={name}>
                      {money(resourceCostUsd)}{' '}
                      <span className="small dim">
                        {p('range', { low: money(rangeUsd.p5), high: money(rangeUsd.p95) })}
                      </span>
                    </td>
                  ))}
                </tr>
                <tr>
                  <th scope="row">{p('freight')}</th>
                  {comparison.scenarios.map(({ name, freightRatio }) => (
                    <td key={name}>{freightRatio === null ? '—' : `× ${freightRatio.toFixed(2)}`}</td>
                  ))}
                </tr>
                <tr>
                  <th scope="row">{p('delayed')}</th>
                  {comparison.scenarios.map(({ name, tonnesDelayed }) => (
                    <td key={name}>{mass(tonnesDelayed)}</td>
                  ))}
                </tr>
                <tr>
                  <th scope="row">{p('severed')}</th>
                  {comparison.scenarios.map(({ name, tonnesSevered }) => (
                    <td key={name}>{mass(tonnesSevered)}</td>
                  ))}
                </tr>
                <tr>
                  <th scope="row">{p('compare.empty')}</th>
                  {comparison.scenarios.map(({ name, firstEmpty }) => (
                    <td key={name}>
                      {firstEmpty === null
                        ? '—'
                        : p('compare.empty.line', {
                            country: country(firstEmpty.country),
                            commodity: commodity(firstEmpty.commodity),
                            day: Math.round(firstEmpty.day),
                          })}
                    </td>
                  ))}
                </tr>
                {comparison.countries.filter(isHit).map(({ country: code, totals }) => (
                  <tr key={code}>
                    <th scope="row">{country(code)}</th>
                    {totals.map((total, i) => (
                      <td key={comparison.scenarios[i].name}>
                        {total === null || !isHitIn(total) ? '—' : said(total)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </div>
  );
}
