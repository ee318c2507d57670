import { useWords } from '../state/words.tsx';

/** Says EXERCISE wherever one looks; read out once. */
export function ExerciseBand() {
  const { t } = useWords();
  const word = t('exercise');
  return (
    <div className="band" role="note" aria-label={word}>
      <span aria-hidden="true">{Array.from({ length: 3 }, () => word).join(' — ')}</span>
    </div>
  );
}
