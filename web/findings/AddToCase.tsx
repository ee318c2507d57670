import { useState } from 'react';
import type { FormEvent } from 'react';
import type { CaseView } from '../../src/hub/api.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { ErrorNote } from '../parts/ErrorNote.tsx';
import { useNotices } from '../state/notices.tsx';
import { useQuery } from '../state/query.ts';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';

const newCase = 'new';

/** Puts an entry into an open case or a new one. A case never widens what it joins. */
export function AddToCase({ entry, onClose }: { entry: string; onClose: () => void }) {
  const { t } = useWords();
  const { data: cases, problem } = useQuery<CaseView[]>('/cases');
  const open = (cases ?? []).filter(({ mine, entry: { body } }) => mine && body.status === 'open');
  // The form comes with its choices: a list that arrives later would move under the hand.
  if (cases !== undefined) return <CaseForm entry={entry} open={open} onClose={onClose} />;
  return (
    <Dialog title={t('case.add')} onClose={onClose}>
      {problem === undefined ? <p className="dim">{t('loading')}</p> : <ErrorNote problem={problem} />}
    </Dialog>
  );
}

function CaseForm({
  entry,
  open,
  onClose,
}: {
  entry: string;
  open: readonly CaseView[];
  onClose: () => void;
}) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [target, setTarget] = useState<string>(open[0]?.entry.id ?? newCase);
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    let id = target;
    const add = async () => {
      if (id === newCase) id = (await hub.post<CaseView>('/cases', { title: title.trim() })).entry.id;
      await hub.post(`/cases/${id}/members`, { entry, ...(note.trim() === '' ? {} : { note: note.trim() }) });
    };
    if (await attempt(add, t('case.added'), () => hub.delete(`/cases/${id}/members/${entry}`))) onClose();
  };
  const ready = target !== newCase || title.trim() !== '';
  return (
    <Dialog
      title={t('case.add')}
      onClose={onClose}
      foot={
        <>
          <span className="dim small">{t('case.never-widens')}</span>
          <button type="submit" form="add-to-case" className="button primary" disabled={!ready}>
            {t('case.add.button')}
          </button>
        </>
      }
    >
      <form id="add-to-case" className="stack" onSubmit={(event) => void submit(event)}>
        <fieldset>
          <legend>{t('case.which')}</legend>
          {open.map(({ entry: { id, body } }) => (
            <label key={id} className="choice">
              <input type="radio" name="case" checked={target === id} onChange={() => setTarget(id)} />
              {body.title}
            </label>
          ))}
          <label className="choice">
            <input
              type="radio"
              name="case"
              checked={target === newCase}
              onChange={() => setTarget(newCase)}
            />
            {t('case.new')}
          </label>
        </fieldset>
        {target === newCase && (
          <label className="field">
            <span>{t('case.title')}</span>
            <input
              required
              maxLength={300}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </label>
        )}
        <label className="field">
          <span>{t('case.note')}</span>
          <textarea maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </form>
    </Dialog>
  );
}
