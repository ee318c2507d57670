import { useState } from 'react';
import type { CountryResult, CountryTotal } from '../../../src/lanes/api.ts';
import { CsvButton } from './CsvButton.tsx';
import type { Computed } from './draft.ts';
import { mass, useLanesWords } from './words.ts';

type Unknown = NonNullable<CountryResult['hitWithoutAmount']>;
const none: Unknown = { delayed: 0, severed: 0 };

/** Country or economy by country: what comes later, what not at all, at what cost; each opens into its commodities. */
export function Countries({ computed: { result, scenario } }: { computed: Computed }) {
  const { p, country, commodity } = useLanesWords();
  const [open, setOpen] = useState<string>();
  const hit = result.totals
    .map((total) => ({ total, unknown: total.hitWithoutAmount ?? none }))
    .filter(
      ({ total: { tonnesDelayed, tonnesSevered, tonnesLostAtOrigin, costUsd, valueMissingUsd }, unknown }) =>
        tonnesDelayed + tonnesSevered + tonnesLostAtOrigin + costUsd + valueMissingUsd > 0 ||
        unknown.delayed + unknown.severed > 0,
    )
    .toSorted(
      (a, b) =>
        b.total.tonnesSevered - a.total.tonnesSevered ||
        b.total.costUsd - a.total.costUsd ||
        b.unknown.severed - a.unknown.severed ||
        b.unknown.delayed - a.unknown.delayed,
    );
  const hasMissing = hit.some(({ total }) => total.valueMissingUsd > 0);
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
                <th scope="col">{p('severed')}</th>
                <th scope="col">{p('delayed')}</th>
                <th scope="col">{p('cost.range')}</th>
                {hasMissing && <th scope="col">{p('missing')}</th>}
                <th scope="col">{p('before')}</th>
              </tr>
            </thead>
            {hit.map(({ total, unknown }) => (
              <CountryRows
                key={total.country}
                total={total}
                unknown={unknown}
                parts={result.countries.filter((row) => row.country === total.country)}
                hasMissing={hasMissing}
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
  unknown,
  parts,
  hasMissing,
  isOpen,
  onToggle,
  country,
  commodity,
}: {
  total: CountryTotal;
  unknown: Unknown;
  parts: readonly CountryResult[];
  hasMissing: boolean;
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
        <Amounts of={total} unknown={unknown} hasMissing={hasMissing} />
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
            <Amounts of={row} unknown={row.hitWithoutAmount ?? none} hasMissing={hasMissing} />
          </tr>
        ))}
    </tbody>
  );
}

function Amounts({
  of,
  unknown,
  hasMissing,
}: {
  of: CountryTotal | CountryResult;
  unknown: Unknown;
  hasMissing: boolean;
}) {
  const { money, p } = useLanesWords();
  const amount = (tonnes: number, count: number) => (
    <>
      {(tonnes > 0 || count === 0) && mass(tonnes)}
      {count > 0 && <span className="small dim"> {p('hit-without-amount', { count })}</span>}
    </>
  );
  // Of what is not known no sum is nought.
  const sum = (usd: number) => (usd === 0 && unknown.delayed + unknown.severed > 0 ? '—' : money(usd));
  return (
    <>
      <td className={of.tonnesSevered + unknown.severed > 0 ? 'alarm' : ''}>
        {amount(of.tonnesSevered, unknown.severed)}
      </td>
      <td>{amount(of.tonnesDelayed, unknown.delayed)}</td>
      <td>
        {sum(of.costUsd)}
        {'costRangeUsd' in of && of.costUsd > 0 && (
          <span className="small dim">
            {' '}
            {p('range.plain', { low: money(of.costRangeUsd.p5), high: money(of.costRangeUsd.p95) })}
          </span>
        )}
      </td>
      {hasMissing && <td>{sum(of.valueMissingUsd)}</td>}
      <td>{mass(of.tonnes)}</td>
    </>
  );
}
