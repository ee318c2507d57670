import type { LaneGate } from '../../../src/lanes/api.ts';
import { CsvButton } from './CsvButton.tsx';
import type { Computed } from './draft.ts';
import { nm, useLanesWords } from './words.ts';

/** Flow by flow: the way before and under the closures. */
export function Flows({
  computed: { result, scenario },
  gates,
}: {
  computed: Computed;
  gates: readonly LaneGate[];
}) {
  const { p, country, commodity, named } = useLanesWords();
  const hit = result.flows.filter(({ shareHit, lostAtOrigin }) => shareHit + lostAtOrigin > 0);
  const by = (ids: readonly string[]) =>
    ids.map((id) => named(gates.find((gate) => gate.id === id)?.name, id)).join(' → ') || '—';
  return (
    <details className="panel">
      <summary>
        <strong>{p('flows', { count: hit.length })}</strong>
      </summary>
      <p>
        <CsvButton table="flows" scenario={scenario} />
      </p>
      <div className="scroll-x">
        <table className="lanes-table">
          <thead>
            <tr>
              <th scope="col">{p('flow')}</th>
              <th scope="col">{p('way.before')}</th>
              <th scope="col">{p('way.after')}</th>
              <th scope="col">{p('days.extra')}</th>
              <th scope="col">{p('source.short')}</th>
            </tr>
          </thead>
          <tbody>
            {hit.map((flow) => (
              <tr key={flow.flow}>
                <th scope="row">
                  {country(flow.origin)} → {country(flow.destination)}, {commodity(flow.commodity)}
                </th>
                <td>
                  {flow.openNm === null ? '—' : nm(flow.openNm)}
                  <span className="small dim"> {by(flow.openPassages)}</span>
                </td>
                <td className={flow.status === 'severed' ? 'alarm' : ''}>
                  {flow.closedNm === null ? p('severed.word') : nm(flow.closedNm)}
                  <span className="small dim"> {by(flow.closedPassages)}</span>
                </td>
                <td>{flow.extraDays === null ? '∞' : flow.extraDays.toFixed(1)}</td>
                <td className="small dim">{flow.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
