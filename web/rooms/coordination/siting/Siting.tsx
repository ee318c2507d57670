import { useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import type { Feature } from 'geojson';
import type { LocationAnswer, PrepositioningAnswer } from '../../../../src/coordination/api.ts';
import { Choice } from '../../../parts/Choice.tsx';
import { Empty } from '../../../parts/Empty.tsx';
import { save } from '../../../parts/save.ts';
import { useNotices } from '../../../state/notices.tsx';
import { useSession } from '../../../state/session.tsx';
import { ReliefMap } from '../ReliefMap.tsx';
import { Field } from '../parts.tsx';
import { useReliefState } from '../state.tsx';
import { useRelief } from '../words.ts';
import { LocationResult, StocksResult } from './Answers.tsx';
import { Happenings } from './Happenings.tsx';
import { Stores } from './Stores.tsx';
import { aims, emptyDraft, placesOf, problemOf } from './draft.ts';
import type { Places, SitingDraft } from './draft.ts';

type Answer =
  | { readonly kind: 'location'; readonly answer: LocationAnswer }
  | {
      readonly kind: 'stocks';
      readonly answer: PrepositioningAnswer;
      readonly without: { readonly name: string; readonly answer: PrepositioningAnswer } | undefined;
    };

/** Where stock would be reached soonest, from the places of this contingency; and what if one is out. */
export function Siting() {
  const { p } = useRelief();
  const { state } = useReliefState();
  const places = useMemo(() => placesOf(state), [state]);
  if (places.needs.length === 0 || places.sites.length === 0) return <Empty>{p('siting.none')}</Empty>;
  return <Planner places={places} />;
}

function Planner({ places }: { places: Places }) {
  const { p, name } = useRelief();
  const { state, nameOf } = useReliefState();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [draft, setDraft] = useState(() =>
    emptyDraft(places, [p('siting.happening.likely'), p('siting.happening.severe')]),
  );
  const [answer, setAnswer] = useState<Answer>();
  const [running, setRunning] = useState(false);
  const set = (change: Partial<SitingDraft>) => setDraft((before) => ({ ...before, ...change }));
  const labelOf = (id: string) => {
    const site = state.sites.find((each) => each.id === id);
    if (site !== undefined) return name(site.body.name);
    return id.startsWith('at-') ? nameOf(id.slice(3)) : nameOf(id);
  };
  const roadName = (way: string) => {
    const [site, customer] = way.split(' ');
    return p('from-to', { from: labelOf(site), to: labelOf(customer) });
  };
  const siteOptions = places.sites.map(({ id }) => [id, labelOf(id)] as const);
  const roads = roadsOf(places, answer).map((way) => [way, roadName(way)] as const);
  const changes = [
    ...(draft.down === '' ? [] : [{ name: labelOf(draft.down), closed: [draft.down] }]),
    ...(draft.road === ''
      ? []
      : [
          {
            name: roadName(draft.road),
            cuts: [{ site: draft.road.split(' ')[0], customer: draft.road.split(' ')[1] }],
          },
        ]),
  ];
  const ask = <T,>(problem: object) => hub.post<T>('/coordination/siting', { problem });
  const solve = async () => {
    if (draft.aim !== 'pre-positioning') {
      setAnswer({ kind: 'location', answer: await ask<LocationAnswer>(problemOf(draft, places, changes)) });
      return;
    }
    const stocks = await ask<PrepositioningAnswer>(problemOf(draft, places, []));
    const without =
      changes.length === 0
        ? undefined
        : {
            name: changes.map((change) => change.name).join(', '),
            answer: await ask<PrepositioningAnswer>(problemOf(draft, places, changes)),
          };
    setAnswer({ kind: 'stocks', answer: stocks, without });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setRunning(true);
    void attempt(solve).finally(() => setRunning(false));
  };
  const holds = draft.aim === 'capacitated' || draft.aim === 'pre-positioning';
  return (
    <section className="stack" aria-label={p('tab.siting')}>
      <h2>{p('tab.siting')}</h2>
      <p className="dim">{p('siting.what', { needs: places.needs.length, sites: places.sites.length })}</p>
      <form className="panel form-grid" onSubmit={submit}>
        <Choice
          label={p('siting.aim')}
          value={draft.aim}
          onChange={(aim) => set({ aim: aims.find((each) => each === aim) ?? draft.aim })}
          options={aims.map((each) => [each, p(`siting.aim.${each}`)])}
        />
        {draft.aim === 'maximal-covering' && (
          <Field
            label={p('siting.radius')}
            type="number"
            value={draft.radiusKm}
            onChange={(radiusKm) => set({ radiusKm })}
          />
        )}
        {draft.aim !== 'capacitated' && (
          <Field
            label={p('siting.count')}
            type="number"
            value={draft.count}
            onChange={(count) => set({ count })}
          />
        )}
        {holds && (
          <Field
            label={p('siting.per-km')}
            type="number"
            value={draft.perUnitKm}
            onChange={(perUnitKm) => set({ perUnitKm })}
          />
        )}
        {draft.aim === 'pre-positioning' && (
          <>
            <Field
              label={p('siting.total')}
              type="number"
              value={draft.totalStock}
              onChange={(totalStock) => set({ totalStock })}
            />
            <Field
              label={p('siting.unmet')}
              type="number"
              value={draft.unmet}
              onChange={(unmet) => set({ unmet })}
            />
          </>
        )}
        <Choice
          label={p('siting.down')}
          value={draft.down}
          onChange={(down) => set({ down })}
          options={[['', '—'], ...siteOptions]}
        />
        <Choice
          label={p('siting.road')}
          value={draft.road}
          onChange={(road) => set({ road })}
          options={[['', '—'], ...roads]}
        />
        {holds && (
          <Stores draft={draft} places={places} labelOf={labelOf} onChange={(stores) => set({ stores })} />
        )}
        {draft.aim === 'pre-positioning' && (
          <Happenings
            happenings={draft.happenings}
            sites={siteOptions}
            roads={roads}
            onChange={(happenings) => set({ happenings })}
          />
        )}
        <div className="row wide">
          <button type="submit" className="button primary" disabled={running}>
            {p('siting.solve')}
          </button>
          <button
            type="button"
            className="button"
            onClick={() =>
              save(
                new Blob([JSON.stringify(problemOf(draft, places, changes), null, 2)], {
                  type: 'application/json',
                }),
                'allocate.json',
              )
            }
          >
            {p('drift.save')}
          </button>
          {running && <progress aria-label={p('siting.solve')} />}
        </div>
      </form>
      {answer !== undefined && <ReliefMap key={answer.answer.open.join()} more={waysOf(places, answer)} />}
      {answer !== undefined && (
        <section className="panel stack" aria-live="polite">
          {answer.kind === 'location' ? (
            <LocationResult answer={answer.answer} labelOf={labelOf} />
          ) : (
            <StocksResult answer={answer.answer} without={answer.without} labelOf={labelOf} />
          )}
        </section>
      )}
    </section>
  );
}

/** Ways that may be cut: those of the last answer, or, where it names none, all of a small problem. */
function roadsOf({ needs, sites }: Places, answer: Answer | undefined): string[] {
  if (answer?.kind === 'location')
    return answer.answer.assignments.map(({ site, customer }) => `${site} ${customer}`);
  if (needs.length * sites.length > 400) return [];
  return sites.flatMap((site) => needs.map(({ id }) => `${site.id} ${id}`));
}

function waysOf({ needs, sites }: Places, answer: Answer): Feature[] {
  const at = new Map([...needs, ...sites].map(({ id, lonDeg, latDeg }) => [id, [lonDeg ?? 0, latDeg ?? 0]]));
  if (answer.kind === 'stocks')
    return answer.answer.stocks.map(({ site }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: at.get(site) ?? [] },
      properties: { kind: 'fix' },
    }));
  return answer.answer.assignments.map(({ site, customer }) => ({
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: [at.get(site) ?? [], at.get(customer) ?? []] },
    properties: { kind: 'evidence' },
  }));
}
