import type { Analysis, NarrativeRow } from '../../../src/narratives/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { WithAnalysis } from './CollectionHead.tsx';
import { pageOf } from './pages.ts';
import { useNarrativesWords } from './words.ts';

const shownAtMost = 100;

/** What is said in a collection, the most repeated first; debunks apart. */
export function NarrativeList() {
  return <WithAnalysis>{(analysis) => <Narratives analysis={analysis} />}</WithAnalysis>;
}

function Narratives({ analysis: { narratives, summary } }: { analysis: Analysis }) {
  const { n, tongue } = useNarrativesWords();
  const { q = '', lang = '', coordinated = '', sort = 'signs' } = usePlace().query;
  const languages = [...new Set(narratives.map(({ language }) => language))].sort();
  const words = q.toLowerCase();
  const fits = (row: NarrativeRow) =>
    (lang === '' || row.languages.some(({ name }) => name === lang) || row.language === lang) &&
    (coordinated === '' || row.groups.length > 0) &&
    (words === '' || row.text.toLowerCase().includes(words));
  const weight = (row: NarrativeRow) => Number(row.groups.length > 0) + Number(row.register.length > 0);
  const found = narratives
    .filter(fits)
    .toSorted((a, b) => (sort === 'signs' ? weight(b) - weight(a) : 0) || b.posts - a.posts);
  const claims = found.filter(({ debunk }) => !debunk);
  const debunks = found.filter(({ debunk }) => debunk);
  const change = (query: Readonly<Record<string, string>>) => go({ query }, { replace: true });
  if (summary.posts > 0 && narratives.length === 0) return <Empty>{n('list.none')}</Empty>;
  return (
    <>
      <form className="form-grid no-print" role="search" onSubmit={(event) => event.preventDefault()}>
        <label className="field">
          <span>{n('list.find')}</span>
          <input type="search" value={q} onChange={({ target }) => change({ q: target.value })} />
        </label>
        <label className="field">
          <span>{n('list.language')}</span>
          <select value={lang} onChange={({ target }) => change({ lang: target.value })}>
            <option value="">{n('list.all')}</option>
            {languages.map((each) => (
              <option key={each} value={each}>
                {tongue(each)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{n('list.sort')}</span>
          <select value={sort} onChange={({ target }) => change({ sort: target.value })}>
            <option value="signs">{n('list.sort.signs')}</option>
            <option value="posts">{n('list.sort.posts')}</option>
          </select>
        </label>
        <label className="choice">
          <input
            type="checkbox"
            checked={coordinated !== ''}
            onChange={({ target }) => change({ coordinated: target.checked ? '1' : '' })}
          />
          <span>{n('list.coordinated')}</span>
        </label>
      </form>
      <section className="stack">
        <h2>{n('list.claims')}</h2>
        <p className="small dim">
          {n('list.shown', { shown: Math.min(claims.length, shownAtMost), count: claims.length })}
        </p>
        {claims.length > 0 && <NarrativeTable label={n('list.claims')} rows={claims} />}
      </section>
      {debunks.length > 0 && (
        <section className="stack">
          <h2>{n('list.debunks')}</h2>
          <p className="small dim">{n('list.debunks.about')}</p>
          <NarrativeTable label={n('list.debunks')} rows={debunks} />
        </section>
      )}
    </>
  );
}

function NarrativeTable({ label, rows }: { label: string; rows: readonly NarrativeRow[] }) {
  const { n, tongue } = useNarrativesWords();
  return (
    <ScrollBox label={label}>
      <table className="narratives-table">
        <thead>
          <tr>
            <th scope="col">{n('col.text')}</th>
            <th scope="col" className="number">
              {n('col.posts')}
            </th>
            <th scope="col" className="number">
              {n('col.accounts')}
            </th>
            <th scope="col">{n('col.languages')}</th>
            <th scope="col">{n('col.first')}</th>
            <th scope="col">{n('col.signs')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownAtMost).map((row) => (
            <tr key={row.id}>
              <td className="narratives-text">
                <Link to={pageOf('narrative', { thing: row.id })} lang={row.language}>
                  {row.text.slice(0, 160)}
                </Link>
              </td>
              <td className="number">{row.posts.toLocaleString('en-US')}</td>
              <td className="number">{row.accounts.toLocaleString('en-US')}</td>
              <td>{row.languages.map(({ name }) => tongue(name)).join(' · ')}</td>
              <td className="no-wrap">{timeText(row.first)}</td>
              <td>
                <Signs row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** What of a narrative is to be seen at a glance; always in words. */
export function Signs({ row }: { row: NarrativeRow }) {
  const { n } = useNarrativesWords();
  const [burst] = row.bursts.toSorted((a, b) => a.p - b.p);
  return (
    <span className="narratives-signs">
      {row.groups.length > 0 && <span className="tag strong">{n('sign.coordinated')}</span>}
      {row.register.slice(0, 1).map(({ entry, title, by }) => (
        <span key={entry} className="tag warn">
          {n(`sign.known.${by}`, { title: title.slice(0, 60) })}
        </span>
      ))}
      {burst !== undefined && (
        <span className="tag">{n('sign.burst', { posts: burst.posts, expected: burst.expected })}</span>
      )}
      {!row.debunk && row.debunks.length > 0 && <span className="tag good">{n('sign.debunked')}</span>}
      {row.origin.kind === 'not-in-collection' && <span className="tag">{n('sign.origin')}</span>}
    </span>
  );
}
