import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { DirectiveView, TaskView } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { useMay } from '../../state/session.tsx';
import { useOutbox } from '../../away/outbox.tsx';
import { Clock, Field, StateTag } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** Who was given what to do, who has acknowledged it; and warnings on their way down. */
export function Tasks() {
  const { p } = useRelief();
  const { state } = useReliefState();
  const may = useMay()('coordinate');
  return (
    <>
      <section className="stack" aria-label={p('tab.tasks')}>
        <h2>{p('tab.tasks')}</h2>
        {may && <NewTask />}
        {state.tasks.length === 0 && <Empty>{p('tasks.none')}</Empty>}
        <ul className="lines">
          {state.tasks.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ul>
      </section>
      <section className="stack" aria-label={p('directives')}>
        <h2>{p('directives')}</h2>
        {may && <NewDirective />}
        {state.directives.length === 0 && <p className="dim">{p('directives.none')}</p>}
        <ul className="lines">
          {state.directives.map((directive) => (
            <DirectiveLine key={directive.id} directive={directive} />
          ))}
        </ul>
      </section>
    </>
  );
}

function TaskLine({ task }: { task: TaskView }) {
  const { nameOf, nowUtcMs } = useReliefState();
  const { p } = useRelief();
  const isLate = task.state === 'assigned' && nowUtcMs > task.acknowledgeByUtcMs;
  return (
    <li className="stack">
      <div className="row">
        <StateTag state={task.state} />
        <Link to={{ query: { select: task.id } }}>{task.body.title}</Link>
        {isLate && <span className="tag warn">{p('task.late')}</span>}
      </div>
      <p className="small dim">
        {p('from-to', { from: nameOf(task.owner), to: nameOf(task.body.assignee) })}
      </p>
      <Clock subject={task} />
    </li>
  );
}

function DirectiveLine({ directive }: { directive: DirectiveView }) {
  const { p, term } = useRelief();
  const { nameOf } = useReliefState();
  const reached = directive.areas.filter(({ state }) => state === 'reached').length;
  return (
    <li className="stack">
      <div className="row">
        <span className="tag warn">{term('directive', directive.body.kind)}</span>
        <StateTag state={directive.state} />
        <Link to={{ query: { select: directive.id } }}>{directive.body.text}</Link>
      </div>
      <p className="small dim">
        {nameOf(directive.owner)} · {p('areas-reached', { reached, areas: directive.areas.length })}
      </p>
    </li>
  );
}

function NewTask() {
  const { p } = useRelief();
  const { state, me, viewer, nameOf } = useReliefState();
  const { send } = useOutbox();
  const others = state.organisations.filter(({ body }) => body.party !== viewer);
  const [title, setTitle] = useState('');
  const [assignee, setAssignee] = useState(others.at(-1)?.body.party ?? '');
  const [minutes, setMinutes] = useState('60');
  if (me === undefined || me.level === 'partner' || me.level === 'ngo' || others.length === 0) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { title: title.trim(), assignee, acknowledgeWithinMinutes: Number(minutes) };
    send(
      '/coordination/subjects',
      { contingency: state.contingency.id, kind: 'task', body },
      `${p('task.new')}: ${title}`,
    );
    setTitle('');
  };
  return (
    <details className="panel">
      <summary>{p('task.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <Field label={p('task.title')} value={title} onChange={setTitle} />
        <Choice
          label={p('assignee')}
          value={assignee}
          onChange={setAssignee}
          options={others.map(({ body }) => [body.party, nameOf(body.party)])}
        />
        <Field label={p('task.minutes')} type="number" value={minutes} onChange={setMinutes} />
        <button type="submit" className="button primary">
          {p('task.send')}
        </button>
      </form>
    </details>
  );
}

/** From the national level or a prefecture to the organisations below, who relay it to residents. */
function NewDirective() {
  const { p, term } = useRelief();
  const { state, me, viewer, nameOf } = useReliefState();
  const { send } = useOutbox();
  const [text, setText] = useState('');
  const [kind, setKind] = useState('warning');
  const below = state.organisations.filter(
    ({ body }) => body.level === 'municipality' && (me?.level === 'national' || body.parent === viewer),
  );
  const [chosen, setChosen] = useState<readonly string[]>([]);
  if (me === undefined || (me.level !== 'national' && me.level !== 'prefecture') || below.length === 0)
    return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { kind, text: text.trim(), areas: chosen, severity: 'severe' };
    send(
      '/coordination/subjects',
      { contingency: state.contingency.id, kind: 'directive', body },
      `${term('directive', kind)}: ${text}`,
    );
    setText('');
  };
  return (
    <details className="panel">
      <summary>{p('directive.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <Choice
          label={p('kind')}
          value={kind}
          onChange={setKind}
          options={['warning', 'evacuation', 'instruction'].map((each) => [each, term('directive', each)])}
        />
        <Field label={p('directive.text')} value={text} onChange={setText} />
        <fieldset>
          <legend>{p('directive.areas')}</legend>
          {below.map(({ body }) => (
            <label key={body.party} className="choice">
              <input
                type="checkbox"
                checked={chosen.includes(body.party)}
                onChange={({ target }) =>
                  setChosen((before) =>
                    target.checked ? [...before, body.party] : before.filter((each) => each !== body.party),
                  )
                }
              />
              <span>{nameOf(body.party)}</span>
            </label>
          ))}
        </fieldset>
        <button type="submit" className="button primary" disabled={chosen.length === 0}>
          {p('directive.send')}
        </button>
      </form>
    </details>
  );
}
