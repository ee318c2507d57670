import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { useNotices } from '../state/notices.tsx';
import { useWords } from '../state/words.tsx';
import { ErrorNote } from './ErrorNote.tsx';

/** The browser's own modal dialog: it keeps the focus, closes on Escape and gives the focus back. */
export function Dialog({
  title,
  onClose,
  children,
  foot,
  wide = false,
}: {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
  wide?: boolean;
}) {
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={wide ? 'wide' : undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="button quiet icon" onClick={onClose} aria-label={t('close')}>
          ✕ <kbd className="tablet-up">Esc</kbd>
        </button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key */}
      <div className="dialog-body" tabIndex={0}>
        <Refusals />
        {children}
      </div>
      {foot === undefined ? <div /> : <div className="dialog-foot">{foot}</div>}
    </dialog>
  );
}

/** What was refused stands in the dialog that asked: notices lie below it and cannot be read. */
function Refusals() {
  const { notices } = useNotices();
  return notices.map(({ id, problem }) => problem !== undefined && <ErrorNote key={id} problem={problem} />);
}
