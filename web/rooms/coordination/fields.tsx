import { Field as PlainField } from '../../parts/Field.tsx';

/** A field that is required unless it says otherwise; numbers are whole. */
export function Field({
  type = 'text',
  optional = false,
  ...rest
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'number';
  optional?: boolean;
  list?: readonly (readonly [value: string, label: string])[];
}) {
  const whole = type === 'number' ? { min: 0, step: 1, inputMode: 'numeric' as const } : {};
  return <PlainField {...rest} {...whole} type={type} required={!optional} maxLength={2000} />;
}
