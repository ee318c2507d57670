import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { ConsignmentView } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { useMay } from '../../state/session.tsx';
import { useOutbox } from '../../away/outbox.tsx';
import { Clock, Field, Goods, StateTag } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

const hourMs = 3_600_000;

/** What is on its way, where it stands and for how long, and what arrived. */
export function Consignments() {
  const { p } = useRelief();
  const { state } = useReliefState();
  const may = useMay()('coordinate');
  const moving = state.consignments.filter(({ state: at }) => at !== 'confirmed' && at !== 'cancelled');
  const ended = state.consignments.filter((each) => !moving.includes(each));
  return (
    <section className="stack" aria-label={p('tab.consignments')}>
      <h2>{p('tab.consignments')}</h2>
      {may && <NewConsignment />}
      {state.consignments.length === 0 && <Empty>{p('consignments.none')}</Empty>}
      <ul className="lines">
        {[...moving, ...ended.slice(-40).toReversed()].map((each) => (
          <ConsignmentLine key={each.id} consignment={each} />
        ))}
      </ul>
    </section>
  );
}

export function ConsignmentLine({ consignment }: { consignment: ConsignmentView }) {
  const { p, term } = useRelief();
  const { nameOf, nowUtcMs } = useReliefState();
  const { body, short, state } = consignment;
  return (
    <li className="stack">
      <div className="row">
        <StateTag state={state} />
        <Link to={{ query: { select: consignment.id } }}>
          {p('from-to', { from: nameOf(body.from), to: nameOf(body.to) })}
        </Link>
        {short > 0 && <span className="tag warn">{p('short', { quantity: short })}</span>}
        {short < 0 && <span className="tag warn">{p('over', { quantity: -short })}</span>}
      </div>
      <p className="small">
        {body.lines.map((line) => (
          <span key={line.lot}>
            <Goods {...line} of={consignment} />{' '}
          </span>
        ))}
        <span className="dim">
          {term('mode', body.mode)} × {body.vehicles}
        </span>
      </p>
      {consignment.stays.length > 0 && (
        <p className="small dim">
          {consignment.stays
            .map((stay) =>
              p(stay.leftUtcMs === undefined ? 'stands' : 'stood', {
                site: nameOf(stay.site),
                ms: Math.max(0, (stay.leftUtcMs ?? nowUtcMs) - stay.arrivedUtcMs),
              }),
            )
            .join(' · ')}
        </p>
      )}
      <Clock subject={consignment} />
    </li>
  );
}

/** From stock of one's own, to an organisation, for a request or on an offer where there is one. */
function NewConsignment() {
  const { p, item } = useRelief();
  const { state, me, viewer, nameOf, nowUtcMs } = useReliefState();
  const { send } = useOutbox();
  const mine = state.lots.flatMap((lot) => {
    const free = lot.holdings.find(({ node }) => node === viewer)?.onHand ?? 0;
    return free > 0 ? [{ lot, free }] : [];
  });
  const receivers = state.organisations.filter(
    ({ body }) => body.party !== viewer && body.level !== 'partner',
  );
  const [lotId, setLotId] = useState('');
  const [to, setTo] = useState('');
  const [quantity, setQuantity] = useState('');
  const [request, setRequest] = useState('');
  const [offer, setOffer] = useState('');
  const [hours, setHours] = useState('');
  const chosen = mine.find(({ lot }) => lot.id === lotId) ?? mine[0];
  const receiver = to === '' ? receivers.at(-1)?.body.party : to;
  if (me === undefined || receiver === undefined) return null;
  if (chosen === undefined) return <p className="small dim">{p('consignment.no-stock')}</p>;
  const requests = state.requests.filter(({ state: at }) => at === 'escalated' || at === 'partly-met');
  const offers = state.offers.filter(
    ({ state: at, body }) => body.donor === viewer && (at === 'accepted' || at === 'committed'),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const line = {
      lot: chosen.lot.id,
      item: chosen.lot.body.item,
      unit: chosen.lot.body.unit,
      quantity: Number(quantity),
    };
    const body = {
      from: viewer,
      to: receiver,
      via: [],
      lines: [line],
      mode: 'truck',
      vehicles: 1,
      ...(request === '' ? {} : { request }),
      ...(offer === '' ? {} : { offer }),
      ...(hours === '' ? {} : { etaUtcMs: nowUtcMs + Number(hours) * hourMs }),
    };
    send(
      '/coordination/subjects',
      { contingency: state.contingency.id, kind: 'consignment', body },
      `${p('consignment.new')}: ${quantity} ${item(line.item)} → ${nameOf(receiver)}`,
    );
    setQuantity('');
  };
  return (
    <details className="panel">
      <summary>{p('consignment.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <Choice
          label={p('from-stock')}
          value={chosen.lot.id}
          onChange={setLotId}
          options={mine.map(({ lot, free }) => [
            lot.id,
            `${item(lot.body.item)} (${lot.body.unit}): ${free.toLocaleString('en-US')}`,
          ])}
        />
        <Field label={p('quantity')} type="number" value={quantity} onChange={setQuantity} />
        <Choice
          label={p('to')}
          value={receiver}
          onChange={setTo}
          options={receivers.map(({ body }) => [body.party, nameOf(body.party)])}
        />
        {requests.length > 0 && (
          <Choice
            label={p('for-request')}
            value={request}
            onChange={setRequest}
            options={[
              ['', '—'],
              ...requests.map(
                ({ id, body }) =>
                  [
                    id,
                    `${nameOf(body.requester)}: ${item(body.item)} ${body.quantity.toLocaleString('en-US')}`,
                  ] as const,
              ),
            ]}
          />
        )}
        {offers.length > 0 && (
          <Choice
            label={p('on-offer')}
            value={offer}
            onChange={setOffer}
            options={[
              ['', '—'],
              ...offers.map(
                ({ id, body }) =>
                  [id, `${item(body.item)} ${body.quantity.toLocaleString('en-US')}`] as const,
              ),
            ]}
          />
        )}
        <Field label={p('eta-hours')} type="number" value={hours} onChange={setHours} optional />
        <button type="submit" className="button primary">
          {p('consignment.send')}
        </button>
      </form>
    </details>
  );
}
