import { ErrorNote } from '../parts/ErrorNote.tsx';
import { useNotices } from '../state/notices.tsx';
import { useWords } from '../state/words.tsx';

export function NoticeStack() {
  const { notices, dismiss, undoLast } = useNotices();
  const { t } = useWords();
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map(({ id, text, problem, undo }) => (
        <div key={id} className="notice panel">
          {problem === undefined ? <span>{text}</span> : <ErrorNote problem={problem} />}
          <span className="notice-actions">
            {undo !== undefined && (
              <button type="button" className="button" onClick={undoLast}>
                {t('undo')} <kbd>U</kbd>
              </button>
            )}
            <button
              type="button"
              className="button quiet icon"
              onClick={() => dismiss(id)}
              aria-label={t('close')}
            >
              ✕
            </button>
          </span>
        </div>
      ))}
    </div>
  );
}
