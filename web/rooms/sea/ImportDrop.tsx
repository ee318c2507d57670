import { useRef, useState } from 'react';
import type { JobView } from '../../../src/hub/api.ts';
import type { Problem } from '../../api/client.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { JobProgress } from '../../parts/JobProgress.tsx';
import { useFileDrop } from '../../state/fileDrop.ts';
import { useKeys } from '../../state/keys.ts';
import { asProblem } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

type Stage =
  | { readonly kind: 'choose' }
  | {
      readonly kind: 'upload';
      readonly file: string;
      readonly share: number;
      readonly abort: AbortController;
    }
  | { readonly kind: 'job'; readonly job: JobView }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Brings a file in: dropped anywhere on the chart, or chosen. What is refused is counted and shown. */
export function ImportDrop() {
  const { t } = useWords();
  const may = useMay()('import');
  const { hub } = useSession();
  const [stage, setStage] = useState<Stage>();
  const input = useRef<HTMLInputElement>(null);
  useKeys(may ? [{ key: 'i', word: 'keys.import', run: () => setStage({ kind: 'choose' }) }] : []);

  const start = async (file: File) => {
    const abort = new AbortController();
    setStage({ kind: 'upload', file: file.name, share: 0, abort });
    const onProgress = (share: number) => setStage({ kind: 'upload', file: file.name, share, abort });
    try {
      setStage({ kind: 'job', job: await hub.upload<JobView>('/imports', file, onProgress, abort.signal) });
    } catch (error) {
      setStage(abort.signal.aborted ? undefined : { kind: 'failed', problem: asProblem(error) });
    }
  };
  const over = useFileDrop(may, (file) => void start(file));
  if (!may) return null;
  return (
    <>
      <button
        type="button"
        className="button"
        onClick={() => setStage({ kind: 'choose' })}
        aria-keyshortcuts="i"
      >
        {t('import.open')} <kbd aria-hidden="true">I</kbd>
      </button>
      {over && <div className="drop-here panel">{t('import.drop-here')}</div>}
      {stage !== undefined && (
        <Dialog title={t('import.title')} onClose={() => setStage(undefined)}>
          {stage.kind === 'choose' && (
            <div className="stack">
              <p>{t('import.what')}</p>
              <label className="field">
                <span>{t('import.file')}</span>
                <input
                  ref={input}
                  type="file"
                  onChange={({ target }) => {
                    const file = target.files?.[0];
                    if (file !== undefined) void start(file);
                  }}
                />
              </label>
            </div>
          )}
          {stage.kind === 'upload' && (
            <div className="stack">
              <p>{t('import.uploading', { file: stage.file })}</p>
              <progress
                value={stage.share}
                max={1}
                aria-label={t('import.uploading', { file: stage.file })}
              />
              <button type="button" className="button" onClick={() => stage.abort.abort()}>
                {t('cancel')}
              </button>
            </div>
          )}
          {stage.kind === 'job' && <JobProgress start={stage.job} />}
          {stage.kind === 'failed' && (
            <ErrorNote problem={stage.problem} onRetry={() => setStage({ kind: 'choose' })} />
          )}
        </Dialog>
      )}
    </>
  );
}
