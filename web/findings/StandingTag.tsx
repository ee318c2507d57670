import type { Standing } from '../../src/hub/api.ts';
import { useWords } from '../state/words.tsx';

const looks: Record<Standing, string> = { open: '', confirmed: 'good', dismissed: '', withdrawn: 'warn' };
const marks: Record<Standing, string> = { open: '○', confirmed: '✓', dismissed: '✕', withdrawn: '↩' };

/** How people judged it: by word and mark, and only then by colour. */
export function StandingTag({ standing }: { standing: Standing }) {
  const { t } = useWords();
  return (
    <span className={`tag ${looks[standing]}`}>
      <span aria-hidden="true">{marks[standing]}</span> {t(`standing.${standing}`)}
    </span>
  );
}
