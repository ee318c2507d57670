import { useState } from 'react';
import type { Entry } from '../../../src/hub/api.ts';
import type {
  Analysis,
  LinkRow,
  NarrativeBody,
  NarrativeRow,
  PostPage,
} from '../../../src/narratives/api.ts';
import { withQuery } from '../../api/client.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { timeText } from '../../parts/times.ts';
import { usePlace } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { WithAnalysis } from './CollectionHead.tsx';
import { Disarm } from './Disarm.tsx';
import { Signs } from './NarrativeList.tsx';
import { Origin } from './Origin.tsx';
import { pageOf, pathOf } from './pages.ts';
import type { CollectionEntry } from './pages.ts';
import { Posts } from './Posts.tsx';
import { Standing } from './Standing.tsx';
import { Timeline } from './Timeline.tsx';
import { lagText, useNarrativesWords } from './words.ts';

/** One narrative: its wordings, when and where, how it jumped, where it began, and what can be done. */
export function NarrativePage() {
  const { t } = useNarrativesWords();
  const { thing } = usePlace().query;
  return (
    <WithAnalysis>
      {(analysis, collection, reload) => {
        const row = analysis.narratives.find(({ id }) => id === thing);
        if (row === undefined) return <Empty>{t('error.not-found')}</Empty>;
        return <One key={row.id} row={row} analysis={analysis} collection={collection} onChanged={reload} />;
      }}
    </WithAnalysis>
  );
}

function One({
  row,
  analysis,
  collection,
  onChanged,
}: {
  row: NarrativeRow;
  analysis: Analysis;
  collection: CollectionEntry;
  onChanged: () => void;
}) {
  const { n, tongue } = useNarrativesWords();
  const { id } = collection;
  // A story goes from language to language in other words: those that are joined count as one.
  const languages =
    analysis.stories.find(({ narratives }) => narratives.includes(row.id))?.languages ?? row.languages;
  const { data: first } = useQuery<PostPage>(
    withQuery(`${pathOf(id)}/posts`, { narrative: row.id, limit: 500 }),
  );
  return (
    <>
      <article className="panel stack">
        <h2 className="narratives-title" lang={row.language}>
          {row.text.slice(0, 600)}
        </h2>
        <Signs row={row} />
        <dl className="facts">
          <dt>{n('one.posts')}</dt>
          <dd>{row.posts.toLocaleString('en-US')}</dd>
          <dt>{n('one.accounts')}</dt>
          <dd>{row.accounts.toLocaleString('en-US')}</dd>
          {row.engagement !== undefined && (
            <>
              <dt>{n('one.engagement')}</dt>
              <dd>{row.engagement.toLocaleString('en-US')}</dd>
            </>
          )}
          <dt>{n('one.span')}</dt>
          <dd>
            {timeText(row.first)} – {timeText(row.last)}
          </dd>
          <dt>{n('one.audience')}</dt>
          <dd>
            {row.audience.domestic} / {row.audience.international}
          </dd>
          {row.entities.length > 0 && (
            <>
              <dt>{n('one.entities')}</dt>
              <dd>{row.entities.join(' · ')}</dd>
            </>
          )}
        </dl>
        <Actions row={row} collection={collection} />
      </article>
      <Wordings page={first} />
      <Timeline
        row={row}
        cells={analysis.track.filter(({ narrative }) => narrative === row.id)}
        calendar={analysis.settings.calendar}
      />
      <section className="panel stack">
        <h2>{n('one.jumps')}</h2>
        {languages.length < 2 && <p className="dim">{n('one.jumps.alone')}</p>}
        <Jumps label={n('list.language')} rows={languages} name={tongue} />
        {row.platforms.length > 1 && (
          <Jumps label={n('col.platform')} rows={row.platforms} name={(platform) => platform} />
        )}
      </section>
      <Variants row={row} analysis={analysis} collection={collection} onChanged={onChanged} />
      <Origin collection={id} row={row} />
      <Disarm collection={id} about={row.id} suggestions={row.disarm} />
      <section className="stack">
        <h2>{n('posts')}</h2>
        <Posts collection={id} of={{ narrative: row.id }} />
      </section>
      <KeptAs narrative={row.id} collection={id} />
    </>
  );
}

