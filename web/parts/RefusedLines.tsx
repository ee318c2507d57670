import { useWords } from '../state/words.tsx';

/** How many lines were refused, by reason, with samples: nothing disappears silently. */
export function RefusedLines({
  total,
  reasons,
}: {
  total: number;
  reasons: readonly { reason: string; count: number; samples: readonly string[] }[];
}) {
  const { t } = useWords();
  if (total === 0) return <span>0</span>;
  return (
    <details>
      <summary>{t('refused.count', { count: total.toLocaleString('en-US') })}</summary>
      <ul className="stack">
        {reasons.map(({ reason, count, samples }) => (
          <li key={reason}>
            <strong>{reason}</strong> · {count.toLocaleString('en-US')}
            {samples.slice(0, 3).map((sample) => (
              <p key={sample} className="mono dim">
                {sample}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
