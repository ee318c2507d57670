import { Choice } from '../../../parts/Choice.tsx';
import { FieldRows } from '../FieldRows.tsx';
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
  return (
    <FieldRows<Happening>
      legend={p('siting.happenings')}
      rows={happenings}
      least={1}
      nameOf={({ name }) => name}
      fieldsOf={(each, set) => (
        <>
          <Field label={p('siting.happening')} value={each.name} onChange={(name) => set({ name })} />
          <Field
            label={p('siting.probability')}
            type="number"
            value={each.percent}
            onChange={(percent) => set({ percent })}
          />
          <Field
            label={p('siting.need')}
            type="number"
            value={each.needPercent}
            onChange={(needPercent) => set({ needPercent })}
          />
          <Choice
            label={p('siting.lost')}
            value={each.lost}
            onChange={(lost) => set({ lost })}
            options={[['', '—'], ...sites]}
          />
          <Choice
            label={p('siting.cut')}
            value={each.cut}
            onChange={(cut) => set({ cut })}
            options={[['', '—'], ...roads]}
          />
        </>
      )}
      fresh={() => ({
        key: crypto.randomUUID?.() ?? String(Math.random()),
        name: p('siting.happening.next', { number: happenings.length + 1 }),
        percent: '10',
        needPercent: '100',
        lost: '',
        cut: '',
      })}
      addLabel={p('siting.happening.add')}
      removeLabel={({ name }) => p('siting.happening.remove', { name })}
      onChange={onChange}
    />
  );
}