function Actions({ row, collection }: { row: NarrativeRow; collection: CollectionEntry }) {
  const { n } = useNarrativesWords();
  const { hub, session } = useSession();
  const { attempt } = useNotices();
  const may = useMay();
  const [title, setTitle] = useState('');
  if (!may('watch') || collection.owner !== session.party) return null;
  const keep = () =>
    void attempt(
      () => hub.post(`${pathOf(collection.id)}/narratives/${row.id}/keep`, { title: title.trim(), note: '' }),
      n('kept'),
    );
  return (
    <div className="row no-print">
      <label className="field grow">
        <span>{n('keep.title')}</span>
        <input value={title} maxLength={200} onChange={({ target }) => setTitle(target.value)} />
      </label>
      <button type="button" className="button align-end" disabled={title.trim() === ''} onClick={keep}>
        {n('keep')}
      </button>
      <Link className="button align-end" to={pageOf('sheet', { thing: row.id })}>
        {n('begin.sheet')}
      </Link>
      <Link className="button primary align-end" to={pageOf('brief', { thing: row.id })}>
        {n('begin.brief')}
      </Link>
    </div>
  );
}

const wordingsShown = 8;

/** Distinct texts with how often, of the first posts. */
function Wordings({ page }: { page: PostPage | undefined }) {
  const { n } = useNarrativesWords();
  if (page === undefined) return null;
  const counts = new Map<string, { count: number; language: string }>();
  for (const { text, language } of page.posts)
    if (text !== '') counts.set(text, { count: (counts.get(text)?.count ?? 0) + 1, language });
  const rows = [...counts].sort((a, b) => b[1].count - a[1].count);
  return (
    <section className="panel stack">
      <h2>{n('one.texts')}</h2>
      <ul className="lines">
        {rows.slice(0, wordingsShown).map(([text, { count, language }]) => (
          <li key={text} className="row nowrap">
            <strong className="number narratives-count">{count}×</strong>
            <span lang={language || undefined} className="narratives-text">
              {text.slice(0, 400)}
            </span>
          </li>
        ))}
      </ul>
      {rows.length > wordingsShown && (
        <p className="small dim">{n('one.texts.more', { count: rows.length - wordingsShown })}</p>
      )}
    </section>
  );
}

