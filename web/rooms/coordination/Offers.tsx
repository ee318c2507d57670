import { useState } from 'react';
import type { FormEvent } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { useMay } from '../../state/session.tsx';
import { GoodsFields } from './GoodsFields.tsx';
import { useOutbox } from '../../away/outbox.tsx';
import { Behalf, Clock, Goods, StateTag } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** What is offered, by whom, and whether its host has accepted it. */
export function Offers() {
  const { p } = useRelief();
  const { state, nameOf } = useReliefState();
  const may = useMay()('coordinate');
  return (
    <section className="stack" aria-label={p('tab.offers')}>
      <h2>{p('tab.offers')}</h2>
      {may && <NewOffer />}
      {state.offers.length === 0 && <Empty>{p('offers.none')}</Empty>}
      <ul className="lines">
        {state.offers.map((offer) => (
          <li key={offer.id} className="stack">
            <div className="row">
              <StateTag state={offer.state} />
              <Link to={{ query: { select: offer.id } }}>
                <Goods {...offer.body} of={offer} />
              </Link>
              <Behalf subject={offer} />
            </div>
            <p className="small dim">
              {p('from-to', { from: nameOf(offer.body.donor), to: nameOf(offer.body.host) })}
              {offer.confirmed > 0 &&
                ` · ${p('confirmed-of', { confirmed: offer.confirmed, quantity: offer.body.quantity })}`}
            </p>
            <Clock subject={offer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewOffer() {
  const { p, item: itemWord } = useRelief();
  const { state, me, viewer } = useReliefState();
  const { send } = useOutbox();
  const [item, setItem] = useState('');
  const [quantity, setQuantity] = useState('');
  const [unit, setUnit] = useState('');
  const host = state.organisations.find(({ body }) => body.level === 'national')?.body.party;
  if (me === undefined || host === undefined || host === viewer) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      donor: viewer,
      host,
      item: item.trim(),
      unit: unit.trim() === '' ? p('unit.pieces') : unit.trim(),
      quantity: Number(quantity),
    };
    send(
      '/coordination/subjects',
      { contingency: state.contingency.id, kind: 'offer', body },
      `${p('offer.new')}: ${quantity} ${itemWord(item)}`,
    );
    setItem('');
    setQuantity('');
  };
  return (
    <details className="panel">
      <summary>{p('offer.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <GoodsFields
          goods={{ item, quantity, unit }}
          onItem={setItem}
          onQuantity={setQuantity}
          onUnit={setUnit}
        />
        <button type="submit" className="button primary">
          {p('offer.send')}
        </button>
      </form>
    </details>
  );
}
