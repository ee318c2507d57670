import { useState } from 'react';
import type { FormEvent } from 'react';
import type { ActivityPlan, Level, PlanView } from '../../../src/programme/api.ts';
import type { Problem } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { go } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { asProblem } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { CalendarRow } from './Calendar.tsx';
import { Check } from './Check.tsx';
import { ItemDates } from './ItemPage.tsx';
import { entryPage } from './pages.ts';
import { Choice } from '../../parts/Choice.tsx';
import { Field } from '../../parts/Field.tsx';
import { Sources } from './Sources.tsx';
import { StatementList } from './Statement.tsx';
import { levels, useProgrammeWords } from './words.ts';

const areas = [
  'maritime',
  'cyber',
  'space',
  'edt',
  'hadr',
  'interoperability',
  'strategic-communication',
  'disinformation',
  'research',
  'climate',
  'exercises',
  'logistics',
  'dialogue',
] as const;
const kinds = ['exercise', 'meeting', 'visit', 'deployment', 'programme'] as const;

const blank: ActivityPlan = {
  title: '',
  kind: 'exercise',
  area: 'maritime',
  level: 'member-state',
  host: '',
  place: '',
  participants: ['Japan'],
  forces: true,
  start: '',
  end: '',
  legalBasis: '',
};

/** An activity before it is agreed: who, where, when, what; and what of the record bears on it. */
export function Planner() {
  const { p, named } = useProgrammeWords();
  const { hub } = useSession();
  const [plan, setPlan] = useState(blank);
  const [participants, setParticipants] = useState('Japan');
  const [asked, setAsked] = useState<{ plan: ActivityPlan; view: PlanView }>();
  const [problem, setProblem] = useState<Problem>();
  const set = (change: Partial<ActivityPlan>) => setPlan((before) => ({ ...before, ...change }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = withoutBlanks({ ...plan, participants: namesIn(participants) });
    try {
      setAsked({ plan: given, view: await hub.post<PlanView>('/programme/plan', given) });
      setProblem(undefined);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <>
      <p className="dim">{p('plan.about')}</p>
      <form className="panel stack" onSubmit={(event) => void submit(event)}>
        <div className="form-grid">
          <Field
            label={p('field.title')}
            required
            maxLength={500}
            value={plan.title}
            onChange={(title) => set({ title })}
          />
          <Choice
            label={p('field.kind')}
            value={plan.kind}
            onChange={(kind) => set({ kind })}
            options={kinds.map((each) => [each, named('fact', each)])}
          />
          <Choice
            label={p('field.area')}
            value={plan.area}
            onChange={(area) => set({ area })}
            options={areas.map((each) => [each, named('area', each)])}
          />
          <Choice
            label={p('field.level')}
            value={plan.level}
            onChange={(level) => set({ level: level as Level })}
            options={levels.map((each) => [each, named('level', each)])}
          />
          <Field label={p('plan.participants')} required value={participants} onChange={setParticipants} />
          <Field label={p('field.host')} value={plan.host ?? ''} onChange={(host) => set({ host })} />
          <Field label={p('field.place')} value={plan.place ?? ''} onChange={(place) => set({ place })} />
          <Field
            label={p('field.start')}
            type="date"
            required
            value={plan.start}
            onChange={(start) => set({ start })}
          />
          <Field
            label={p('field.end')}
            type="date"
            min={plan.start}
            value={plan.end ?? ''}
            onChange={(end) => set({ end })}
          />
          <Field
            label={p('field.legalBasis')}
            value={plan.legalBasis ?? ''}
            onChange={(legalBasis) => set({ legalBasis })}
          />
          <label className="choice">
            <input
              type="checkbox"
              checked={plan.forces}
              onChange={({ target }) => set({ forces: target.checked })}
            />
            <span>{p('field.forces')}</span>
          </label>
        </div>
        <p>
          <button type="submit" className="button primary">
            {p('plan.check')}
          </button>
        </p>
      </form>
      {problem !== undefined && <ErrorNote problem={problem} />}
      {asked !== undefined && <Bearing plan={asked.plan} view={asked.view} />}
    </>
  );
}

function namesIn(text: string): string[] {
  return text
    .split(/[,、]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** What was left empty is not part of the plan. */
function withoutBlanks(plan: ActivityPlan): ActivityPlan {
  return Object.fromEntries(
    Object.entries(plan).filter(([, value]) => value !== ''),
  ) as unknown as ActivityPlan;
}

function Bearing({ plan, view }: { plan: ActivityPlan; view: PlanView }) {
  const { p, named } = useProgrammeWords();
  const { checks, instruments, obstacles, precedents, clashes } = view;
  const found = checks.filter(({ count }) => count > 0);
  const silent = checks.filter(({ count }) => count === 0);
  return (
    <div className="stack" aria-live="polite">
      <section className="panel stack">
        <h2>{p('plan.checks')}</h2>
        {found.map((check) => (
          <div key={check.check} className="stack">
            <Check check={check} />
          </div>
        ))}
        <details>
          <summary>{p('checks.silent')}</summary>
          <ul className="programme-silent">
            {silent.map(({ check }) => (
              <li key={check}>{p(`check.name.${check}`)}</li>
            ))}
          </ul>
        </details>
      </section>
      <div className="two-columns">
        <section className="panel stack">
          <h2>{p('plan.instruments')}</h2>
          {instruments.length === 0 && <p className="dim">{p('statements.none')}</p>}
          <ul className="lines">
            {instruments.map((item) => (
              <li key={item.id} className="stack">
                <p>
                  <Link to={entryPage(item.id)}>{item.title}</Link>{' '}
                  <span className={item.standing === 'in-force' ? 'tag good' : 'tag warn'}>
                    {named('value', item.standing)}
                  </span>{' '}
                  <ItemDates item={item} />
                </p>
                <Sources sources={item.sources} />
              </li>
            ))}
          </ul>
        </section>
        <section className="panel stack">
          <h2>{p('plan.obstacles')}</h2>
          {obstacles.length === 0 && <p className="dim">{p('statements.none')}</p>}
          <ul className="lines">
            {obstacles.map((item) => (
              <li key={item.id} className="stack">
                <Link to={entryPage(item.id)}>{item.title}</Link>
                <Sources sources={item.sources} />
              </li>
            ))}
          </ul>
          <h2>{p('plan.clashes')}</h2>
          {clashes.length === 0 && <p className="dim">{p('calendar.clashes.none')}</p>}
          <ul className="lines">
            {clashes.map((entry) => (
              <li key={entry.id}>
                <CalendarRow entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      </div>
      <section className="panel stack">
        <h2>{p('plan.precedents')}</h2>
        <StatementList statements={precedents} />
      </section>
      <RecordPlan plan={plan} />
    </div>
  );
}

/** A plan becomes part of the record with its source, as planned. */
function RecordPlan({ plan }: { plan: ActivityPlan }) {
  const { p } = useProgrammeWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const may = useMay()('programme');
  const [source, setSource] = useState('');
  if (!may) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const made = await hub.post<{ id: string }>('/programme/items', {
        kind: 'activity',
        item: { ...plan, status: 'planned' },
        sources: [{ address: source.trim() }],
      });
      go(entryPage(made.id));
    }, p('plan.recorded'));
  };
  return (
    <form className="panel row" onSubmit={submit}>
      <label className="field grow">
        <span>{p('plan.source')}</span>
        <input required maxLength={1000} value={source} onChange={({ target }) => setSource(target.value)} />
      </label>
      <button type="submit" className="button align-end">
        {p('plan.record')}
      </button>
    </form>
  );
}
