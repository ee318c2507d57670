import { Choice } from '../../parts/Choice.tsx';
import { Field } from '../../parts/Field.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { QueueItemView, StatementPage, StatementView } from '../../../src/programme/api.ts';
import { withQuery } from '../../api/client.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { useKeys } from '../../state/keys.ts';
import { go, usePlace } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { pageOf } from './pages.ts';
import { ReadPaper } from './ReadPaper.tsx';
import { Sources } from './Sources.tsx';
import { StatementFacts, StatementRow } from './Statement.tsx';
import { levels, useProgrammeWords } from './words.ts';

const queueLimit = 200;

/** Facts that wait, one at a time, with what is known beside each; everything by key, everything taken back by U. */
export function Review() {
  const { p } = useProgrammeWords();
  const { document, id } = usePlace().query;
  const path = withQuery('/programme/queue', { document, limit: queueLimit });
  const { data, problem, reload } = useQuery<StatementPage>(path, { live: true });
  const list = data?.statements ?? [];
  const at = Math.max(
    0,
    list.findIndex((statement) => statement.id === id),
  );
  const current = list.at(at);
  const step = (by: number) => {
    const next = list.at(Math.min(list.length - 1, Math.max(0, at + by)));
    if (next !== undefined) go({ query: { id: next.id } }, { replace: true });
  };
  useKeys([
    { key: 'j', word: 'keys.review.next', run: () => step(1) },
    { key: 'k', word: 'keys.review.previous', run: () => step(-1) },
  ]);
  return (
    <>
      <ReadPaper
        onRead={(file) => {
          go(pageOf('review', { document: file }));
          reload();
        }}
      />
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {data !== undefined && current === undefined && <Empty>{p('review.none')}</Empty>}
      {data !== undefined && current !== undefined && (
        <>
          <header className="row spread">
            <h2>{p('review.queue', { count: data.count })}</h2>
            <p className="row">
              <button type="button" className="button" onClick={() => step(-1)} disabled={at === 0}>
                {p('review.previous')} <kbd aria-hidden="true">K</kbd>
              </button>
              <span className="dim">{p('review.position', { at: at + 1, count: list.length })}</span>
              <button
                type="button"
                className="button"
                onClick={() => step(1)}
                disabled={at === list.length - 1}
              >
                {p('review.next')} <kbd aria-hidden="true">J</kbd>
              </button>
            </p>
          </header>
          <QueueItem
            key={current.id}
            statement={current}
            next={list.at(at + 1)?.id ?? list.at(at - 1)?.id}
            onChange={reload}
          />
        </>
      )}
    </>
  );
}

type Decision = 'accept' | 'edit' | 'merge' | 'reject';
const doneWords = {
  accept: 'review.accepted',
  edit: 'review.edited',
  merge: 'review.merged',
  reject: 'review.rejected',
} as const;

function QueueItem({
  statement,
  next,
  onChange,
}: {
  statement: StatementView;
  next: string | undefined;
  onChange: () => void;
}) {
  const { p, say } = useProgrammeWords();
  const { hub } = useSession();
  const { attempt, tell } = useNotices();
  const may = useMay()('programme');
  const [open, setOpen] = useState<'edit' | 'merge'>();
  const { data, problem } = useQuery<QueueItemView>(`/programme/queue/${statement.id}`);
  const decide = async (decision: Decision, more: object = {}) => {
    await attempt(async () => {
      const { id } = await hub.post<{ id: string }>('/programme/reviews', {
        target: statement.id,
        decision,
        ...more,
      });
      setOpen(undefined);
      tell(p(doneWords[decision]), async () => {
        await hub.post(`/programme/reviews/${id}/undo`);
        go({ query: { id: statement.id } }, { replace: true });
        onChange();
      });
      go({ query: { id: next } }, { replace: true });
      onChange();
    });
  };
  useKeys(
    may
      ? [
          { key: 'a', word: 'keys.review.accept', run: () => void decide('accept') },
          { key: 'e', word: 'keys.review.edit', run: () => setOpen('edit') },
          { key: 'm', word: 'keys.review.merge', run: () => setOpen('merge') },
          { key: 'r', word: 'keys.review.reject', run: () => void decide('reject') },
        ]
      : [],
  );
  return (
    <div className="two-columns">
      <section className="panel stack" aria-labelledby="review-title">
        <h3 id="review-title" className="programme-title">
          {statement.title}
        </h3>
        <p className="programme-text">
          {data?.before !== undefined && <span className="dim">…{data.before}</span>}
          <mark className="proposed here">{statement.quote}</mark>
          {data?.after !== undefined && <span className="dim">{data.after}…</span>}
        </p>
        <StatementFacts statement={statement} />
        {may ? (
          <p className="row">
            <button type="button" className="button primary" onClick={() => void decide('accept')}>
              {p('do.accept')} <kbd aria-hidden="true">A</kbd>
            </button>
            <button type="button" className="button" onClick={() => setOpen('edit')}>
              {p('do.edit')} <kbd aria-hidden="true">E</kbd>
            </button>
            <button type="button" className="button" onClick={() => setOpen('merge')}>
              {p('do.merge')} <kbd aria-hidden="true">M</kbd>
            </button>
            <button type="button" className="button" onClick={() => void decide('reject')}>
              {p('do.reject')} <kbd aria-hidden="true">R</kbd>
            </button>
          </p>
        ) : (
          <p className="dim">{p('review.may-not')}</p>
        )}
      </section>
      <section className="panel stack" aria-labelledby="review-beside">
        <h3>{p('statement.conflicts')}</h3>
        {problem !== undefined && <ErrorNote problem={problem} />}
        {data?.conflicts.length === 0 && <p className="dim">{p('statement.conflicts.none')}</p>}
        {data?.conflicts.map(({ sentence, evidence }) => (
          <div key={JSON.stringify(sentence)} className="stack">
            <p className="alarm">{say(sentence)}</p>
            <Sources sources={evidence} />
          </div>
        ))}
        <h3 id="review-beside">{p('statement.beside')}</h3>
        {data?.beside.length === 0 && <p className="dim">{p('statement.beside.none')}</p>}
        <ul className="lines">
          {data?.beside.map((each) => (
            <li key={each.id}>
              <StatementRow statement={each} {...(each.differs ? { note: p('statement.differs') } : {})} />
            </li>
          ))}
        </ul>
      </section>
      {open === 'edit' && (
        <EditDialog
          statement={statement}
          onClose={() => setOpen(undefined)}
          onSave={(changes) => void decide('edit', { changes })}
        />
      )}
      {open === 'merge' && (
        <MergeDialog
          beside={data?.beside ?? []}
          onClose={() => setOpen(undefined)}
          onMerge={(into) => void decide('merge', { into })}
        />
      )}
    </div>
  );
}

