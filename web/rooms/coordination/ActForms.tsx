import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { SubjectView } from '../../../src/coordination/api.ts';
import { useOutbox } from '../../away/outbox.tsx';
import { Field } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** Acts that are taken by one press; the others ask for what they need first. */
const needs: Readonly<
  Record<string, 'reason' | 'received' | 'site' | 'people' | 'other' | 'optional-reason'>
> = {
  decline: 'reason',
  withdraw: 'reason',
  close: 'reason',
  lapse: 'reason',
  cannot: 'reason',
  cancel: 'reason',
  confirm: 'received',
  arrive: 'site',
  leave: 'site',
  reached: 'people',
  'same-as': 'other',
  'not-same': 'other',
  'keep-branch': 'other',
};
/** What moves a thing forward stands first and in the accent. */
const forward = [
  'submit',
  'endorse',
  'escalate',
  'accept',
  'commit',
  'acknowledge',
  'start',
  'depart',
  'confirm',
];
/** Rare ones are not offered where nothing calls for them. */
const quiet = ['keep-branch', 'ask-quota-back', 'same-as', 'not-same'];

export function ActForms({ subject, acts }: { subject: SubjectView; acts: readonly string[] }) {
  const { p, term } = useRelief();
  const { flags } = useReliefState();
  const { send, waiting } = useOutbox();
  const [chosen, setChosen] = useState<string>();
  const flagged = flags.filter((flag) => flag.subject === subject.id).map(({ kind }) => kind);
  const offered = acts.filter(
    (act) =>
      !quiet.includes(act) ||
      (act.startsWith('same') || act.startsWith('not')
        ? flagged.includes('duplicate')
        : flagged.includes('fork')),
  );
  const isWaiting = waiting.some(({ body, refused }) => body.subject === subject.id && refused === undefined);
  const take = (act: string, more: Record<string, unknown> = {}) => {
    send('/coordination/acts', { subject: subject.id, act, ...more }, term('act', act));
    setChosen(undefined);
  };
  if (offered.length === 0) return null;
  const ordered = [...offered].sort((a, b) => Number(forward.includes(b)) - Number(forward.includes(a)));
  return (
    <section className="panel stack" aria-label={p('acts')}>
      <div className="row">
        {ordered.map((act) => (
          <button
            key={act}
            type="button"
            className={`button ${forward.includes(act) ? 'primary' : ''}`}
            aria-expanded={needs[act] === undefined ? undefined : chosen === act}
            disabled={isWaiting}
            onClick={() =>
              needs[act] === undefined ? take(act) : setChosen(chosen === act ? undefined : act)
            }
          >
            {term('act', act)}
            {needs[act] === undefined ? '' : '…'}
          </button>
        ))}
      </div>
      {isWaiting && <p className="small dim">{p('outbox.this-waits')}</p>}
      {chosen !== undefined && <ActForm key={chosen} subject={subject} act={chosen} onTake={take} />}
    </section>
  );
}

function ActForm({
  subject,
  act,
  onTake,
}: {
  subject: SubjectView;
  act: string;
  onTake: (act: string, more: Record<string, unknown>) => void;
}) {
  const { p, term, item, name } = useRelief();
  const { state, flags } = useReliefState();
  const need = needs[act];
  const lines = subject.kind === 'consignment' ? subject.body.lines : [];
  const [text, setText] = useState('');
  const [quantities, setQuantities] = useState(() => lines.map(({ quantity }) => String(quantity)));
  const [site, setSite] = useState(state.sites[0]?.id ?? '');
  const others =
    subject.kind === 'lot'
      ? subject.forks.flatMap(({ movements }) => movements)
      : state.requests.filter(({ id }) => id !== subject.id).map(({ id }) => id);
  const hinted = flags.find(({ subject: of, kind }) => of === subject.id && kind === 'duplicate')?.text.params
    ?.earlier;
  const [other, setOther] = useState(typeof hinted === 'string' ? hinted : (others[0] ?? ''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const received = lines.map(({ lot }, i) => ({ lot, quantity: Number(quantities[i]) }));
    const more = {
      reason: { reason: text.trim() },
      received: { received, ...(text.trim() === '' ? {} : { note: text.trim() }) },
      site: { site },
      people: { people: Number(text) },
      other: { other },
      'optional-reason': {},
    }[need];
    onTake(act, more);
  };
  return (
    <form className="stack" onSubmit={submit}>
      {need === 'reason' && <Field label={p('reason')} value={text} onChange={setText} />}
      {need === 'people' && <Field label={p('people')} type="number" value={text} onChange={setText} />}
      {need === 'received' && (
        <>
          {lines.map((line, i) => (
            <Field
              key={line.lot}
              label={p('received.of', { item: item(line.item), unit: line.unit, sent: line.quantity })}
              type="number"
              value={quantities[i]}
              onChange={(value) =>
                setQuantities((before) => before.map((each, at) => (at === i ? value : each)))
              }
            />
          ))}
          <Field label={p('note')} value={text} onChange={setText} optional />
        </>
      )}
      {need === 'site' && (
        <Choice
          label={p('site')}
          value={site}
          onChange={setSite}
          options={state.sites.map(({ id, body }) => [id, name(body.name)])}
        />
      )}
      {need === 'other' && (
        <Choice label={p('other')} value={other} onChange={setOther} options={others.map((id) => [id, id])} />
      )}
      <p>
        <button type="submit" className="button primary">
          {term('act', act)}
        </button>
      </p>
    </form>
  );
}
