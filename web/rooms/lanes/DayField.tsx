import { useState } from 'react';

const iso = /^\d{4}-\d{2}-\d{2}$/;

/** A day as ISO 8601, whatever the browser's language makes of dates. What is no day yet changes nothing. */
export function DayField({
  label,
  day,
  onChange,
}: {
  label: string;
  day: string;
  onChange: (day: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const text = typed ?? day;
  const isDay = iso.test(text) && !Number.isNaN(Date.parse(text));
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="lanes-day"
        inputMode="numeric"
        placeholder="2027-01-31"
        maxLength={10}
        aria-invalid={!isDay}
        value={text}
        onChange={({ target: { value } }) => {
          setTyped(value);
          if (iso.test(value) && !Number.isNaN(Date.parse(value))) onChange(value);
        }}
        onBlur={() => setTyped(undefined)}
      />
    </label>
  );
}
