import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Entry } from '../../../src/hub/api.ts';
import type { ExplainerBody } from '../../../src/narratives/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { pageOf, pathOf, useCollection } from './pages.ts';
import { Standing } from './Standing.tsx';
import { useNarrativesWords } from './words.ts';

type BriefEntry = Entry<ExplainerBody>;
/** What the hub offers to begin with. */
type Draft = Omit<ExplainerBody, 'state' | 'writtenBy'> & { readonly techniques?: unknown };

export function Briefs() {
  const { n } = useNarrativesWords();
  const { data, problem, reload } = useQuery<BriefEntry[]>('/narratives/explainers', { live: true });
  return (
    <>
      <p className="dim">{n('brief.about')}</p>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {data?.length === 0 && <Empty>{n('brief.none')}</Empty>}
      {data !== undefined && data.length > 0 && (
        <ul className="panel lines">
          {data.map(({ id, modified, body }) => (
            <li key={id} className="row spread">
              <span>
                <Link to={pageOf('brief', { entry: id })}>{body.title || '—'}</Link>{' '}
                <span className="small dim">
                  {timeText(modified)} · {n('brief.by', { by: body.writtenBy })}
                </span>
              </span>
              <StateTag state={body.state} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function StateTag({ state }: { state: ExplainerBody['state'] }) {
  const { n } = useNarrativesWords();
  const look = { draft: '', ready: 'strong', signed: 'good', withdrawn: 'warn' }[state];
  return <span className={`tag ${look}`}>{n(`brief.state.${state}`)}</span>;
}

/** One brief: begun from a narrative, written, readied, signed by somebody else, released, printed. */
export function BriefPage() {
  const { t } = useNarrativesWords();
  const { thing, entry } = usePlace().query;
  const { collection } = useCollection();
  const { data: kept, problem, reload } = useQuery<BriefEntry[]>('/narratives/explainers', { live: true });
  const draftPath =
    entry === undefined && thing !== undefined && collection !== undefined
      ? `${pathOf(collection.id)}/explainer/${thing}`
      : undefined;
  const { data: draft, problem: failed } = useQuery<Draft>(draftPath);
  const found = kept?.find(({ id }) => id === entry);
  const shown = problem ?? failed;
  if (shown !== undefined) return <ErrorNote problem={shown} onRetry={reload} />;
  if (found !== undefined) return <Brief key={found.modified} entry={found} onChanged={reload} />;
  if (draft === undefined) return <p className="dim">{t('loading')}</p>;
  return (
    <Editor
      key={thing}
      body={draft}
      onSaved={(id) => go(pageOf('brief', { entry: id }), { replace: true })}
    />
  );
}

function Brief({ entry, onChanged }: { entry: BriefEntry; onChanged: () => void }) {
  const { n } = useNarrativesWords();
  const { hub, session } = useSession();
  const { attempt } = useNotices();
  const may = useMay();
  const [editing, setEditing] = useState(entry.body.state === 'draft');
  const { body, id } = entry;
  const mine = entry.owner === session.party;
  const step = (name: 'ready' | 'sign', said: string) =>
    void attempt(async () => {
      await hub.post(`/narratives/explainers/${id}/${name}`);
      onChanged();
    }, said);
  const isOwn = body.writtenBy === session.account;
  return (
    <>
      <p className="row no-print">
        <StateTag state={body.state} />
        <span className="small dim">{n('brief.by', { by: body.writtenBy })}</span>
        {mine && may('watch') && body.state === 'draft' && (
          <button type="button" className="button primary" onClick={() => step('ready', n('brief.readied'))}>
            {n('brief.ready')}
          </button>
        )}
        {mine && may('release') && body.state === 'ready' && !isOwn && (
          <button type="button" className="button primary" onClick={() => step('sign', n('brief.signed'))}>
            {n('brief.sign')}
          </button>
        )}
        {body.state === 'ready' && isOwn && <span className="small dim">{n('brief.own')}</span>}
        {mine && may('watch') && !editing && (
          <button type="button" className="button" onClick={() => setEditing(true)}>
            {n('brief.edit')}
          </button>
        )}
        <button type="button" className="button" onClick={() => print()}>
          {n('brief.print')}
        </button>
      </p>
      {editing && mine && may('watch') ? (
        <Editor body={body} entry={id} onSaved={onChanged} />
      ) : (
        <Paper body={body} />
      )}
      <Standing id={id} />
    </>
  );
}

/** The brief as it is read: facts first, the warning once. */
function Paper({ body }: { body: ExplainerBody }) {
  const { n, say, tongue } = useNarrativesWords();
  return (
    <article className="panel stack narratives-paper" lang={body.language}>
      <h2>{body.title}</h2>
      {body.doNotAmplify && (
        <p className="warning">
          <strong>{n('brief.quiet.print')}</strong> {say(body.doNotAmplifyBecause)}
        </p>
      )}
      <h3>{n('brief.facts')}</h3>
      <ol className="narratives-facts">
        {body.facts.map(({ text }, i) => (
          <li key={text}>
            {text} <sup>{i + 1}</sup>
          </li>
        ))}
      </ol>
      <h3>{n('brief.warned')}</h3>
      <p>{body.warning}</p>
      <h3>{n('brief.how')}</h3>
      <p>
        {body.technique}{' '}
        {body.disarm.length > 0 && <span className="small dim">(DISARM {body.disarm.join(', ')})</span>}
      </p>
      <p className="small">
        {n('brief.audience')}: {body.audience} · {n('brief.languages')}:{' '}
        {body.languages.map(tongue).join(', ')}
      </p>
      <h3>{n('brief.sources')}</h3>
      <ol className="small narratives-facts">
        {body.facts.map(({ source, text }) => (
          <li key={text}>{source}</li>
        ))}
      </ol>
      {body.signedBy !== undefined && body.signedAt !== undefined && (
        <p className="small dim">
          {n('brief.by', { by: body.writtenBy })}.{' '}
          {n('brief.signed-by', { by: body.signedBy, at: timeText(body.signedAt) })}
        </p>
      )}
    </article>
  );
}

const noFact = { text: '', source: '' };

function Editor({
  body,
  entry,
  onSaved,
}: {
  body: Draft | ExplainerBody;
  entry?: string;
  onSaved: (id: string) => void;
}) {
  const { n, say } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [draft, setDraft] = useState(() => ({
    title: body.title,
    about: body.about,
    ...(body.collection === undefined ? {} : { collection: body.collection }),
    language: body.language,
    facts: body.facts.length === 0 ? [noFact] : body.facts,
    warning: body.warning,
    technique: body.technique,
    disarm: body.disarm,
    audience: body.audience,
    languages: body.languages,
    doNotAmplify: body.doNotAmplify,
    doNotAmplifyBecause: body.doNotAmplifyBecause,
  }));
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const fact = (at: number, part: Partial<typeof noFact>) =>
    change({ facts: draft.facts.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const saved =
        entry === undefined
          ? await hub.post<Entry>('/narratives/explainers', draft)
          : await hub.put<Entry>(`/narratives/explainers/${entry}`, draft);
      onSaved(saved.id);
    }, n('brief.saved'));
  };
  return (
    <form className="panel stack no-print" onSubmit={save}>
      <p className="small dim">{n('brief.about')}</p>
      <label className="field">
        <span>{n('brief.title')}</span>
        <input
          value={draft.title}
          required
          maxLength={200}
          onChange={({ target }) => change({ title: target.value })}
        />
      </label>
      {draft.facts.map(({ text, source }, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- facts have no name but their place
        <div key={i} className="narratives-two">
          <label className="field">
            <span>{n('brief.fact', { no: i + 1 })}</span>
            <textarea
              value={text}
              maxLength={2000}
              onChange={({ target }) => fact(i, { text: target.value })}
            />
          </label>
          <label className="field">
            <span>{n('brief.source', { no: i + 1 })}</span>
            <textarea
              value={source}
              maxLength={1000}
              onChange={({ target }) => fact(i, { source: target.value })}
            />
          </label>
        </div>
      ))}
      <p>
        <button type="button" className="button" onClick={() => change({ facts: [...draft.facts, noFact] })}>
          {n('brief.fact.add')}
        </button>
      </p>
      <label className="field">
        <span>{n('brief.warning')}</span>
        <textarea
          value={draft.warning}
          maxLength={1000}
          onChange={({ target }) => change({ warning: target.value })}
        />
      </label>
      <label className="field">
        <span>{n('brief.technique')}</span>
        <textarea
          value={draft.technique}
          maxLength={4000}
          onChange={({ target }) => change({ technique: target.value })}
        />
      </label>
      <label className="field">
        <span>{n('brief.audience')}</span>
        <input
          value={draft.audience}
          maxLength={500}
          onChange={({ target }) => change({ audience: target.value })}
        />
      </label>
      <label className="choice">
        <input
          type="checkbox"
          checked={draft.doNotAmplify}
          onChange={({ target }) => change({ doNotAmplify: target.checked })}
        />
        <span>
          {n('brief.quiet')} <span className="small dim">{say(draft.doNotAmplifyBecause)}</span>
        </span>
      </label>
      <p>
        <button type="submit" className="button primary">
          {n('brief.save')}
        </button>
      </p>
    </form>
  );
}
