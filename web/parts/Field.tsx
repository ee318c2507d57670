import { useId } from 'react';
import type { InputHTMLAttributes } from 'react';

/** A labelled field; `list` suggests what may be typed. */
export function Field({
  label,
  value,
  onChange,
  list,
  ...rest
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  list?: readonly (readonly [value: string, label: string])[];
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'list'>) {
  const listId = useId();
  const field = (
    <label className="field">
      <span>{label}</span>
      <input
        {...rest}
        value={value}
        list={list === undefined ? undefined : listId}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
  if (list === undefined) return field;
  // Beside the label, not in it: what is suggested is no part of the field's name.
  return (
    <div className="field">
      {field}
      <datalist id={listId}>
        {list.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </datalist>
    </div>
  );
}
