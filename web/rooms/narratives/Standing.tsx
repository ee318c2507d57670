import { useState } from 'react';
import type { EntryView } from '../../../src/hub/api.ts';
import { ReleaseDialog } from '../../findings/ReleaseDialog.tsx';
import { ReleaseTab } from '../../findings/ReleaseTab.tsx';
import { useQuery } from '../../state/query.ts';
import { useNarrativesWords } from './words.ts';

/** Who sees an entry of this room, and the way to let others. */
export function Standing({ id }: { id: string }) {
  const { n } = useNarrativesWords();
  const { data: view, reload } = useQuery<EntryView>(`/entries/${id}`, { live: true });
  const [open, setOpen] = useState(false);
  if (view === undefined) return null;
  return (
    <section className="panel stack no-print">
      <h2>{n('released.to')}</h2>
      <ReleaseTab view={view} onRelease={() => setOpen(true)} />
      {open && (
        <ReleaseDialog
          view={view}
          onClose={() => setOpen(false)}
          onReleased={() => {
            setOpen(false);
            reload();
          }}
        />
      )}
    </section>
  );
}
