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
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: cases, problem } = useQuery<CaseView[]>('/cases');
  const [chosen, setChosen] = useState<string>();
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const open = (cases ?? []).filter(({ mine, entry: { body } }) => mine && body.status === 'open');
  const target = chosen ?? open[0]?.entry.id ?? newCase;

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
      {problem !== undefined && <ErrorNote problem={problem} />}
      <form id="add-to-case" className="stack" onSubmit={(event) => void submit(event)}>
        <fieldset>
          <legend>{t('case.which')}</legend>
          {open.map(({ entry: { id, body } }) => (
            <label key={id} className="choice">
              <input type="radio" name="case" checked={target === id} onChange={() => setChosen(id)} />
              {body.title}
            </label>
          ))}
          <label className="choice">
            <input
              type="radio"
              name="case"
              checked={target === newCase}
              onChange={() => setChosen(newCase)}
            />
            {t('case.new')}
          </label>
        </fieldset>
        {target === newCase && (
          <label className="field">
            <span>{t('case.title')}</span>
            <input
              required
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </label>
        )}
        <label className="field">
          <span>{t('case.note')}</span>
          <textarea maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </form>
    </Dialog>
  );
}
