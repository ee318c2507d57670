import type { FormEvent } from 'react';
import type { Entry } from '../../../src/hub/api.ts';
import type { KnownNarrativeBody, NarrativeBody } from '../../../src/narratives/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { pageOf } from './pages.ts';
import { linesOf, useNarrativesWords, valuesOf } from './words.ts';

/** Narratives that are known, and those that were kept of collections. */
export function Register() {
  const { n, tongue } = useNarrativesWords();
  const may = useMay();
  const { data, problem, reload } = useQuery<Entry<KnownNarrativeBody>[]>('/narratives/register', {
    live: true,
  });
  return (
    <>
      <p className="dim">{n('register.about')}</p>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {data?.length === 0 && <Empty>{n('register.none')}</Empty>}
      {(data ?? []).map(({ id, body }) => (
        <article key={id} className="panel stack">
          <h2>{body.title}</h2>
          <dl className="facts">
            <dt>{n('register.claim')}</dt>
            <dd>{body.claim}</dd>
            <dt>{n('register.objective')}</dt>
            <dd>{body.objective}</dd>
            <dt>{n('register.target')}</dt>
            <dd>{body.targetRelation}</dd>
            <dt>{n('brief.audience')}</dt>
            <dd>{[...body.audience, ...body.diaspora].join(' · ')}</dd>
            <dt>{n('brief.languages')}</dt>
            <dd>{body.languages.map(tongue).join(' · ')}</dd>
            <dt>{n('register.since')}</dt>
            <dd>{body.firstSeen}</dd>
            <dt>{n('brief.sources')}</dt>
            <dd>{body.sources.join('; ')}</dd>
          </dl>
        </article>
      ))}
      <Kept />
      {may('watch') && <AddKnown onAdded={reload} />}
    </>
  );
}

function Kept() {
  const { n } = useNarrativesWords();
  const { data } = useQuery<Entry<NarrativeBody>[]>('/narratives/kept', { live: true });
  if (data === undefined || data.length === 0) return null;
  return (
    <section className="panel stack">
      <h2>{n('kept.all')}</h2>
      <ul className="lines">
        {data.map(({ id, modified, body }) => (
          <li key={id}>
            <Link
              to={pageOf('narrative', {
                thing: body.narrative,
                ...(body.collection && { c: body.collection }),
              })}
            >
              {body.title}
            </Link>{' '}
            <span className="small dim">
              {timeText(modified)} · {n('one.posts')} {body.posts}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AddKnown({ onAdded }: { onAdded: () => void }) {
  const { n } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    void attempt(async () => {
      await hub.post('/narratives/register', {
        title: text('title'),
        claim: text('claim'),
        objective: text('objective'),
        targetRelation: text('target'),
        audience: valuesOf(text('audience')),
        diaspora: valuesOf(text('diaspora')),
        languages: valuesOf(text('languages')),
        firstSeen: text('since'),
        examples: linesOf(text('examples')),
        terms: linesOf(text('terms')).map(valuesOf),
        domains: valuesOf(text('domains')),
        sources: linesOf(text('sources')),
      });
      element.reset();
      onAdded();
    }, n('register.saved'));
  };
  const line = (name: string, label: string, needed = false) => (
    <label className="field">
      <span>{label}</span>
      <input name={name} required={needed} maxLength={2000} />
    </label>
  );
  const area = (name: string, label: string) => (
    <label className="field">
      <span>{label}</span>
      <textarea name={name} />
    </label>
  );
  return (
    <section className="panel">
      <h2>{n('register.add')}</h2>
      <form className="form-grid" onSubmit={submit}>
        {line('title', n('brief.title'), true)}
        {line('claim', n('register.claim'), true)}
        {line('objective', n('register.objective'))}
        {line('target', n('register.target'))}
        {line('audience', n('register.audience'))}
        {line('diaspora', n('register.diaspora'))}
        {line('languages', n('register.languages'))}
        <label className="field">
          <span>{n('register.since')}</span>
          <input name="since" type="date" />
        </label>
        {area('examples', n('register.examples'))}
        {area('terms', n('register.terms'))}
        {line('domains', n('register.domains'))}
        {area('sources', n('register.sources'))}
        <button type="submit" className="button primary">
          {n('register.save')}
        </button>
      </form>
    </section>
  );
}
