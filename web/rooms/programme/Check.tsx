import type { CheckView } from '../../../src/programme/api.ts';
import { Link } from '../../parts/Link.tsx';
import { entryPage } from './pages.ts';
import { Sources } from './Sources.tsx';
import { useProgrammeWords } from './words.ts';

/** One check and what it found; nothing is "none found in the record". */
export function Check({ check: { check, findings, count } }: { check: CheckView }) {
  const { p, say } = useProgrammeWords();
  return (
    <>
      <h3 className="programme-title">
        {p(`check.name.${check}`)} <span className="tag">{count}</span>
      </h3>
      {findings.length === 0 && <p className="dim">{p('checks.silent')}</p>}
      <ul className="stack">
        {findings.map(({ id, sentence, evidence }, i) => (
          <li key={`${id ?? ''} ${i}`}>
            <p>
              {say(sentence)}{' '}
              {id !== undefined && (
                <Link to={entryPage(id)} aria-label={`${p('statement.open')}: ${say(sentence)}`}>
                  {p('statement.open')}
                </Link>
              )}
            </p>
            <Sources sources={evidence} />
          </li>
        ))}
      </ul>
      {count > findings.length && (
        <p className="small dim">{p('checks.more', { count: count - findings.length })}</p>
      )}
    </>
  );
}
