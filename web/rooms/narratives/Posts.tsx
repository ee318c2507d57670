import { useState } from 'react';
import type { PostPage } from '../../../src/narratives/api.ts';
import { withQuery } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { timeText } from '../../parts/times.ts';
import { useQuery } from '../../state/query.ts';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { pathOf } from './pages.ts';
import { shortAccount, useNarrativesWords } from './words.ts';

const limit = 25;

/** The posts behind something, in order of time, a page at a time. */
export function Posts({
  collection,
  of,
}: {
  collection: string;
  of: Readonly<Partial<Record<'narrative' | 'group' | 'edge', string>>>;
}) {
  const { n, tongue } = useNarrativesWords();
  const [from, setFrom] = useState(0);
  const { data, problem, reload } = useQuery<PostPage>(
    withQuery(`${pathOf(collection)}/posts`, { ...of, from, limit }),
  );
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  return (
    <div className="stack">
      <ScrollBox label={n('posts')}>
        <table className="narratives-table">
          <thead>
            <tr>
              <th scope="col">{n('posts.time')}</th>
              <th scope="col">{n('posts.account')}</th>
              <th scope="col">{n('col.text')}</th>
              <th scope="col">{n('col.platform')}</th>
            </tr>
          </thead>
          <tbody>
            {data.posts.map((post) => (
              <tr key={post.row}>
                <td className="no-wrap">{timeText(post.at).slice(0, 16)}</td>
                <td className="mono no-wrap" title={post.account}>
                  {shortAccount(post.account)}
                </td>
                <td className="narratives-text" lang={post.language || undefined}>
                  {post.text === '' ? (
                    <span className="dim">{n('posts.repost')}</span>
                  ) : (
                    post.text.slice(0, 400)
                  )}
                  {post.urls.length > 0 && <span className="small dim mono"> {post.urls.join(' ')}</span>}
                </td>
                <td className="small">
                  {[post.platform, post.language === '' ? '' : tongue(post.language), post.country]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p className="row small no-print">
        <span className="dim">
          {n('posts.count', {
            from: data.total === 0 ? 0 : from + 1,
            to: from + data.posts.length,
            count: data.total,
          })}
        </span>
        {from > 0 && (
          <button type="button" className="button" onClick={() => setFrom(Math.max(0, from - limit))}>
            {n('posts.before')}
          </button>
        )}
        {data.next !== undefined && (
          <button type="button" className="button" onClick={() => setFrom(from + limit)}>
            {n('posts.next')}
          </button>
        )}
      </p>
    </div>
  );
}
