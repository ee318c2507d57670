import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Entry } from '../../../src/hub/api.ts';
import type { Analysis, CoordinationJudgementBody, GroupRow } from '../../../src/narratives/api.ts';
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
import { Counted } from './Origin.tsx';
import { pageOf, pathOf } from './pages.ts';
import type { CollectionEntry } from './pages.ts';
import { Posts } from './Posts.tsx';
import { Standing } from './Standing.tsx';
import { linesOf, useNarrativesWords } from './words.ts';

/** One group: what it did together, every harmless reason with its figure, and what people say of it. */
export function GroupPage() {
  const { t } = useNarrativesWords();
  const { thing } = usePlace().query;
  return (
    <WithAnalysis>
      {(analysis, collection) => {
        const group = analysis.groups.find(({ id }) => id === thing);
        if (group === undefined) return <Empty>{t('error.not-found')}</Empty>;
        return <One key={group.id} group={group} analysis={analysis} collection={collection} />;
      }}
    </WithAnalysis>
  );
}

function One({
  group,
  analysis,
  collection,
}: {
  group: GroupRow;
  analysis: Analysis;
  collection: CollectionEntry;
}) {
  const { n, layer, verdict, benign } = useNarrativesWords();
  const { hub, session } = useSession();
  const { attempt } = useNotices();
  const may = useMay();
  const [kept, setKept] = useState<string>();
  const mine = may('watch') && collection.owner === session.party;
  const keep = () =>
    void attempt(async () => {
      const entry = await hub.post<Entry>(`${pathOf(collection.id)}/groups/${group.id}/keep`);
      setKept(entry.id);
    }, n('group.kept'));
  return (
    <>
      <article className="panel stack">
        <h2>
          {n('group.title', {
            count: group.members.length,
            verdict: group.verdict === 'benign' ? benign(group.reason ?? 'mixed') : verdict(group.verdict),
          })}
        </h2>
        <dl className="facts">
          <dt>{n('groups.layers')}</dt>
          <dd>{group.layers.map(layer).join(' · ')}</dd>
          <dt>{n('one.span')}</dt>
          <dd>
            {timeText(group.first)} – {timeText(group.last)}
          </dd>
          <dt>{n('groups.days')}</dt>
          <dd>
            {n('groups.persistence', {
              active: group.persistence.active,
              windows: group.persistence.windows,
            })}
          </dd>
          {group.verdict === 'coordinated' && (
            <>
              <dt>{n('groups.confidence')}</dt>
              <dd>{group.confidence} / 100</dd>
            </>
          )}
        </dl>
        {mine && (
          <div className="row no-print">
            <button type="button" className="button primary" onClick={keep}>
              {n('group.keep')}
            </button>
            <Link className="button" to={pageOf('sheet', { thing: group.id })}>
              {n('begin.sheet')}
            </Link>
            <Link className="button" to={pageOf('brief', { thing: group.id })}>
              {n('begin.brief')}
            </Link>
          </div>
        )}
      </article>
      {kept !== undefined && <Standing id={kept} />}
      <Triage group={group} />
      <div className="panel narratives-three">
        <Counted title={n('group.sites')} rows={group.domains.map(({ domain, posts }) => [domain, posts])} />
        <div>
          <h3>{n('groups.members')}</h3>
          <ul className="small mono">
            {group.members.slice(0, 40).map((member) => (
              <li key={member}>{member}</li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{n('group.narratives')}</h3>
          <ul className="small">
            {analysis.narratives
              .filter(({ id }) => group.narratives.includes(id))
              .slice(0, 12)
              .map(({ id, text, language }) => (
                <li key={id}>
                  <Link to={pageOf('narrative', { thing: id })} lang={language}>
                    {text.slice(0, 100)}
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      </div>
      <Disarm collection={collection.id} about={group.id} suggestions={group.disarm} />
      <Judgements about={group.id} collection={collection.id} writes={may('watch')} />
      <section className="stack">
        <h2>{n('posts')}</h2>
        <Posts collection={collection.id} of={{ group: group.id }} />
      </section>
    </>
  );
}

/** Every harmless reason that was looked for, with its figure and its threshold. */
function Triage({ group }: { group: GroupRow }) {
  const { n, benign } = useNarrativesWords();
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return (
    <section className="panel stack">
      <h2>{n('group.triage')}</h2>
      <ScrollBox label={n('group.triage')} plain>
        <table>
          <thead>
            <tr>
              <th scope="col">{n('group.rule')}</th>
              <th scope="col" className="number">
                {n('group.share')}
              </th>
              <th scope="col" className="number">
                {n('group.threshold')}
              </th>
              <th scope="col">{n('group.held')}</th>
            </tr>
          </thead>
          <tbody>
            {group.triage.map(({ rule, share, threshold, held }) => (
              <tr key={rule}>
                <td>{benign(rule)}</td>
                <td className="number">{percent(share)}</td>
                <td className="number">{percent(threshold)}</td>
                <td>{held ? <span className="tag good">{n('group.yes')}</span> : n('group.no')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}

const judgements = ['organic', 'inauthentic', 'attributed'] as const;

/** What people say of a group, under their names and with their own evidence. */
function Judgements({ about, collection, writes }: { about: string; collection: string; writes: boolean }) {
  const { n, say } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data, reload } = useQuery<Entry<CoordinationJudgementBody>[]>('/narratives/judgements', {
    live: true,
  });
  const said = (data ?? []).filter(({ body }) => body.about === about && body.collection === collection);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    void attempt(async () => {
      await hub.post('/narratives/judgements', {
        about,
        collection,
        judgement: String(form.get('judgement')),
        to: String(form.get('to')),
        reason: String(form.get('reason')),
        alternatives: linesOf(String(form.get('alternatives'))),
      });
      element.reset();
      reload();
    }, n('judge.recorded'));
  };
  return (
    <section className="panel stack">
      <h2>{n('group.judge')}</h2>
      <p className="small dim">{n('group.judge.about')}</p>
      {said.map(({ id, body }) => (
        <blockquote key={id} className="quote">
          <p>
            {say({
              key: `narratives.judgement.${body.judgement}`,
              params: { by: body.by, to: body.to, reason: body.reason },
            })}
          </p>
          {body.alternatives.length > 0 && (
            <p className="small dim">{n('judge.others', { list: body.alternatives.join('; ') })}</p>
          )}
        </blockquote>
      ))}
      {writes && (
        <form className="form-grid no-print" onSubmit={submit}>
          <label className="field">
            <span>{n('judge.kind')}</span>
            <select name="judgement">
              {judgements.map((kind) => (
                <option key={kind} value={kind}>
                  {n(`judge.${kind}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{n('judge.to')}</span>
            <input name="to" maxLength={300} />
          </label>
          <label className="field">
            <span>{n('judge.reason')}</span>
            <textarea name="reason" required maxLength={8000} />
          </label>
          <label className="field">
            <span>{n('judge.alternatives')}</span>
            <textarea name="alternatives" />
          </label>
          <button type="submit" className="button">
            {n('judge.record')}
          </button>
        </form>
      )}
    </section>
  );
}
