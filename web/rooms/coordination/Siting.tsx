import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Feature } from 'geojson';
import type { LocationAnswer } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { Field } from './parts.tsx';
import { ReliefMap } from './ReliefMap.tsx';
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
  const [kind, setKind] = useState<'p-median' | 'maximal-covering'>('p-median');
  const [radiusKm, setRadiusKm] = useState('20');
  const [road, setRoad] = useState('');
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
  const placeOf = new Map(
    [...needs, ...sites].map(({ id, lonDeg, latDeg }) => [id, [lonDeg ?? 0, latDeg ?? 0]]),
  );
  const ways = ({ assignments }: LocationAnswer): Feature[] =>
    assignments.map(({ site, customer }) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: [placeOf.get(site) ?? [], placeOf.get(customer) ?? []] },
      properties: { kind: 'evidence' },
    }));
  const roadName = (way: string) => {
    const [site, customer] = way.split(' ');
    return p('from-to', { from: labelOf(site), to: labelOf(customer) });
  };
  const roads = (answer?.assignments ?? []).map(({ site, customer }) => `${site} ${customer}`);
  if (needs.length === 0 || sites.length === 0) return <Empty>{p('siting.none')}</Empty>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [site, customer] = road.split(' ');
    const whatIf = [
      ...(down === '' ? [] : [{ name: labelOf(down), closed: [down] }]),
      ...(road === '' ? [] : [{ name: roadName(road), cuts: [{ site, customer }] }]),
    ];
    const problem = {
      problem: kind,
      ...(kind === 'maximal-covering' ? { radius: Number(radiusKm) } : {}),
      customers: needs,
      sites,
      p: Math.min(Number(wanted), sites.length),
      // What is lost without a store is told in distance.
      ...(kind !== 'p-median' || whatIf.length === 0 ? {} : { whatIf }),
    };
    void attempt(async () => setAnswer(await hub.post<LocationAnswer>('/coordination/siting', { problem })));
  };
  return (
    <section className="stack" aria-label={p('tab.siting')}>
      <h2>{p('tab.siting')}</h2>
      <p className="dim">{p('siting.what', { needs: needs.length, sites: sites.length })}</p>
      <form className="panel form-grid" onSubmit={submit}>
        <Choice
          label={p('siting.aim')}
          value={kind}
          onChange={(value) => setKind(value === 'p-median' ? value : 'maximal-covering')}
          options={(['p-median', 'maximal-covering'] as const).map((each) => [each, p(`siting.aim.${each}`)])}
        />
        {kind === 'maximal-covering' && (
          <Field label={p('siting.radius')} type="number" value={radiusKm} onChange={setRadiusKm} />
        )}
        <Field label={p('siting.count')} type="number" value={wanted} onChange={setWanted} />
        <Choice
          label={p('siting.down')}
          value={down}
          onChange={setDown}
          options={[['', '—'], ...sites.map(({ id }) => [id, labelOf(id)] as const)]}
        />
        {roads.length > 0 && (
          <Choice
            label={p('siting.road')}
            value={road}
            onChange={setRoad}
            options={[['', '—'], ...roads.map((way) => [way, roadName(way)] as const)]}
          />
        )}
        <button type="submit" className="button primary">
          {p('siting.solve')}
        </button>
      </form>
      {answer !== undefined && <ReliefMap key={answer.open.join()} more={ways(answer)} />}
      {answer !== undefined && (
        <section className="panel stack" aria-live="polite">
          <h3>{p('siting.open', { sites: answer.open.map(labelOf) })}</h3>
          <p>
            {answer.coveredShare === undefined
              ? p('siting.mean', { km: answer.meanCost ?? 0 })
              : p('siting.covered', { share: answer.coveredShare })}{' '}
            {p('siting.gap', { gap: answer.gap })}
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
