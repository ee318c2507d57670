import { useState } from 'react';
import type { FormEvent } from 'react';
import { Dialog } from '../parts/Dialog.tsx';
import { useWords } from '../state/words.tsx';
import type { Verdict } from './actions.ts';

/** A dismissal and a dissent need a reason: it is what the next reader learns from. */
export function JudgeDialog({
  verdict,
  onJudge,
  onClose,
}: {
  verdict: Exclude<Verdict, 'confirmed'>;
  onJudge: (verdict: Verdict, reason: string, confidence?: number) => Promise<boolean>;
  onClose: () => void;
}) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [confidence, setConfidence] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await onJudge(verdict, reason.trim(), confidence === '' ? undefined : Number(confidence));
    if (done) onClose();
  };
  const formId = `judge-${verdict}`;
  return (
    <Dialog
      title={t(`judge.${verdict}`)}
      onClose={onClose}
      foot={
        <>
          <span className="dim small">{t('judge.kept')}</span>
          <button type="submit" form={formId} className="button primary" disabled={reason.trim() === ''}>
            {t(`judge.${verdict}.button`)}
          </button>
        </>
      }
    >
      <form id={formId} className="stack" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{t('judge.reason')}</span>
          <textarea
            required
            maxLength={4000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        {verdict === 'dissent' && (
          <label className="field">
            <span>{t('judge.confidence')}</span>
            <input
              type="number"
              min={0}
              max={100}
              value={confidence}
              onChange={({ target }) => setConfidence(target.value)}
            />
          </label>
        )}
      </form>
    </Dialog>
  );
}
