import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { LotView } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { useMay } from '../../state/session.tsx';
import { GoodsFields } from './GoodsFields.tsx';
import { useOutbox } from '../../away/outbox.tsx';
import { Field, Quantity, Wide } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** The ledger: who has what of each lot, what is promised, on its way, set aside; and that it adds up. */
export function Stock() {
  const { p } = useRelief();
  const { state } = useReliefState();
  const may = useMay()('coordinate');
  return (
    <section className="stack" aria-label={p('tab.stock')}>
      <h2>{p('tab.stock')}</h2>
      {may && <NewLot />}
      {state.lots.length === 0 && <Empty>{p('stock.none')}</Empty>}
      {state.lots.length > 0 && (
        <Wide>
          <table>
            <caption className="visually-hidden">{p('tab.stock')}</caption>
            <thead>
              <tr>
                <th scope="col">{p('item')}</th>
                <th scope="col">{p('custodian')}</th>
                <th scope="col" className="number">
                  {p('on-hand')}
                </th>
                <th scope="col" className="number">
                  {p('reserved')}
                </th>
                <th scope="col" className="number">
                  {p('transit-out')}
                </th>
                <th scope="col" className="number">
                  {p('quota')}
                </th>
                <th scope="col" className="number">
                  {p('held')}
                </th>
              </tr>
            </thead>
            <tbody>
              {state.lots.map((lot) => (
                <LotRows key={lot.id} lot={lot} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      <p className="small dim">{p('stock.rule')}</p>
    </section>
  );
}

function LotRows({ lot }: { lot: LotView }) {
  const { p, item } = useRelief();
  const { nameOf } = useReliefState();
  const rows = lot.holdings.filter(
    ({ onHand, reserved, inTransitOut, quotaGranted, held }) =>
      onHand + reserved + inTransitOut + quotaGranted + held > 0,
  );
  const label = (
    <Link to={{ query: { select: lot.id } }}>
      {item(lot.body.item)} {lot.body.asset ?? ''} ({lot.body.unit})
    </Link>
  );
  const number = (value: number) => (
    <td className="number">
      {value === 0 ? '' : <Quantity of={lot}>{value.toLocaleString('en-US')}</Quantity>}
    </td>
  );
  if (rows.length === 0)
    return (
      <tr>
        <td>{label}</td>
        <td colSpan={6} className="dim">
          {p('stock.empty')}
        </td>
      </tr>
    );
  return rows.map((row, i) => (
    <tr key={row.node}>
      <td>{i === 0 ? label : null}</td>
      <td>{nameOf(row.node)}</td>
      {number(row.onHand)}
      {number(row.reserved)}
      {number(row.inTransitOut)}
      {number(row.quotaGranted)}
      {number(row.held)}
    </tr>
  ));
}

function NewLot() {
  const { p, item: itemWord } = useRelief();
  const { state, me } = useReliefState();
  const { send } = useOutbox();
  const [item, setItem] = useState('');
  const [quantity, setQuantity] = useState('');
  const [unit, setUnit] = useState('');
  const [source, setSource] = useState('');
  if (me === undefined) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const label = `${p('lot.new')}: ${quantity} ${itemWord(item)}`;
    const body = { item: item.trim(), unit: unit.trim() === '' ? p('unit.pieces') : unit.trim() };
    send(
      '/coordination/subjects',
      {
        contingency: state.contingency.id,
        kind: 'lot',
        body,
        stock: Number(quantity),
        ...(source.trim() === '' ? {} : { source: source.trim() }),
      },
      label,
    );
    setItem('');
    setQuantity('');
  };
  return (
    <details className="panel">
      <summary>{p('lot.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <GoodsFields
          goods={{ item, quantity, unit }}
          onItem={setItem}
          onQuantity={setQuantity}
          onUnit={setUnit}
        />
        <Field label={p('source.field')} value={source} onChange={setSource} optional />
        <button type="submit" className="button primary">
          {p('lot.send')}
        </button>
      </form>
    </details>
  );
}

const moves = [
  'procure',
  'consume',
  'lose',
  'adjust-up',
  'adjust-down',
  'grant',
  'draw',
  'return-quota',
] as const;

/** What a custodian does with its stock. */
export function LotMoves({ lot }: { lot: LotView }) {
  const { p, term } = useRelief();
  const { state, me, viewer, nameOf } = useReliefState();
  const { send } = useOutbox();
  const [move, setMove] = useState<(typeof moves)[number]>('consume');
  const [quantity, setQuantity] = useState('');
  const others = state.organisations.filter(({ body }) => body.party !== viewer);
  const [party, setParty] = useState(others[0]?.body.party ?? '');
  if (me === undefined) return null;
  const needsParty = ['grant', 'draw', 'return-quota'].includes(move);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(
      '/coordination/movements',
      { lot: lot.id, move, quantity: Number(quantity), ...(needsParty ? { party } : {}) },
      `${term('movement', move)}: ${quantity}`,
    );
    setQuantity('');
  };
  return (
    <form className="form-grid" onSubmit={submit}>
      <Choice
        label={p('move')}
        value={move}
        onChange={(value) => setMove(value as typeof move)}
        options={moves.map((each) => [each, term('movement', each)])}
      />
      <Field label={p('quantity')} type="number" value={quantity} onChange={setQuantity} />
      {needsParty && (
        <Choice
          label={p('other-party')}
          value={party}
          onChange={setParty}
          options={others.map(({ body }) => [body.party, nameOf(body.party)])}
        />
      )}
      <button type="submit" className="button">
        {p('move.send')}
      </button>
    </form>
  );
}
