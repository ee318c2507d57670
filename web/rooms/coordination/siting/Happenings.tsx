import { Choice } from '../../../parts/Choice.tsx';
import { Field } from '../parts.tsx';
import { useRelief } from '../words.ts';
import type { Happening } from './draft.ts';

/** What may happen: stocks are placed before anybody knows which of them does. */
export function Happenings({
  happenings,
  sites,
  roads,
  onChange,
}: {
  happenings: readonly Happening[];
  /** Ids with names. */
  sites: readonly (readonly [string, string])[];
  roads: readonly (readonly [string, string])[];
  onChange: (happenings: readonly Happening[]) => void;
}) {
  const { p } = useRelief();
  const set = (key: string, change: Partial<Happening>) =>
    onChange(happenings.map((each) => (each.key === key ? { ...each, ...change } : each)));
  return (
    <fieldset className="stack wide">
      <legend>{p('siting.happenings')}</legend>
      {happenings.map((each) => (
        <div key={each.key} className="form-grid" role="group" aria-label={each.name}>
          <Field
            label={p('siting.happening')}
            value={each.name}
            onChange={(name) => set(each.key, { name })}
          />
          <Field
            label={p('siting.probability')}
            type="number"
            value={each.percent}
            onChange={(percent) => set(each.key, { percent })}
          />
          <Field
            label={p('siting.need')}
            type="number"
            value={each.needPercent}
            onChange={(needPercent) => set(each.key, { needPercent })}
          />
          <Choice
            label={p('siting.lost')}
            value={each.lost}
            onChange={(lost) => set(each.key, { lost })}
            options={[['', '—'], ...sites]}
          />
          <Choice
            label={p('siting.cut')}
            value={each.cut}
            onChange={(cut) => set(each.key, { cut })}
            options={[['', '—'], ...roads]}
          />
          {happenings.length > 1 && (
            <button
              type="button"
              className="button quiet"
              onClick={() => onChange(happenings.filter(({ key }) => key !== each.key))}
            >
              {p('siting.happening.remove', { name: each.name })}
            </button>
          )}
        </div>
      ))}
      <p>
        <button
          type="button"
          className="button"
          onClick={() =>
            onChange([
              ...happenings,
              {
                key: crypto.randomUUID?.() ?? String(Math.random()),
                name: p('siting.happening.next', { number: happenings.length + 1 }),
                percent: '10',
                needPercent: '100',
                lost: '',
                cut: '',
              },
            ])
          }
        >
          {p('siting.happening.add')}
        </button>
      </p>
    </fieldset>
  );
}
