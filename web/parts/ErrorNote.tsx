import type { Problem } from '../api/client.ts';
import { useWords } from '../state/words.tsx';

/** What happened, what is safe, what to do; and the code, by which docs/errors.md tells more. */
export function ErrorNote({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const { t } = useWords();
  const { what, next } = explained(problem, t);
  return (
    <div className="problem" role="alert">
      <strong>{what}</strong>
      <span>{next}</span>
      <span className="small dim">
        <code>{problem.code}</code>
        {problem.path === undefined ? '' : ` · ${problem.path}`}
      </span>
      {onRetry !== undefined && (
        <span>
          <button type="button" className="button" onClick={onRetry}>
            {t('retry')}
          </button>
        </span>
      )}
    </div>
  );
}

function explained(problem: Problem, t: ReturnType<typeof useWords>['t']): { what: string; next: string } {
  if (problem.status === 0 && problem.code === 'network.unreachable')
    return { what: t('error.unreachable'), next: t('error.unreachable.next') };
  if (problem.status === 404) return { what: t('error.not-found'), next: t('error.not-found.next') };
  if (problem.status === 401) return { what: t('error.session'), next: t('error.session.next') };
  if (problem.status === 403) return { what: t('error.forbidden'), next: problem.message };
  if (problem.status === 429) return { what: t('error.busy'), next: t('error.busy.next') };
  if (problem.status >= 500 || problem.status === 0)
    return { what: t('error.failed'), next: problem.message || t('error.failed.next') };
  return { what: t('error.refused'), next: problem.message };
}
