import { useState } from 'react';
import type { FormEvent } from 'react';
import type { AnswerView } from '../../../src/programme/api.ts';
import { withQuery } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { pageOf } from './pages.ts';
import { Sources } from './Sources.tsx';
import { StatementRow } from './Statement.tsx';
import { useProgrammeWords } from './words.ts';

/** One box for questions: answers with quotes, contradictions and unknowns. */
export function Ask() {
  const { p } = useProgrammeWords();
  const { q = '' } = usePlace().query;
  const [words, setWords] = useState(q);
  const { data, problem } = useQuery<AnswerView>(q === '' ? undefined : withQuery('/programme/ask', { q }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go(pageOf('ask', words.trim() === '' ? {} : { q: words.trim() }));
  };
  return (
    <>
      <form className="panel row" onSubmit={submit} role="search">
        <label className="field grow">
          <span>{p('ask.label')}</span>
          <input
            type="search"
            maxLength={500}
            placeholder={p('ask.hint')}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
        </label>
        <button type="submit" className="button primary align-end">
          {p('ask.go')}
        </button>
      </form>
      {problem !== undefined && <ErrorNote problem={problem} />}
      {data !== undefined && <Answer answer={data} />}
      <p className="dim small">{p('ask.caution')}</p>
    </>
  );
}

function Answer({ answer: { answer, evidence, conflicts, unknowns } }: { answer: AnswerView }) {
  const { p } = useProgrammeWords();
  return (
    <div className="stack" aria-live="polite">
      <section className="panel stack">
        <h2>{p('ask.answer')}</h2>
        <p className="programme-answer">{answer}</p>
      </section>
      {unknowns.length > 0 && (
        <section className="panel stack">
          <h3>{p('ask.unknowns')}</h3>
          <ul className="lines">
            {unknowns.map((unknown) => (
              <li key={unknown}>{unknown}</li>
            ))}
          </ul>
        </section>
      )}
      {conflicts.length > 0 && (
        <section className="panel stack">
          <h3 className="alarm">{p('ask.conflicts')}</h3>
          {conflicts.map(({ subject, values, evidence: sources }) => (
            <div key={subject + values.join()} className="stack">
              <p>
                <strong>{subject}</strong>: {values.join(' / ')}
              </p>
              <Sources sources={sources} />
            </div>
          ))}
        </section>
      )}
      <section className="panel stack">
        <h3>{p('ask.evidence')}</h3>
        {evidence.length === 0 && <p className="dim">{p('ask.evidence.none')}</p>}
        <ol className="lines">
          {evidence.map(({ statement, source }) => (
            <li key={`${source.document} ${source.start} ${source.end}`}>
              {statement === undefined ? (
                <Sources sources={[source]} />
              ) : (
                <StatementRow statement={statement} />
              )}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
