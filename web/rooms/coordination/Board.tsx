import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { RequestView } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useMay } from '../../state/session.tsx';
import { useOutbox } from './outbox.tsx';
import { Behalf, Clock, Field, Goods, StateTag } from './parts.tsx';
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

export const commonItems = [
  'meals',
  'water',
  'blankets',
  'fuel',
  'generators',
  'toilets',
  'tents',
  'medical-kits',
  'infant-formula',
  'teams',
];

/** Three fields are needed: what, how much, for whom it is known already. */
function NewRequest() {
  const { p, item: itemWord } = useRelief();
  const { state, me, viewer, nameOf } = useReliefState();
  const { send } = useOutbox();
  const [item, setItem] = useState('');
  const [quantity, setQuantity] = useState('');
  const [unit, setUnit] = useState('');
  const [deliverTo, setDeliverTo] = useState('');
  const [requester, setRequester] = useState(viewer);
  const below = state.organisations.filter(
    ({ body }) => body.parent === viewer || (me?.level === 'national' && body.level === 'prefecture'),
  );
  if (me === undefined || me.level === 'partner' || me.level === 'ngo') return null;
  const pushes = me.level !== 'municipality' && requester !== viewer;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      requester,
      basis: me.level === 'national' ? '86-16-2' : '86-16-1',
      item: item.trim(),
      unit: unit.trim() === '' ? p('unit.pieces') : unit.trim(),
      quantity: Number(quantity),
      ...(deliverTo.trim() === '' ? {} : { deliverTo: deliverTo.trim() }),
    };
    send(
      '/coordination/subjects',
      { contingency: state.contingency.id, kind: 'request', body, submit: true },
      `${p('request.new')}: ${quantity} ${itemWord(item)}`,
    );
    setItem('');
    setQuantity('');
    setDeliverTo('');
  };
  return (
    <details className="panel">
      <summary>{p('request.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <Field
          label={p('item')}
          value={item}
          onChange={setItem}
          list={commonItems.map((each) => [each, itemWord(each)])}
        />
        <Field label={p('quantity')} type="number" value={quantity} onChange={setQuantity} />
        <Field label={p('unit')} value={unit} onChange={setUnit} optional />
        <Field label={p('deliver-to')} value={deliverTo} onChange={setDeliverTo} optional />
        {below.length > 0 && (
          <Choice
            label={p('for')}
            value={requester}
            onChange={setRequester}
            options={[
              [viewer, nameOf(viewer)],
              ...below.map(({ body }) => [body.party, nameOf(body.party)] as const),
            ]}
          />
        )}
        <button type="submit" className="button primary">
          {p('request.send')}
        </button>
      </form>
      {pushes && <p className="small dim">{p('request.behalf', { party: nameOf(requester) })}</p>}
    </details>
  );
}
