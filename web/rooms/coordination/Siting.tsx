import { useState } from 'react';
import type { FormEvent } from 'react';
import type { LocationAnswer } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { Choice, Field } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** Where stock would be reached soonest, from the places of this contingency; and what if one is out. */
export function Siting() {
  const { p, name } = useRelief();
  const { state, nameOf } = useReliefState();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [wanted, setWanted] = useState('1');
  const [down, setDown] = useState('');
  const [answer, setAnswer] = useState<LocationAnswer>();
  const placed = state.sites.filter(({ body, state: at }) => body.place !== undefined && at === 'open');
  const candidates = placed.filter(({ body }) => !['shelter', 'isolated-area'].includes(body.kind));
  const needs = [
    ...placed
      .filter(({ body }) => ['shelter', 'isolated-area', 'hospital'].includes(body.kind))
      .map(({ id, body }) => ({ id, ...body.place, weight: Math.max(1, body.people ?? 1) })),
    ...state.organisations
      .filter(({ body }) => body.level === 'municipality' && body.place !== undefined)
      .map(({ body }) => ({ id: body.party, ...body.place, weight: 1 })),
  ];
  const sites = [
    ...candidates.map(({ id, body }) => ({ id, ...body.place })),
    ...state.organisations
      .filter(({ body }) => body.place !== undefined)
      .map(({ body }) => ({ id: `at-${body.party}`, ...body.place })),
  ];
  const labelOf = (id: string) => {
    const site = state.sites.find((each) => each.id === id);
    if (site !== undefined) return name(site.body.name);
    return id.startsWith('at-') ? nameOf(id.slice(3)) : nameOf(id);
  };
  if (needs.length === 0 || sites.length === 0) return <Empty>{p('siting.none')}</Empty>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const problem = {
      problem: 'p-median',
      customers: needs,
      sites,
      p: Math.min(Number(wanted), sites.length),
      ...(down === '' ? {} : { whatIf: [{ name: labelOf(down), closed: [down] }] }),
    };
    void attempt(async () => setAnswer(await hub.post<LocationAnswer>('/coordination/siting', { problem })));
  };
  return (
    <section className="stack" aria-label={p('tab.siting')}>
      <h2>{p('tab.siting')}</h2>
      <p className="dim">{p('siting.what', { needs: needs.length, sites: sites.length })}</p>
      <form className="panel form-grid" onSubmit={submit}>
        <Field label={p('siting.count')} type="number" value={wanted} onChange={setWanted} />
        <Choice
          label={p('siting.down')}
          value={down}
          onChange={setDown}
          options={[['', '—'], ...sites.map(({ id }) => [id, labelOf(id)] as const)]}
        />
        <button type="submit" className="button primary">
          {p('siting.solve')}
        </button>
      </form>
      {answer !== undefined && (
        <section className="panel stack" aria-live="polite">
          <h3>{p('siting.open', { sites: answer.open.map(labelOf) })}</h3>
          <p>
            {p('siting.mean', { km: answer.meanCost ?? 0 })} {p('siting.gap', { gap: answer.gap })}
          </p>
          {answer.whatIf?.map((then) => (
            <p key={then.name} className="quote">
              {then.objective === null
                ? p('siting.infeasible', { name: then.name })
                : p('siting.then', {
                    name: then.name,
                    sites: then.open.map(labelOf),
                    more: answer.objective > 0 ? then.objective / answer.objective - 1 : 0,
                  })}
            </p>
          ))}
          <ul className="lines small">
            {answer.assignments.map(({ customer, site }) => (
              <li key={`${customer} ${site}`}>
                {p('from-to', { from: labelOf(site), to: labelOf(customer) })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
