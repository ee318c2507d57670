import { Field, Wide } from '../parts.tsx';
import { useRelief } from '../words.ts';
import type { Places, SitingDraft } from './draft.ts';

/** What each possible store holds, and what it costs to open it. */
export function Stores({
  draft,
  places,
  labelOf,
  onChange,
}: {
  draft: SitingDraft;
  places: Places;
  labelOf: (id: string) => string;
  onChange: (stores: SitingDraft['stores']) => void;
}) {
  const { p } = useRelief();
  const set = (id: string, change: Partial<SitingDraft['stores'][string]>) =>
    onChange({ ...draft.stores, [id]: { ...draft.stores[id], ...change } });
  return (
    <details className="wide">
      <summary>{p('siting.stores', { count: places.sites.length })}</summary>
      <Wide>
        <div className="stack">
          {places.sites.map(({ id }) => (
            <div key={id} className="form-grid" role="group" aria-label={labelOf(id)}>
              <strong>{labelOf(id)}</strong>
              <Field
                label={p('siting.capacity')}
                type="number"
                value={draft.stores[id]?.capacity ?? ''}
                onChange={(capacity) => set(id, { capacity })}
              />
              <Field
                label={p('siting.fixed')}
                type="number"
                value={draft.stores[id]?.fixedCost ?? ''}
                onChange={(fixedCost) => set(id, { fixedCost })}
              />
            </div>
          ))}
        </div>
      </Wide>
    </details>
  );
}
