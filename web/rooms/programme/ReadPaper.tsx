import { useState } from 'react';
import type { JobView } from '../../../src/hub/api.ts';
import type { Problem } from '../../api/client.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { JobProgress } from '../../parts/JobProgress.tsx';
import { useFileDrop } from '../../state/fileDrop.ts';
import { useKeys } from '../../state/keys.ts';
import { asProblem } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useProgrammeWords } from './words.ts';

type Stage =
  | { readonly kind: 'choose' }
  | { readonly kind: 'job'; readonly job: JobView }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Reads a paper that is dropped anywhere on the page, or chosen: with progress and Cancel. */
export function ReadPaper({ onRead }: { onRead: (file: string) => void }) {
  const { p } = useProgrammeWords();
  const may = useMay()('import');
  const { hub } = useSession();
  const [stage, setStage] = useState<Stage>();
  useKeys(may ? [{ key: 'i', word: 'keys.import', run: () => setStage({ kind: 'choose' }) }] : []);

  const start = async (file: File) => {
    try {
      const fields = { importer: 'programme-document' };
      const job = await hub.upload<JobView>('/imports', file, () => {}, undefined, fields);
      setStage({ kind: 'job', job });
    } catch (error) {
      setStage({ kind: 'failed', problem: asProblem(error) });
    }
  };
  const over = useFileDrop(may, (file) => void start(file));
  if (!may) return null;
  return (
    <p>
      <button
        type="button"
        className="button"
        onClick={() => setStage({ kind: 'choose' })}
        aria-keyshortcuts="i"
      >
        {p('review.drop')} <kbd aria-hidden="true">I</kbd>
      </button>
      {over && <span className="drop-here panel">{p('review.drop-here')}</span>}
      {stage !== undefined && (
        <Dialog title={p('review.drop')} onClose={() => setStage(undefined)}>
          {stage.kind === 'choose' && (
            <label className="field">
              <span>{p('review.file')}</span>
              <input
                type="file"
                accept=".txt,.md,.html,.htm,.docx,.pdf"
                onChange={({ target }) => {
                  const file = target.files?.[0];
                  if (file !== undefined) void start(file);
                }}
              />
            </label>
          )}
          {stage.kind === 'job' && (
            <JobProgress
              start={stage.job}
              onDone={(job) => {
                setStage(undefined);
                onRead(job.label);
              }}
            />
          )}
          {stage.kind === 'failed' && (
            <ErrorNote problem={stage.problem} onRetry={() => setStage({ kind: 'choose' })} />
          )}
        </Dialog>
      )}
    </p>
  );
}
