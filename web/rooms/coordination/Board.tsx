import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { RequestView } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { useLive } from '../../state/live.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useMay } from '../../state/session.tsx';
import { RequestForm, mayRequest } from './RequestForm.tsx';
import { Behalf, Clock, Goods, StateTag } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

const columns = ['draft', 'submitted', 'endorsed', 'escalated', 'partly-met', 'met'] as const;
const closed = ['declined', 'withdrawn'];
/** A column shows the newest; the rest is counted. */
const mostCards = 60;

/** Requests by state, and what needs somebody's attention. */
export function Board() {
  const { p, term } = useRelief();
  const { state, nameOf } = useReliefState();
  const { query } = usePlace();
  const may = useMay()('coordinate');
  const requesters = [...new Set(state.requests.map(({ body }) => body.requester))];
  const shown = state.requests.filter(
    ({ body }) => query.node === undefined || body.requester === query.node,
  );
  return (
    <>
      <Attention />
      <section className="stack" aria-label={p('tab.board')}>
        <div className="row spread">
          <h2>{p('requests')}</h2>
          {requesters.length > 1 && (
            <Choice
              label={p('node')}
              value={query.node ?? ''}
              onChange={(node) => go({ query: { node: node === '' ? undefined : node } })}
              options={[['', p('all')], ...requesters.map((id) => [id, nameOf(id)] as const)]}
            />
          )}
        </div>
        {may && <NewRequest />}
        {shown.length === 0 && <Empty>{p('requests.none')}</Empty>}
        <div className="relief-board">
          {columns.map((column) => {
            const cards = shown.filter((request) => request.state === column);
            if (cards.length === 0) return null;
            return (
              <section key={column} aria-label={term('state', column)}>
                <h3>
                  {term('state', column)} · {cards.length}
                </h3>
                <ul className="stack">
                  {cards.slice(-mostCards).map((request) => (
                    <RequestCard key={request.id} request={request} />
                  ))}
                </ul>
                {cards.length > mostCards && (
                  <p className="small dim">{p('more', { count: cards.length - mostCards })}</p>
                )}
              </section>
            );
          })}
        </div>
        <ul className="lines">
          {shown
            .filter((request) => closed.includes(request.state))
            .map((request) => (
              <li key={request.id} className="row">
                <StateTag state={request.state} />
                <Link to={{ query: { select: request.id } }}>
                  <Goods {...request.body} of={request} />
                </Link>
                <span className="small dim">{nameOf(request.body.requester)}</span>
              </li>
            ))}
        </ul>
      </section>
    </>
  );
}

function RequestCard({ request }: { request: RequestView }) {
  const { p, term } = useRelief();
  const { nameOf, flags } = useReliefState();
  const { body, confirmed } = request;
  const isDuplicate = flags.some(({ kind, subject }) => kind === 'duplicate' && subject === request.id);
  return (
    <li className="panel relief-card">
      <Link to={{ query: { select: request.id } }}>
        <Goods {...body} of={request} />
      </Link>
      <p>{nameOf(body.requester)}</p>
      {(confirmed > 0 || request.underWay > 0) && (
        <p className="small">
          <progress
            max={body.quantity}
            value={Math.min(confirmed, body.quantity)}
            aria-label={p('confirmed-of', { confirmed, quantity: body.quantity })}
          />
          {p('confirmed-of', { confirmed, quantity: body.quantity })}
          {request.underWay > 0 && ` · ${p('under-way', { quantity: request.underWay })}`}
        </p>
      )}
      <p className="row">
        {body.basis !== '86-16-1' && <span className="tag">{term('basis', body.basis)}</span>}
        <Behalf subject={request} />
        {isDuplicate && <span className="tag warn">{p('maybe-duplicate')}</span>}
      </p>
      <Clock subject={request} />
    </li>
  );
}

/** What the state and the clock say needs looking at; the worst kinds first. */
function Attention() {
  const { p, term } = useRelief();
  const { flags, say, nameOf, subject } = useReliefState();
  const [all, setAll] = useState(false);
  if (flags.length === 0) return null;
  const shown = all ? flags : flags.slice(0, 6);
  return (
    <section className="panel stack" aria-label={p('attention')}>
      <h2>{p('attention')}</h2>
      <ul className="lines">
        {shown.map((flag) => (
          <li key={`${flag.kind} ${flag.subject} ${flag.sinceUtcMs}`} className="row">
            <span className="tag warn">{term('flags', flag.kind)}</span>
            <span className="grow">
              {subject(flag.subject) === undefined ? (
                say(flag.text)
              ) : (
                <Link to={{ query: { select: flag.subject } }}>{say(flag.text)}</Link>
              )}
            </span>
            {flag.party !== undefined && (
              <span className="small dim">{p('whose', { party: nameOf(flag.party) })}</span>
            )}
          </li>
        ))}
      </ul>
      {flags.length > shown.length && (
        <p>
          <button type="button" className="button quiet" onClick={() => setAll(true)}>
            {p('more', { count: flags.length - shown.length })}
          </button>
        </p>
      )}
    </section>
  );
}

function NewRequest() {
  const { p } = useRelief();
  const { state, me, viewer, nameOf } = useReliefState();
  const { nowUtcMs } = useLive();
  if (me === undefined || !mayRequest(me.level)) return null;
  const below = state.organisations.filter(
    ({ body }) => body.parent === viewer || (me.level === 'national' && body.level === 'prefecture'),
  );
  return (
    <details className="panel">
      <summary>{p('request.new')}</summary>
      <RequestForm
        contingency={state.contingency.id}
        viewer={viewer}
        level={me.level}
        nowUtcMs={nowUtcMs}
        others={[viewer, ...below.map(({ body }) => body.party)].map((party) => [party, nameOf(party)])}
      />
    </details>
  );
}
