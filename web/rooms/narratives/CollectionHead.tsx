import type { ReactNode } from 'react';
import type { Analysis } from '../../../src/narratives/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { pageOf, useAnalysis, useCollection } from './pages.ts';
import type { CollectionEntry, PlaceName } from './pages.ts';
import { lagText, useNarrativesWords } from './words.ts';

/** Whatever is shown of a collection, beneath which one it is and what it holds and misses. */
export function WithAnalysis({
  children,
}: {
  children: (analysis: Analysis, collection: CollectionEntry, reload: () => void) => ReactNode;
}) {
  const { t, n } = useNarrativesWords();
  const { collections, collection, problem } = useCollection();
  const { data, problem: failed, loading, reload } = useAnalysis(collection?.id);
  if (problem !== undefined) return <ErrorNote problem={problem} />;
  if (collections === undefined) return <p className="dim">{t('loading')}</p>;
  if (collection === undefined)
    return (
      <Empty
        action={
          <Link className="button" to={pageOf('collections')}>
            {n('page.collections')}
          </Link>
        }
      >
        {n('collections.none')}
      </Empty>
    );
  return (
    <>
      <CollectionChoice collections={collections} collection={collection} />
      {failed !== undefined && <ErrorNote problem={failed} onRetry={reload} />}
      {loading && failed === undefined && <p className="dim">{n('working')}</p>}
      {data !== undefined && <Summary analysis={data} />}
      {data !== undefined && children(data, collection, reload)}
    </>
  );
}

export function CollectionChoice({
  collections,
  collection,
}: {
  collections: readonly CollectionEntry[];
  collection: CollectionEntry;
}) {
  const { n } = useNarrativesWords();
  const { item } = usePlace();
  if (collections.length === 1) return <p className="narratives-which">{collection.body.title}</p>;
  return (
    <label className="field narratives-choice no-print">
      <span>{n('collection')}</span>
      <select
        value={collection.id}
        onChange={({ target }) => go(pageOf(item as PlaceName, { c: target.value }))}
      >
        {collections.map(({ id, body }) => (
          <option key={id} value={id}>
            {body.title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Summary({ analysis: { summary } }: { analysis: Analysis }) {
  const { n } = useNarrativesWords();
  const { posts, accounts, first, last, precisionMs, gaps } = summary;
  if (first === undefined || last === undefined) return <p className="dim small">{n('files.none')}</p>;
  return (
    <p className="dim small">
      {n('summary', {
        posts,
        accounts,
        first: timeText(first),
        last: timeText(last),
        step: lagText(Math.max(1000, precisionMs)),
      })}
      {gaps.length > 0 && ` ${n('gaps', { gaps: gapsText(gaps) })}`}
    </p>
  );
}

export function gapsText(gaps: readonly { readonly from: string; readonly to: string }[]): string {
  return gaps
    .slice(0, 5)
    .map(({ from, to }) => `${timeText(from).slice(0, 16)} – ${timeText(to)}`)
    .join('; ');
}
