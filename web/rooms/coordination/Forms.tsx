import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { useOutbox } from '../../away/outbox.tsx';
import { Field } from './parts.tsx';
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

/** What a form says, under its number: keyed twice it is written once. The number tells which form it is. */
function KeyBack() {
  const { p } = useRelief();
  const { send } = useOutbox();
  const [number, setNumber] = useState('');
  const enter = (what: object, words: string) => {
    send('/coordination/forms', { number: number.trim(), ...what }, `${number}: ${words}`);
    setNumber('');
  };
  const letter = number.trim().charAt(0).toUpperCase();
  const source = `${p('form')} ${number.trim().toUpperCase()}`;
  return (
    <details className="panel no-print">
      <summary>{p('forms.key-back')}</summary>
      <div className="form-grid">
        <Field label={p('form.number')} value={number} onChange={setNumber} />
      </div>
      {letter === 'C' && <CountForm source={source} onEnter={enter} />}
      {letter === 'G' && <ReceiptForm onEnter={enter} />}
      {letter !== 'C' && letter !== 'G' && <RequestForm source={source} onEnter={enter} />}
    </details>
  );
}

type Enter = (what: object, words: string) => void;

function RequestForm({ source, onEnter }: { source: string; onEnter: Enter }) {
  const { p, item: itemWord } = useRelief();
  const { state, viewer } = useReliefState();
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
    const request = { contingency: state.contingency.id, kind: 'request', body, submit: true, source };
    onEnter({ request }, `${quantity} ${itemWord(item)}`);
    setItem('');
    setQuantity('');
  };
  return (
    <form className="form-grid" onSubmit={submit}>
      <Field label={p('item')} value={item} onChange={setItem} />
      <Field label={p('quantity')} type="number" value={quantity} onChange={setQuantity} />
      <Field label={p('unit')} value={unit} onChange={setUnit} optional />
      <Field label={p('deliver-to')} value={deliverTo} onChange={setDeliverTo} optional />
      <button type="submit" className="button primary">
        {p('forms.enter')}
      </button>
    </form>
  );
}

function CountForm({ source, onEnter }: { source: string; onEnter: Enter }) {
  const { p } = useRelief();
  const { state, viewer, nameOf, nowUtcMs } = useReliefState();
  const [about, setAbout] = useState(viewer);
  const [value, setValue] = useState('');
  const [hoursAgo, setHoursAgo] = useState('0');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const count = {
      contingency: state.contingency.id,
      measure: 'evacuees',
      about,
      value: Number(value),
      source,
      asOfUtcMs: nowUtcMs - Number(hoursAgo) * 3_600_000,
    };
    onEnter({ count }, `${nameOf(about)} ${value}`);
    setValue('');
  };
  return (
    <form className="form-grid" onSubmit={submit}>
      <Choice
        label={p('site')}
        value={about}
        onChange={setAbout}
        options={[viewer, ...state.sites.map(({ id }) => id)].map((id) => [id, nameOf(id)])}
      />
      <Field label={p('form.evacuees')} type="number" value={value} onChange={setValue} />
      <Field label={p('hours-ago')} type="number" value={hoursAgo} onChange={setHoursAgo} />
      <button type="submit" className="button primary">
        {p('forms.enter')}
      </button>
    </form>
  );
}

function ReceiptForm({ onEnter }: { onEnter: Enter }) {
  const { p, item: itemWord } = useRelief();
  const { state, open, nameOf } = useReliefState();
  const coming = state.consignments.filter(({ id }) => open[id]?.includes('confirm'));
  const [chosen, setChosen] = useState('');
  const [received, setReceived] = useState<Record<string, string>>({});
  const [note, setNote] = useState('');
  const consignment = coming.find(({ id }) => id === chosen) ?? coming.at(0);
  if (consignment === undefined) return <p className="dim">{p('forms.nothing-comes')}</p>;
  const { id, body } = consignment;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const got = body.lines.map(({ lot }) => ({ lot, quantity: Number(received[lot]) }));
    const act = {
      subject: id,
      act: 'confirm',
      received: got,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    };
    onEnter({ act }, `${nameOf(body.from)} ${got.map(({ quantity }) => quantity).join(', ')}`);
    setReceived({});
    setNote('');
  };
  return (
    <form className="form-grid" onSubmit={submit}>
      <Choice
        label={p('form.consignment')}
        value={id}
        onChange={setChosen}
        options={coming.map((each) => [
          each.id,
          `${nameOf(each.body.from)}: ${each.body.lines.map((line) => `${line.quantity} ${itemWord(line.item)}`).join(', ')}`,
        ])}
      />
      {body.lines.map(({ lot, item }) => (
        <Field
          key={lot}
          label={`${p('received')}: ${itemWord(item)}`}
          type="number"
          value={received[lot] ?? ''}
          onChange={(value) => setReceived((before) => ({ ...before, [lot]: value }))}
        />
      ))}
      <Field label={p('note')} value={note} onChange={setNote} optional />
      <button type="submit" className="button primary">
        {p('forms.enter')}
      </button>
    </form>
  );
}
