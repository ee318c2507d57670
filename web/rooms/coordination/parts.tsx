import { useId } from 'react';
import type { ReactNode } from 'react';
import type { SubjectView } from '../../../src/coordination/api.ts';
import { Figure } from '../../parts/Figure.tsx';
import { timeText } from '../../parts/times.ts';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** A labelled field; required unless it says otherwise. */
export function Field({
  label,
  value,
  onChange,
  type = 'text',
  optional = false,
  list,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'number' | 'datetime-local';
  optional?: boolean;
  list?: readonly (readonly [value: string, label: string])[];
}) {
  const listId = useId();
  return (
    <div className="field">
      <label className="field">
        <span>{label}</span>
        <input
          type={type}
          required={!optional}
          value={value}
          min={type === 'number' ? 0 : undefined}
          step={type === 'number' ? 1 : undefined}
          inputMode={type === 'number' ? 'numeric' : undefined}
          maxLength={2000}
          list={list === undefined ? undefined : listId}
          onChange={({ target }) => onChange(target.value)}
        />
      </label>
      {/* Beside the label, not in it: what is suggested is no part of the field's name. */}
      {list !== undefined && (
        <datalist id={listId}>
          {list.map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </datalist>
      )}
    </div>
  );
}

export function Choice({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly (readonly [value: string, label: string])[];
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

const alarming = ['declined', 'cannot', 'lapsed', 'cancelled', 'withdrawn'];
const done = ['met', 'confirmed', 'done', 'delivered', 'reached'];

export function StateTag({ state }: { state: string }) {
  const { term } = useRelief();
  const tone = alarming.includes(state) ? 'warn' : done.includes(state) ? 'good' : '';
  return <span className={`tag ${tone}`}>{term('state', state)}</span>;
}

/** Quantity, unit and item, with the source and the as-of time on hover and focus. */
export function Goods({
  item,
  unit,
  quantity,
  of,
}: {
  item: string;
  unit: string;
  quantity: number;
  of: Pick<SubjectView, 'source' | 'asOfUtcMs'>;
}) {
  const words = useRelief();
  const number = quantity.toLocaleString('en-US');
  const name = words.item(item);
  const unitName = unit === item ? '' : words.term('unitname', unit);
  const parts = words.language === 'ja' ? [name, number, unitName] : [number, unitName, name];
  return <Quantity of={of}>{parts.filter((part) => part !== '').join(' ')}</Quantity>;
}

export function Quantity({
  of,
  children,
}: {
  of: Pick<SubjectView, 'source' | 'asOfUtcMs'>;
  children: ReactNode;
}) {
  const { p } = useRelief();
  const { nameOf } = useReliefState();
  const source = p('source', { source: nameOf(of.source), time: timeText(of.asOfUtcMs) });
  return <Figure source={source}>{children}</Figure>;
}

/** How long something has been somebody's move. */
export function Clock({ subject }: { subject: SubjectView }) {
  const { p } = useRelief();
  const { nameOf, nowUtcMs } = useReliefState();
  if (subject.waitingOn.length === 0) return null;
  return (
    <span className="small dim">
      {p('waits', {
        on: subject.waitingOn.map(nameOf),
        ms: Math.max(0, nowUtcMs - subject.waitingSinceUtcMs),
      })}
    </span>
  );
}

/** Entered on behalf of another and not confirmed: said wherever it is shown. */
export function Behalf({ subject }: { subject: SubjectView }) {
  const { p } = useRelief();
  const { nameOf } = useReliefState();
  if (subject.actingFor === undefined) return null;
  return (
    <span className={`tag ${subject.unconfirmed ? 'warn' : 'good'}`}>
      {subject.unconfirmed
        ? p('behalf.unconfirmed', { party: nameOf(subject.actingFor) })
        : p('behalf.confirmed', { party: nameOf(subject.actingFor) })}
    </span>
  );
}
