import { Choice } from '../../../parts/Choice.tsx';
import { FieldRows } from '../FieldRows.tsx';
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
  return (
    <FieldRows<Unit>
      legend={p('drift.units')}
      rows={units}
      nameOf={({ id }, at) => id || String(at + 1)}
      fieldsOf={(unit, set) => (
        <>
          <Field label={p('drift.unit.name')} value={unit.id} onChange={(id) => set({ id })} />
          <Field
            label={p('drift.unit.speed')}
            value={unit.speedKn}
            onChange={(speedKn) => set({ speedKn })}
          />
          <Field label={p('drift.unit.hours')} value={unit.hours} onChange={(hours) => set({ hours })} />
          <Field
            label={p('drift.unit.sweep')}
            value={unit.sweepWidthNm}
            onChange={(sweepWidthNm) => set({ sweepWidthNm })}
          />
          <Choice
            label={p('drift.unit.pattern')}
            value={unit.pattern}
            onChange={(pattern) =>
              set({ pattern: patterns.find((each) => each === pattern) ?? unit.pattern })
            }
            options={patterns.map((each) => [each, term('pattern', each)])}
          />
        </>
      )}
      fresh={() => ({
        key: newKey(),
        id: p('drift.unit.next', { number: units.length + 1 }),
        speedKn: '12',
        hours: '4',
        sweepWidthNm: '0.5',
        pattern: 'parallel-sweep',
      })}
      addLabel={p('drift.unit.add')}
      removeLabel={({ id }) => p('drift.unit.remove', { unit: id })}
      onChange={onChange}
    />
  );
}
