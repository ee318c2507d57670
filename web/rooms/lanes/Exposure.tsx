import type { LaneGate } from '../../../src/lanes/api.ts';
import { CsvButton } from './CsvButton.tsx';
import type { Computed } from './draft.ts';
import { mass, percent, useLanesWords } from './words.ts';

const columns = 12;

/** Country × gate: what of a country's imports passes a gate in ordinary times. Shade and figure say the same. */
export function Exposure({
  computed: { result, scenario },
  gates,
}: {
  computed: Computed;
  gates: readonly LaneGate[];
}) {
  const { p, country, commodity, named } = useLanesWords();
  const total = (gate: string) =>
    result.exposure.filter((each) => each.gate === gate).reduce((sum, { tonnes }) => sum + tonnes, 0);
  const shown = [...new Set(result.exposure.map(({ gate }) => gate))]
    .toSorted((a, b) => total(b) - total(a))
    .slice(0, columns);
  const countries = [...new Set(result.exposure.map((each) => each.country))];
  if (shown.length === 0) return null;
  return (
    <details className="panel">
      <summary>
        <strong>{p('exposure')}</strong>
      </summary>
      <p className="small dim">
        {p('exposure.about')} <CsvButton table="exposure" scenario={scenario} />
      </p>
      <div className="scroll-x">
        <table className="lanes-matrix">
          <thead>
            <tr>
              <th scope="col">{p('country')}</th>
              {shown.map((id) => (
                <th key={id} scope="col" className="small">
                  {named(gates.find((gate) => gate.id === id)?.name, id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {countries.map((code) => (
              <tr key={code}>
                <th scope="row">{country(code)}</th>
                {shown.map((id) => {
                  const cell = result.exposure.find((each) => each.country === code && each.gate === id);
                  const share = cell === undefined ? 0 : largestShare(cell.commodities);
                  return (
                    <td
                      key={id}
                      style={{
                        background: `color-mix(in srgb, var(--cargo) ${Math.round(share * 55)}%, transparent)`,
                      }}
                      title={cell?.commodities
                        .map(({ commodity: what, tonnes }) => `${commodity(what)} ${mass(tonnes)}`)
                        .join(', ')}
                    >
                      {share === 0 ? '' : percent(share)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** The commodity that depends most on the gate. */
function largestShare(commodities: readonly { readonly shareOfCommodity: number }[]): number {
  return Math.max(0, ...commodities.map(({ shareOfCommodity }) => shareOfCommodity));
}