function Jumps({
  label,
  rows,
  name,
}: {
  label: string;
  rows: NarrativeRow['languages'];
  name: (value: string) => string;
}) {
  const { n } = useNarrativesWords();
  return (
    <ScrollBox label={label} plain>
      <table>
        <thead>
          <tr>
            <th scope="col">{label}</th>
            <th scope="col" className="number">
              {n('col.posts')}
            </th>
            <th scope="col">{n('one.first')}</th>
            <th scope="col">{n('one.lag')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{name(row.name)}</th>
              <td className="number">{row.posts}</td>
              <td className="no-wrap">{timeText(row.first)}</td>
              <td>{lagText(row.lagMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** The same story in other words: home and abroad side by side, the lag of each language, and by what they are joined. */
function Variants({
  row,
  analysis,
  collection,
  onChanged,
}: {
  row: NarrativeRow;
  analysis: Analysis;
  collection: CollectionEntry;
  onChanged: () => void;
}) {
  const { n } = useNarrativesWords();
  const byId = new Map(analysis.narratives.map((each) => [each.id, each]));
  const story = analysis.stories.find(({ narratives }) => narratives.includes(row.id));
  const rowsOf = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  return (
    <section className="panel stack">
      <h2>{n('one.variants')}</h2>
      {story === undefined ? (
        <p className="dim">{n('one.variants.none')}</p>
      ) : (
        <div className="narratives-two">
          <Variant title={n('one.domestic')} rows={rowsOf(story.domestic)} own={row.id} />
          <Variant title={n('one.international')} rows={rowsOf(story.international)} own={row.id} />
        </div>
      )}
      {row.links.length > 0 && (
        <>
          <h3>{n('one.links')}</h3>
          <ul className="small">
            {row.links.slice(0, 12).map((link) => (
              <li key={`${link.to} ${link.by}`}>
                <Link to={pageOf('narrative', { thing: link.to })}>
                  {byId.get(link.to)?.text.slice(0, 60) ?? link.to}
                </Link>{' '}
                — {linkText(link, n)}
              </li>
            ))}
          </ul>
        </>
      )}
      {row.debunks.length > 0 && (
        <>
          <h3>{n(row.debunk ? 'one.speaks-of' : 'one.debunked')}</h3>
          <ul className="small">
            {rowsOf(row.debunks).map((each) => (
              <li key={each.id}>
                <Link to={pageOf('narrative', { thing: each.id })} lang={each.language}>
                  {each.text.slice(0, 160)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <Merge row={row} analysis={analysis} collection={collection} onChanged={onChanged} />
    </section>
  );
}

function linkText({ by, shared }: LinkRow, n: ReturnType<typeof useNarrativesWords>['n']): string {
  return n(`link.${by}`, { shared: shared.slice(0, 3).join(', ') });
}

function Variant({ title, rows, own }: { title: string; rows: readonly NarrativeRow[]; own: string }) {
  const { n, tongue } = useNarrativesWords();
  return (
    <div>
      <h3>{title}</h3>
      <ul className="lines">
        {rows.map(({ id, language, text, posts, first }) => (
          <li key={id}>
            <p lang={language}>
              {id === own ? (
                text.slice(0, 160)
              ) : (
                <Link to={pageOf('narrative', { thing: id })}>{text.slice(0, 160)}</Link>
              )}
            </p>
            <p className="small dim">
              {tongue(language)} · {n('one.posts')} {posts} · {timeText(first)}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Merge({
  row,
  analysis,
  collection,
  onChanged,
}: {
  row: NarrativeRow;
  analysis: Analysis;
  collection: CollectionEntry;
  onChanged: () => void;
}) {
  const { n } = useNarrativesWords();
  const { hub, session } = useSession();
  const { attempt } = useNotices();
  const may = useMay();
  const [other, setOther] = useState('');
  if (!may('watch') || collection.owner !== session.party) return null;
  const join = () =>
    void attempt(async () => {
      const { schema: _schema, ...body } = collection.body;
      const merges = [...body.settings.merges, [row.id, other]];
      await hub.put(pathOf(collection.id), { ...body, settings: { ...body.settings, merges } });
      onChanged();
    }, n('one.merged'));
  return (
    <div className="row no-print">
      <label className="field grow">
        <span>{n('one.merge')}</span>
        <select value={other} onChange={({ target }) => setOther(target.value)}>
          <option value="">—</option>
          {analysis.narratives
            .filter(({ id, debunk }) => id !== row.id && debunk === row.debunk)
            .slice(0, 200)
            .map(({ id, text }) => (
              <option key={id} value={id}>
                {text.slice(0, 80)}
              </option>
            ))}
        </select>
      </label>
      <button type="button" className="button align-end" disabled={other === ''} onClick={join}>
        {n('one.merge.do')}
      </button>
    </div>
  );
}

/** The entry as which a narrative was kept, and who sees it. */
function KeptAs({ narrative, collection }: { narrative: string; collection: string }) {
  const { data } = useQuery<Entry<NarrativeBody>[]>('/narratives/kept', { live: true });
  const found = data?.find(({ body }) => body.narrative === narrative && body.collection === collection);
  return found === undefined ? null : <Standing id={found.id} />;
}
