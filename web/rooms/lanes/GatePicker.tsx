import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Closure, LaneArea, LaneGate } from '../../../src/lanes/api.ts';
import { useLanesWords } from './words.ts';

/** Chooses a strait, canal or sea, and closes it by a button: arrow keys in a list must close nothing by themselves. */
export function GatePicker({
  label,
  closed,
  gates,
  areas,
  onPick,
  children,
}: {
  label: string;
  /** Ids that are not offered. */
  closed: readonly string[];
  gates: readonly LaneGate[];
  areas: readonly LaneArea[];
  onPick: (fields: Pick<Closure, 'gates' | 'areas'>) => void;
  children?: ReactNode;
}) {
  const { p, named } = useLanesWords();
  const [value, setValue] = useState('');
  const select = useRef<HTMLSelectElement>(null);
  const options = (kind: string, list: readonly (LaneGate | LaneArea)[]) =>
    list
      .filter((each) => !closed.includes(each.id))
      .map((each) => (
        <option key={each.id} value={`${kind}:${each.id}`}>
          {named(each.name, each.id)}
        </option>
      ));
  const pick = () => {
    const [kind, picked] = value.split(':');
    onPick(kind === 'area' ? { areas: [picked] } : { gates: [picked] });
    setValue('');
    // The button is out of reach now: whoever goes by keyboard is back at the list.
    select.current?.focus();
  };
  return (
    <div className="row lanes-picker">
      <select ref={select} aria-label={label} value={value} onChange={({ target }) => setValue(target.value)}>
        <option value="">{label}</option>
        <optgroup label={p('closure.gates')}>{options('gate', gates)}</optgroup>
        <optgroup label={p('closure.areas')}>{options('area', areas)}</optgroup>
      </select>
      <button type="button" className="button" disabled={value === ''} onClick={pick}>
        {p('closure.close')}
      </button>
      {children}
    </div>
  );
}
