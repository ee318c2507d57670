import { useState } from 'react';
import type { FormEvent } from 'react';
import type { SortieResult } from '../../../../src/coordination/api.ts';
import { timeText } from '../../../parts/times.ts';
import { Field, Wide } from '../parts.tsx';
import { useRelief } from '../words.ts';
import { minuteUtc, newKey } from './draft.ts';
import type { Sortie } from './draft.ts';

/** Searches that found nothing, in the order of time, with what each of them had a chance of. */
export function Sorties({
  sorties,
  results,
  nowUtcMs,
  onChange,
}: {
  sorties: readonly Sortie[];
  /** Of the last computation; a search that came after it has none. */
  results: readonly SortieResult[];
  nowUtcMs: number;
  onChange: (sorties: readonly Sortie[]) => void;
}) {
  const { p } = useRelief();
  const percent = (value: number | undefined) =>
    value === undefined ? '—' : p('drift.share', { share: value });
  const ordered = sorties.toSorted((a, b) => Date.parse(a.utc) - Date.parse(b.utc));
  return (
    <section className="stack" aria-label={p('drift.sorties')}>
      <h3>{p('drift.sorties')}</h3>
      <p className="small dim">{p('drift.sorties.what')}</p>
      {ordered.length > 0 && (
        <Wide>
          <table>
            <thead>
              <tr>
                {(['unit.name', 'time', 'where', 'spacing', 'poc', 'pod', 'pos', 'together'] as const).map(
                  (word) => (
                    <th key={word} scope="col">
                      {p(`drift.${word}`)}
                    </th>
                  ),
                )}
                <th scope="col">{p('drift.sortie.remove')}</th>
              </tr>
            </thead>
            <tbody>
              {ordered.map((sortie) => {
                const result = results.find(({ id }) => id === sortie.key);
                return (
                  <tr key={sortie.key}>
                    <th scope="row">{sortie.unit}</th>
                    <td>{timeText(sortie.utc)}</td>
                    <td className="area">
                      {p('drift.rectangle', {
                        at: [sortie.lonDeg, sortie.latDeg],
                        length: sortie.lengthNm,
                        width: sortie.widthNm,
                        axis: sortie.axisDeg,
                      })}
                    </td>
                    <td>
                      {p('drift.spacing.of', {
                        spacing: spacingOf(sortie),
                        sweep: sortie.sweepWidthNm,
                      })}
                    </td>
                    <td>{percent(result?.probabilityOfContainment)}</td>
                    <td>{percent(result?.probabilityOfDetection)}</td>
                    <td>{percent(result?.probabilityOfSuccess)}</td>
                    <td>{percent(result?.cumulativeSuccess)}</td>
                    <td>
                      <button
                        type="button"
                        className="button quiet"
                        onClick={() => onChange(sorties.filter(({ key }) => key !== sortie.key))}
                      >
                        {p('drift.sortie.remove')}
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Wide>
      )}
      <NewSortie nowUtcMs={nowUtcMs} onAdd={(sortie) => onChange([...sorties, sortie])} />
    </section>
  );
}

/** Tracks that are evenly spaced over the area: area ÷ track. */
function spacingOf({ lengthNm, widthNm, trackNm }: Sortie): number {
  return trackNm > 0 ? (lengthNm * widthNm) / trackNm : 0;
}

const fields = [
  'unit.name',
  'time',
  'lat',
  'lon',
  'length',
  'width',
  'axis',
  'unit.sweep',
  'spacing',
] as const;

function NewSortie({ nowUtcMs, onAdd }: { nowUtcMs: number; onAdd: (sortie: Sortie) => void }) {
  const { p } = useRelief();
  const [values, setValues] = useState<Partial<Record<(typeof fields)[number], string>>>({});
  const given = { time: minuteUtc(nowUtcMs), axis: '0', ...values };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = (name: (typeof fields)[number]) => Number(given[name] ?? 0);
    const [lengthNm, widthNm, spacingNm] = [number('length'), number('width'), number('spacing')];
    onAdd({
      key: newKey(),
      unit: given['unit.name'] ?? '',
      utc: given.time,
      latDeg: number('lat'),
      lonDeg: number('lon'),
      lengthNm,
      widthNm,
      axisDeg: number('axis'),
      sweepWidthNm: number('unit.sweep'),
      trackNm: spacingNm > 0 ? (lengthNm * widthNm) / spacingNm : 0,
    });
    setValues({});
  };
  return (
    <details className="panel">
      <summary>{p('drift.sortie.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        {fields.map((name) => (
          <Field
            key={name}
            label={p(`drift.${name}`)}
            value={given[name] ?? ''}
            onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
          />
        ))}
        <button type="submit" className="button">
          {p('drift.sortie.add')}
        </button>
      </form>
    </details>
  );
}