interface Changes {
  readonly title: string;
  readonly date: string | null;
  readonly dateBasis: string;
  readonly datePrecision: string;
  readonly level: string;
  readonly kind: string;
  readonly actors: readonly string[];
  readonly places: readonly string[];
}

const kinds = [
  'agreement',
  'meeting',
  'visit',
  'exercise',
  'statement',
  'policy',
  'procurement',
  'deployment',
  'programme',
  'budget',
  'proposal',
  'incident',
] as const;
const bases = [
  'explicit',
  'explicit-in-name',
  'year-from-context',
  'document-date',
  'document-context',
  'relative',
  'footnote',
  'inherited',
  'other-paper',
  'none',
] as const;

function EditDialog({
  statement,
  onClose,
  onSave,
}: {
  statement: StatementView;
  onClose: () => void;
  onSave: (changes: Changes) => void;
}) {
  const { p, named } = useProgrammeWords();
  const [title, setTitle] = useState(statement.title);
  const [date, setDate] = useState(statement.date ?? '');
  const [basis, setBasis] = useState<string>(statement.dateBasis);
  const [level, setLevel] = useState<string>(statement.level);
  const [kind, setKind] = useState(statement.kind);
  const [actors, setActors] = useState(statement.actors.join(', '));
  const [places, setPlaces] = useState(statement.places.join(', '));
  const list = (text: string) =>
    text
      .split(/[,、]/)
      .map((word) => word.trim())
      .filter((word) => word !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changed = date.trim() !== (statement.date ?? '');
    onSave({
      title: title.trim(),
      date: date.trim() === '' ? null : date.trim(),
      // A date without a basis is not kept, and a basis without a date says nothing.
      dateBasis: date.trim() === '' ? 'none' : basis === 'none' ? 'explicit' : basis,
      datePrecision: changed ? precisionOf(date.trim()) : statement.datePrecision,
      level,
      kind,
      actors: list(actors),
      places: list(places),
    });
  };
  return (
    <Dialog title={p('do.edit')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <blockquote className="quote">{statement.quote}</blockquote>
        <Field label={p('field.title')} value={title} onChange={setTitle} required />
        <div className="form-grid">
          <Field
            label={p('statement.date')}
            value={date}
            onChange={setDate}
            pattern="\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?"
          />
          <Choice
            label={p('documents.date')}
            value={basis}
            onChange={setBasis}
            options={bases.map((each) => [each, named('basis', each)])}
          />
          <Choice
            label={p('statement.level')}
            value={level}
            onChange={setLevel}
            options={levels.map((each) => [each, named('level', each)])}
          />
          <Choice
            label={p('statement.kind')}
            value={kind}
            onChange={setKind}
            options={kinds.map((each) => [each, named('fact', each)])}
          />
        </div>
        <Field label={p('statement.actors')} value={actors} onChange={setActors} />
        <Field label={p('statement.places')} value={places} onChange={setPlaces} />
        <p>
          <button type="submit" className="button primary">
            {p('review.save')}
          </button>
        </p>
      </form>
    </Dialog>
  );
}

function precisionOf(date: string): string {
  if (date === '') return 'undated';
  if (date.includes('/')) return 'day-range';
  return date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day';
}

function MergeDialog({
  beside,
  onClose,
  onMerge,
}: {
  beside: readonly StatementView[];
  onClose: () => void;
  onMerge: (into: string) => void;
}) {
  const { p } = useProgrammeWords();
  const own = beside.filter(({ mine }) => mine);
  const [chosen, setInto] = useState<string>();
  const into = chosen ?? own.at(0)?.id;
  return (
    <Dialog title={p('review.merge.into')} onClose={onClose}>
      {own.length === 0 ? (
        <p className="dim">{p('review.merge.none')}</p>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (into !== undefined) onMerge(into);
          }}
        >
          <fieldset>
            <legend>{p('review.merge.into')}</legend>
            {own.map((each) => (
              <label key={each.id} className="choice">
                <input
                  type="radio"
                  name="into"
                  checked={into === each.id}
                  onChange={() => setInto(each.id)}
                />
                <span>{each.title}</span>
              </label>
            ))}
          </fieldset>
          <p>
            <button type="submit" className="button primary">
              {p('do.merge')}
            </button>
          </p>
        </form>
      )}
    </Dialog>
  );
}
