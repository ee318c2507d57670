import type { ReactNode } from 'react';

interface FieldRowsProps<R> {
  readonly legend: string;
  readonly rows: readonly R[];
  /** So many stay. */
  readonly least?: number;
  readonly nameOf: (row: R, at: number) => string;
  readonly fieldsOf: (row: R, set: (change: Partial<R>) => void) => ReactNode;
  readonly fresh: () => R;
  readonly addLabel: string;
  readonly removeLabel: (row: R) => string;
  readonly onChange: (rows: readonly R[]) => void;
}

/** Rows of fields of which any may be taken away, and more be added. */
export function FieldRows<R extends { readonly key: string }>(props: FieldRowsProps<R>) {
  const { legend, rows, least = 0, nameOf, fieldsOf, fresh, addLabel, removeLabel, onChange } = props;
  return (
    <fieldset className="stack wide">
      <legend>{legend}</legend>
      {rows.map((row, at) => (
        <div key={row.key} className="form-grid" role="group" aria-label={nameOf(row, at)}>
          {fieldsOf(row, (change) =>
            onChange(rows.map((each) => (each.key === row.key ? { ...each, ...change } : each))),
          )}
          {rows.length > least && (
            <button
              type="button"
              className="button quiet"
              onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
            >
              {removeLabel(row)}
            </button>
          )}
        </div>
      ))}
      <p>
        <button type="button" className="button" onClick={() => onChange([...rows, fresh()])}>
          {addLabel}
        </button>
      </p>
    </fieldset>
  );
}
