import { useState } from 'react';
import type { CountryResult, CountryTotal } from '../../../src/lanes/api.ts';
import { CsvButton } from './CsvButton.tsx';
import type { Computed } from './draft.ts';
import { mass, money, useLanesWords } from './words.ts';

/** Country or economy by country: what comes later, what not at all, at what cost; each opens into its commodities. */
export function Countries({ computed: { result, scenario } }: { computed: Computed }) {
  const { p, country, commodity } = useLanesWords();
  const [open, setOpen] = useState<string>();
  const hit = result.totals
    .filter(
      ({ tonnesDelayed, tonnesSevered, tonnesLostAtOrigin, costUsd, valueMissingUsd }) =>
        tonnesDelayed + tonnesSevered + tonnesLostAtOrigin + costUsd + valueMissingUsd > 0,
    )
    .toSorted((a, b) => b.tonnesSevered - a.tonnesSevered || b.costUsd - a.costUsd);
  return (
    <section className="panel stack">
      <div className="row spread">
        <h2>{p('countries')}</h2>
        <CsvButton table="countries" scenario={scenario} />
      </div>
      {hit.length === 0 && <p>{p('countries.none')}</p>}
      {hit.length > 0 && (
        <div className="scroll-x">
          <table className="lanes-table">
            <caption className="visually-hidden">{p('countries')}</caption>
            <thead>
              <tr>
                <th scope="col">{p('country')}</th>
                <th scope="col">{p('before')}</th>
                <th scope="col">{p('delayed')}</th>
                <th scope="col">{p('severed')}</th>
                <th scope="col">{p('missing')}</th>
                <th scope="col">{p('cost')}</th>
              </tr>
            </thead>
            {hit.map((total) => (
              <CountryRows
                key={total.country}
                total={total}
                parts={result.countries.filter((row) => row.country === total.country)}
                isOpen={open === total.country}
                onToggle={() => setOpen(open === total.country ? undefined : total.country)}
                country={country}
                commodity={commodity}
              />
            ))}
          </table>
        </div>
      )}
    </section>
  );
}

function CountryRows({
  total,
  parts,
  isOpen,
  onToggle,
  country,
  commodity,
}: {
  total: CountryTotal;
  parts: readonly CountryResult[];
  isOpen: boolean;
  onToggle: () => void;
  country: (code: string) => string;
  commodity: (name: string) => string;
}) {
  const { p } = useLanesWords();
  return (
    <tbody>
      <tr>
        <th scope="row">
          <button type="button" className="button quiet" aria-expanded={isOpen} onClick={onToggle}>
            {isOpen ? '▾' : '▸'} {country(total.country)}
          </button>
        </th>
        <td>{mass(total.tonnes)}</td>
        <td>{mass(total.tonnesDelayed)}</td>
        <td className={total.tonnesSevered > 0 ? 'alarm' : ''}>{mass(total.tonnesSevered)}</td>
        <td>{money(total.valueMissingUsd)}</td>
        <td>
          {money(total.costUsd)}
          <span className="small dim">
            {' '}
            {p('range', { low: money(total.costRangeUsd.p5), high: money(total.costRangeUsd.p95) })}
          </span>
        </td>
      </tr>
      {isOpen &&
        parts.map((row) => (
          <tr key={row.commodity} className="lanes-part">
            <th scope="row">
              {commodity(row.commodity)}
              {row.notQuantified.length > 0 && (
                <span className="tag warn">{p('not-quantified', { count: row.notQuantified.length })}</span>
              )}
            </th>
            <td>{mass(row.tonnes)}</td>
            <td>{mass(row.tonnesDelayed)}</td>
            <td className={row.tonnesSevered > 0 ? 'alarm' : ''}>{mass(row.tonnesSevered)}</td>
            <td>{money(row.valueMissingUsd)}</td>
            <td>{money(row.costUsd)}</td>
          </tr>
        ))}
    </tbody>
  );
}
