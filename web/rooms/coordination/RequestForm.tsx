import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useOutbox } from '../../away/outbox.tsx';
import { GoodsFields } from './GoodsFields.tsx';
import { Field } from './fields.tsx';
import { useRelief } from './words.ts';

/** Whether an organisation of this level asks by the law's path; partners and volunteers offer. */
export const mayRequest = (level: string | undefined): boolean =>
  level !== undefined && level !== 'partner' && level !== 'ngo';

/** Three fields are needed: what, how much, for whom it is known already. Nothing of it needs the hub. */
export function RequestForm({
  contingency,
  viewer,
  level,
  nowUtcMs,
  others = [],
}: {
  contingency: string;
  viewer: string;
  level: string;
  /** When it is written: it may be sent hours later. */
  nowUtcMs: () => number;
  /** Organisations below, for which somebody may ask on their behalf, with their names. */
  others?: readonly (readonly [party: string, name: string])[];
}) {
  const { p, item: itemWord } = useRelief();
  const { send } = useOutbox();
  const [item, setItem] = useState('');
  const [quantity, setQuantity] = useState('');
  const [unit, setUnit] = useState('');
  const [deliverTo, setDeliverTo] = useState('');
  const [requester, setRequester] = useState(viewer);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      requester,
      basis: level === 'national' ? '86-16-2' : '86-16-1',
      item: item.trim(),
      unit: unit.trim() === '' ? p('unit.pieces') : unit.trim(),
      quantity: Number(quantity),
      ...(deliverTo.trim() === '' ? {} : { deliverTo: deliverTo.trim() }),
    };
    send(
      '/coordination/subjects',
      { contingency, kind: 'request', body, asOfUtcMs: Math.round(nowUtcMs()), submit: true },
      `${p('request.new')}: ${quantity} ${itemWord(item)}`,
    );
    setItem('');
    setQuantity('');
    setDeliverTo('');
  };
  const behalf = others.find(([party]) => party === requester);
  return (
    <>
      <form className="form-grid" onSubmit={submit}>
        <GoodsFields
          goods={{ item, quantity, unit }}
          onItem={setItem}
          onQuantity={setQuantity}
          onUnit={setUnit}
        />
        <Field label={p('deliver-to')} value={deliverTo} onChange={setDeliverTo} optional />
        {others.length > 1 && (
          <Choice label={p('for')} value={requester} onChange={setRequester} options={others} />
        )}
        <button type="submit" className="button primary">
          {p('request.send')}
        </button>
      </form>
      {level !== 'municipality' && requester !== viewer && behalf !== undefined && (
        <p className="small dim">{p('request.behalf', { party: behalf[1] })}</p>
      )}
    </>
  );
}
