import { useState } from 'react';
import type { FormEvent } from 'react';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { useOutbox } from './outbox.tsx';
import { Choice, Field } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

const kinds = ['request', 'count', 'receipt'] as const;

/** Paper for when nothing else works: printed with a number, filled in by hand, keyed back once. */
export function Forms() {
  const { p } = useRelief();
  const { query } = usePlace();
  const chosen = kinds.find((kind) => kind === query.form) ?? 'request';
  const { data: numbers, reload } = useQuery<string[]>(`/coordination/forms?kind=${chosen}&count=3`);
  return (
    <section className="stack" aria-label={p('tab.forms')}>
      <h2 className="no-print">{p('tab.forms')}</h2>
      <p className="dim no-print">{p('forms.what')}</p>
      <KeyBack />
      <div className="row no-print">
        <Choice
          label={p('form')}
          value={chosen}
          onChange={(form) => go({ query: { form } })}
          options={kinds.map((kind) => [kind, p(`form.${kind}`)])}
        />
        <button type="button" className="button align-end" onClick={reload}>
          {p('forms.new-numbers')}
        </button>
        <button type="button" className="button primary align-end" onClick={() => print()}>
          {p('print')}
        </button>
      </div>
      {numbers?.map((number) => (
        <PaperForm key={number} kind={chosen} number={number} />
      ))}
    </section>
  );
}

function PaperForm({ kind, number }: { kind: (typeof kinds)[number]; number: string }) {
  const { p, name } = useRelief();
  const { state, viewer, nameOf } = useReliefState();
  const lines = {
    request: ['item', 'quantity', 'unit', 'deliver-to', 'people', 'form.by', 'form.when'],
    count: ['site', 'form.evacuees', 'form.as-of', 'source.field', 'form.by', 'form.when'],
    receipt: ['form.consignment', 'item', 'form.sent', 'received', 'note', 'form.by', 'form.when'],
  } as const;
  return (
    <article className="panel paper-form">
      <header className="row spread">
        <h3>{p(`form.${kind}`)}</h3>
        <strong className="mono">{number}</strong>
      </header>
      <p className="small">
        {name(state.contingency.body.name)} · {nameOf(viewer)}
      </p>
      <dl>
        {lines[kind].map((line) => (
          <div key={line}>
            <dt>{p(line)}</dt>
            <dd />
          </div>
        ))}
      </dl>
    </article>
  );
}

/** What a form says, under its number: keyed twice it is written once. */
function KeyBack() {
  const { p, item: itemWord } = useRelief();
  const { state, viewer } = useReliefState();
  const { send } = useOutbox();
  const [number, setNumber] = useState('');
  const [item, setItem] = useState('');
  const [quantity, setQuantity] = useState('');
  const [unit, setUnit] = useState('');
  const [deliverTo, setDeliverTo] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      requester: viewer,
      basis: '86-16-1',
      item: item.trim(),
      unit: unit.trim() === '' ? p('unit.pieces') : unit.trim(),
      quantity: Number(quantity),
      ...(deliverTo.trim() === '' ? {} : { deliverTo: deliverTo.trim() }),
    };
    const request = {
      contingency: state.contingency.id,
      kind: 'request',
      body,
      submit: true,
      source: `${p('form')} ${number.trim().toUpperCase()}`,
    };
    send(
      '/coordination/forms',
      { number: number.trim(), request },
      `${number}: ${quantity} ${itemWord(item)}`,
    );
    setNumber('');
    setItem('');
    setQuantity('');
  };
  return (
    <details className="panel no-print">
      <summary>{p('forms.key-back')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <Field label={p('form.number')} value={number} onChange={setNumber} />
        <Field label={p('item')} value={item} onChange={setItem} />
        <Field label={p('quantity')} type="number" value={quantity} onChange={setQuantity} />
        <Field label={p('unit')} value={unit} onChange={setUnit} optional />
        <Field label={p('deliver-to')} value={deliverTo} onChange={setDeliverTo} optional />
        <button type="submit" className="button primary">
          {p('forms.enter')}
        </button>
      </form>
    </details>
  );
}
