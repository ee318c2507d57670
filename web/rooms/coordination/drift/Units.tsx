import { Choice } from '../../../parts/Choice.tsx';
import { Field } from '../parts.tsx';
import { useRelief } from '../words.ts';
import { newKey, patterns } from './draft.ts';
import type { Unit } from './draft.ts';

/** Who can search next, how fast, how long, and how wide each sees. */
export function Units({
  units,
  onChange,
}: {
  units: readonly Unit[];
  onChange: (units: readonly Unit[]) => void;
}) {
  const { p, term } = useRelief();
  const set = (key: string, change: Partial<Unit>) =>
    onChange(units.map((unit) => (unit.key === key ? { ...unit, ...change } : unit)));
  return (
    <fieldset className="stack wide">
      <legend>{p('drift.units')}</legend>
      {units.map((unit, at) => (
        <div key={unit.key} className="form-grid" role="group" aria-label={unit.id || String(at + 1)}>
          <Field label={p('drift.unit.name')} value={unit.id} onChange={(id) => set(unit.key, { id })} />
          <Field
            label={p('drift.unit.speed')}
            value={unit.speedKn}
            onChange={(speedKn) => set(unit.key, { speedKn })}
          />
          <Field
            label={p('drift.unit.hours')}
            value={unit.hours}
            onChange={(hours) => set(unit.key, { hours })}
          />
          <Field
            label={p('drift.unit.sweep')}
            value={unit.sweepWidthNm}
            onChange={(sweepWidthNm) => set(unit.key, { sweepWidthNm })}
          />
          <Choice
            label={p('drift.unit.pattern')}
            value={unit.pattern}
            onChange={(pattern) =>
              set(unit.key, { pattern: patterns.find((each) => each === pattern) ?? unit.pattern })
            }
            options={patterns.map((each) => [each, term('pattern', each)])}
          />
          <button
            type="button"
            className="button quiet"
            onClick={() => onChange(units.filter(({ key }) => key !== unit.key))}
          >
            {p('drift.unit.remove', { unit: unit.id })}
          </button>
        </div>
      ))}
      <p>
        <button
          type="button"
          className="button"
          onClick={() =>
            onChange([
              ...units,
              {
                key: newKey(),
                id: p('drift.unit.next', { number: units.length + 1 }),
                speedKn: '12',
                hours: '4',
                sweepWidthNm: '0.5',
                pattern: 'parallel-sweep',
              },
            ])
          }
        >
          {p('drift.unit.add')}
        </button>
      </p>
    </fieldset>
  );
}
