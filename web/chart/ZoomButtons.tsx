import { useWords } from '../state/words.tsx';

/** Nearer and farther, for who has neither wheel nor touch. */
export function ZoomButtons({ className, onZoom }: { className: string; onZoom: (steps: number) => void }) {
  const { t } = useWords();
  return (
    <div className={className}>
      <button type="button" className="button icon" onClick={() => onZoom(1)} aria-label={t('chart.in')}>
        +
      </button>
      <button type="button" className="button icon" onClick={() => onZoom(-1)} aria-label={t('chart.out')}>
        −
      </button>
    </div>
  );
}
