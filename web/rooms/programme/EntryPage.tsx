import type { ItemPageView, StatementPageView } from '../../../src/programme/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { timeText } from '../../parts/times.ts';
import { usePlace } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { ItemPage } from './ItemPage.tsx';
import { Sources } from './Sources.tsx';
import { StatementFacts, StatementRow } from './Statement.tsx';
import { useProgrammeWords } from './words.ts';

/** One entry of the record: a statement or an item. */
export function EntryPage() {
  const { id = '' } = usePlace().query;
  return id.startsWith('statement--') ? <StatementPage key={id} id={id} /> : <ItemEntry key={id} id={id} />;
}

function ItemEntry({ id }: { id: string }) {
  const { data, problem, reload } = useQuery<ItemPageView>(`/programme/items/${id}`, { live: true });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  return data === undefined ? null : <ItemPage item={data} />;
}

function StatementPage({ id }: { id: string }) {
  const { p, say } = useProgrammeWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const may = useMay()('programme');
  const { data, problem, reload } = useQuery<StatementPageView>(`/programme/statements/${id}`, {
    live: true,
  });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  const { statement, beside, conflicts, reviews } = data;
  const takeBack = (review: string) =>
    attempt(async () => {
      await hub.post(`/programme/reviews/${review}/undo`);
      reload();
    });
  return (
    <>
      <h2>{statement.title}</h2>
      <div className="two-columns">
        <section className="panel stack">
          <StatementRow statement={statement} />
          <StatementFacts statement={statement} />
        </section>
        <section className="panel stack" aria-labelledby="statement-conflicts">
          <h3 id="statement-conflicts">{p('statement.conflicts')}</h3>
          {conflicts.length === 0 && <p className="dim">{p('statement.conflicts.none')}</p>}
          {conflicts.map(({ sentence, evidence }) => (
            <div key={JSON.stringify(sentence)} className="stack">
              <p className="alarm">{say(sentence)}</p>
              <Sources sources={evidence} />
            </div>
          ))}
          {reviews.length > 0 && <h3>{p('statement.history')}</h3>}
          <ul className="lines">
            {reviews.map((review, i) => (
              <li key={review.id} className="row spread">
                <span>
                  {p(`review.${review.decision}`, { by: review.by })} · {timeText(review.at)}
                  {review.undone !== undefined && ` · ${p('review.undone')}`}
                </span>
                {may && i === 0 && review.undone === undefined && (
                  <button type="button" className="button" onClick={() => void takeBack(review.id)}>
                    {p('review.undo')}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      </div>
      <section className="stack" aria-labelledby="statement-beside">
        <h3 id="statement-beside">{p('statement.beside')}</h3>
        {beside.length === 0 && <Empty>{p('statement.beside.none')}</Empty>}
        <ul className="lines">
          {beside.map((each) => (
            <li key={each.id}>
              <StatementRow statement={each} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
