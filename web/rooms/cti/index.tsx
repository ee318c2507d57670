import './cti.css';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { ObjectList } from '../../../src/cti/api.ts';
import { withQuery } from '../../api/client.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { ObjectLines } from './ObjectLines.tsx';
import { ObjectPanel } from './ObjectPanel.tsx';
import { listedKinds, useCtiWords } from './words.ts';

/** Cyber threat intelligence: search, one object with what hangs together with it, and what was seen here. */
export default function Cti() {
  const { t, c } = useCtiWords();
  const { item, query } = usePlace();
  const { q = '', kind = '', cursor = '' } = query;
  const { data, problem, loading, reload } = useQuery<ObjectList>(
    withQuery('/cti/objects', { q, kind, cursor, limit: 50 }),
    { live: true },
  );
  return (
    <div className="page">
      <div className="page-inner">
        <h1>{t('room.cti')}</h1>
        <Search key={`${q} ${kind}`} words={q} kind={kind} />
        {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
        <div className={item === '' ? 'cti-list' : 'cti-both'}>
          <section className="panel stack" aria-busy={loading}>
            <h2>{c('found')}</h2>
            {data?.objects.length === 0 && (
              <Empty>{q === '' && kind === '' ? c('none') : c('none-found')}</Empty>
            )}
            {data !== undefined && data.objects.length > 0 && (
              <ObjectLines lines={data.objects} chosen={item} />
            )}
            {(data?.cursor !== undefined || cursor !== '') && (
              <p className="row">
                {cursor !== '' && (
                  <button
                    type="button"
                    className="button"
                    onClick={() => go({ query: { cursor: undefined } })}
                  >
                    {c('first')}
                  </button>
                )}
                {data?.cursor !== undefined && (
                  <button
                    type="button"
                    className="button"
                    onClick={() => go({ query: { cursor: data.cursor } })}
                  >
                    {c('more')}
                  </button>
                )}
              </p>
            )}
          </section>
          {item !== '' && <ObjectPanel key={item} id={item} />}
        </div>
      </div>
    </div>
  );
}

function Search({ words, kind }: { words: string; kind: string }) {
  const { c, stixKind } = useCtiWords();
  const [typed, setTyped] = useState(words);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go({ item: '', query: { q: typed.trim(), cursor: undefined } });
  };
  return (
    <form className="panel row" onSubmit={submit} role="search">
      <label className="field grow">
        <span>{c('search')}</span>
        <input
          type="search"
          maxLength={500}
          placeholder={c('search.hint')}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
      <label className="field">
        <span>{c('kind')}</span>
        <select
          value={kind}
          onChange={({ target }) => go({ item: '', query: { kind: target.value, cursor: undefined } })}
        >
          <option value="">{c('kind.all')}</option>
          {listedKinds.map((each) => (
            <option key={each} value={each}>
              {stixKind(each)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button primary align-end">
        {c('search.go')}
      </button>
    </form>
  );
}
