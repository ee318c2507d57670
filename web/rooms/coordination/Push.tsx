import { useState } from 'react';
import type { FormEvent } from 'react';
import type { PushAnswer } from '../../../src/coordination/api.ts';
import { useOutbox } from '../../away/outbox.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { useNotices } from '../../state/notices.tsx';
import { useMay, useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { Field, Wide } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

const items = ['meals', 'drinking-water', 'blankets', 'portable-toilet-bags', 'toilets'] as const;

interface People {
  readonly id: string;
  readonly people: number;
  readonly source: string;
  readonly asOfUtcMs: number;
  /** The place of an organisation that gave a count of its own, which may hold this one: added, it would count twice. */
  readonly within?: string;
}

/**
 * What to send without having been asked: people × days × norm, with every assumption shown. A plan that is kept is held
 * against the counts that come later.
 */
export function Push() {
  const { p } = useRelief();
  const { state, me } = useReliefState();
  const may = useMay()('coordinate');
  const people = usePeople();
  return (
    <section className="stack" aria-label={p('tab.push')}>
      <h2>{p('tab.push')}</h2>
      <p className="dim">{p('push.what')}</p>
      {state.plans.length > 0 && (
        <ul className="lines">
          {state.plans.map(({ id, body }) => (
            <li key={id}>
              <Link to={{ query: { select: id } }}>{body.name}</Link>
            </li>
          ))}
        </ul>
      )}
      {people.length === 0 ? (
        <Empty>{p('push.none')}</Empty>
      ) : (
        <Planner people={people} mayKeep={may && (me?.level === 'national' || me?.level === 'prefecture')} />
      )}
    </section>
  );
}

/** The newest count of each place; where nobody has reported, what its entry says. */
function usePeople(): People[] {
  const { p } = useRelief();
  const { state } = useReliefState();
  const counted = state.counts.filter(({ measure }) => measure === 'evacuees');
  const known = new Set(counted.map(({ about }) => about));
  const withinOf = (id: string) => {
    const site = state.sites.find((each) => each.id === id);
    const party = site === undefined ? undefined : (site.responsible ?? site.owner);
    return party !== undefined && known.has(party) ? party : undefined;
  };
  return [
    ...counted.map(({ about, value, source, asOfUtcMs }) => ({
      id: about,
      people: value,
      source,
      asOfUtcMs,
      within: withinOf(about),
    })),
    ...state.sites
      .filter(({ id, body }) => body.people !== undefined && !known.has(id))
      .map(({ id, body, asOfUtcMs }) => ({
        id,
        people: body.people ?? 0,
        source: p('push.entered'),
        asOfUtcMs,
        within: withinOf(id),
      })),
  ];
}

function Planner({ people: all, mayKeep }: { people: readonly People[]; mayKeep: boolean }) {
  const { p, term } = useRelief();
  const { say } = useWords();
  const { nameOf } = useReliefState();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [days, setDays] = useState('3');
  const [margin, setMargin] = useState('20');
  const [chosen, setChosen] = useState<readonly string[]>(['meals', 'drinking-water', 'blankets']);
  const [planned, setPlanned] = useState<{ answer: PushAnswer; people: readonly People[] }>();
  /** What was ticked by hand; otherwise a count that another may hold stays out. */
  const [ticked, setTicked] = useState<Readonly<Record<string, boolean>>>({});
  const isIn = ({ id, within }: People) => ticked[id] ?? within === undefined;
  const people = all.filter(isIn);
  /** Places, items and units in words. */
  const named = (params: Readonly<Record<string, string | number>>) => ({
    ...params,
    ...(typeof params.place === 'string' ? { place: nameOf(params.place) } : {}),
    ...(typeof params.item === 'string' ? { item: say({ key: `siting.item.${params.item}` }) } : {}),
    ...(typeof params.unit === 'string' ? { unit: term('unitname', params.unit) } : {}),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const problem = {
      problem: 'push',
      places: people.map(({ id, people: count, source, asOfUtcMs }) => ({
        id,
        people: count,
        source,
        asOf: `${new Date(asOfUtcMs).toISOString().slice(0, 16)}Z`,
      })),
      days: Number(days),
      margin: Number(margin) / 100,
      items: chosen,
    };
    void attempt(async () =>
      setPlanned({ answer: await hub.post<PushAnswer>('/coordination/siting', { problem }), people }),
    );
  };
  return (
    <>
      <form className="panel form-grid" onSubmit={submit}>
        <Field label={p('push.days')} type="number" value={days} onChange={setDays} />
        <Field label={p('push.margin')} type="number" value={margin} onChange={setMargin} />
        <fieldset className="stack wide">
          <legend>{p('push.counts')}</legend>
          {all.map((each) => (
            <label key={each.id} className="choice">
              <input
                type="checkbox"
                checked={isIn(each)}
                onChange={({ target }) => setTicked((before) => ({ ...before, [each.id]: target.checked }))}
              />
              <span>
                {each.within === undefined
                  ? p('push.count', { place: nameOf(each.id), people: each.people })
                  : p('push.count.within', {
                      place: nameOf(each.id),
                      people: each.people,
                      whole: nameOf(each.within),
                    })}
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset className="row wide">
          <legend>{p('item')}</legend>
          {items.map((each) => (
            <label key={each} className="choice">
              <input
                type="checkbox"
                checked={chosen.includes(each)}
                onChange={({ target }) =>
                  setChosen((before) =>
                    target.checked ? [...before, each] : before.filter((other) => other !== each),
                  )
                }
              />
              <span>{say({ key: `siting.item.${each}` })}</span>
            </label>
          ))}
        </fieldset>
        <button
          type="submit"
          className="button primary"
          disabled={chosen.length === 0 || people.length === 0}
        >
          {p('push.compute')}
        </button>
      </form>
      {planned !== undefined && (
        <section className="panel stack" aria-live="polite">
          <h3>
            {p('push.total', {
              people: planned.answer.people,
              pallets: planned.answer.pallets,
              trucks: planned.answer.trucks,
            })}
          </h3>
          <Wide>
            <table>
              <thead>
                <tr>
                  {(['item', 'quantity', 'unit'] as const).map((word) => (
                    <th key={word} scope="col" className={word === 'quantity' ? 'number' : undefined}>
                      {p(word)}
                    </th>
                  ))}
                  <th scope="col" className="number">
                    {p('push.pallets')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {planned.answer.totals.map(({ item, quantity, unit, pallets }) => (
                  <tr key={item}>
                    <th scope="row">{say({ key: `siting.item.${item}` })}</th>
                    <td className="number">{quantity.toLocaleString('en-US')}</td>
                    <td>{term('unitname', unit)}</td>
                    <td className="number">{pallets?.toLocaleString('en-US') ?? '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
          <details>
            <summary>{p('push.assumptions')}</summary>
            <ul className="lines small">
              {planned.answer.assumptions.map(({ key, params }) => (
                <li key={JSON.stringify([key, params])}>{say({ key, params: named(params) })}</li>
              ))}
            </ul>
          </details>
          {mayKeep && <Keep {...planned} days={days} />}
        </section>
      )}
    </>
  );
}

/** Enters the plan: from then on counts that contradict it raise a flag. */
function Keep({ answer, people, days }: { answer: PushAnswer; people: readonly People[]; days: string }) {
  const { p } = useRelief();
  const { state } = useReliefState();
  const { send } = useOutbox();
  const [title, setTitle] = useState(() => p('push.name', { days: Number(days) }));
  const [kept, setKept] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      name: title.trim(),
      assumptions: people.slice(0, 200).map(({ id, people: value, source, asOfUtcMs }) => ({
        measure: 'evacuees',
        about: id,
        value,
        source,
        asOfUtcMs,
      })),
      lines: answer.totals.map(({ item, unit, quantity }) => ({ item, unit, quantity })),
    };
    send('/coordination/subjects', { contingency: state.contingency.id, kind: 'plan', body }, title);
    setKept(true);
  };
  if (kept) return <p className="tag good">{p('push.kept')}</p>;
  return (
    <form className="row" onSubmit={submit}>
      <Field label={p('name')} value={title} onChange={setTitle} />
      <button type="submit" className="button">
        {p('push.keep')}
      </button>
    </form>
  );
}
