import type { CheckView } from '../../../src/programme/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { useQuery } from '../../state/query.ts';
import { Check } from './Check.tsx';
import { useProgrammeWords } from './words.ts';

/** The eighteen checks, those that found something first. */
export function Checks() {
  const { p } = useProgrammeWords();
  const { data, problem, reload } = useQuery<CheckView[]>('/programme/checks', { live: true });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  const found = data.filter(({ count }) => count > 0);
  const silent = data.filter(({ count }) => count === 0);
  return (
    <>
      <p className="dim">{p('ask.caution')}</p>
      <ul className="stack">
        {found.map((check) => (
          <li key={check.check} className="panel stack">
            <Check check={check} />
          </li>
        ))}
      </ul>
      <section className="panel stack">
        <h3>{p('checks.silent')}</h3>
        <ul className="programme-silent">
          {silent.map(({ check }) => (
            <li key={check}>{p(`check.name.${check}`)}</li>
          ))}
        </ul>
      </section>
    </>
  );
}
