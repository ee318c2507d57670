import { useCallback } from 'react';
import type { EntryView, JudgementBody } from '../../src/hub/api.ts';
import { useNotices } from '../state/notices.tsx';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';

export type Verdict = Extract<JudgementBody['verdict'], 'confirmed' | 'dismissed' | 'dissent'>;

/** Judges an entry and offers to take it back: undo instead of "Are you sure?". */
export function useJudge(id: string, changed: () => void) {
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { t } = useWords();
  return useCallback(
    (verdict: Verdict, reason: string, confidence?: number): Promise<boolean> => {
      const judge = (body: { verdict: JudgementBody['verdict']; reason: string; confidence?: number }) =>
        hub.post<EntryView>(`/entries/${id}/judgements`, body).then(changed);
      return attempt(
        () => judge({ verdict, reason, confidence }),
        t(`judged.${verdict}`),
        () => judge({ verdict: 'withdrawn', reason: t('judged.undone') }),
      );
    },
    [hub, id, changed, attempt, t],
  );
}
