import { Choice } from '../../../parts/Choice.tsx';
import { useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import type { Feature } from 'geojson';
import type { DriftAnswer, ProbabilityMap } from '../../../../src/coordination/api.ts';
import type { Entry, EntryView, FindingBody } from '../../../../src/hub/api.ts';
import { timeText } from '../../../parts/times.ts';
import { usePlace } from '../../../state/location.ts';
import { useNotices } from '../../../state/notices.tsx';
import { useQuery } from '../../../state/query.ts';
import { useSession } from '../../../state/session.tsx';
import { useWords } from '../../../state/words.tsx';
import { save } from '../../../parts/save.ts';
import { FlowField } from './FlowField.tsx';
import { Plan } from './Plan.tsx';
import { Sorties } from './Sorties.tsx';
import { Units } from './Units.tsx';
import { emptyDraft, flown, models, problemOf } from './draft.ts';
import type { DriftDraft } from './draft.ts';
import { ReliefMap } from '../ReliefMap.tsx';
import { Field } from '../parts.tsx';
import { useReliefState } from '../state.tsx';
import { useRelief } from '../words.ts';

/** Where somebody or something drifts from a last known position, or from where a finding ended; who searches what. */
export function Drift() {
  const { p } = useRelief();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { nowUtcMs } = useReliefState();
  const { query } = usePlace();
  const { data: classes } = useQuery<{ id: string; description: string }[]>('/coordination/drift/classes');
  const { data: finding } = useQuery<EntryView>(
    query.finding === undefined ? undefined : `/entries/${query.finding}`,
  );
  const from = startOf(finding?.entry as Entry<FindingBody> | undefined);
  const [draft, setDraft] = useState(() => emptyDraft(nowUtcMs, p('drift.unit.next', { number: 1 })));
  const [answer, setAnswer] = useState<DriftAnswer>();
  const [running, setRunning] = useState(false);
  const set = (change: Partial<DriftDraft>) => setDraft((before) => ({ ...before, ...change }));
  const problem = () => problemOf(draft, from, nowUtcMs);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setRunning(true);
    void attempt(async () =>
      setAnswer(await hub.post<DriftAnswer>('/coordination/drift', { problem: problem() })),
    ).finally(() => setRunning(false));
  };
  const saveFile = () =>
    save(new Blob([JSON.stringify(problem(), null, 2)], { type: 'application/json' }), 'drift.json');
  const features = useMemo(() => (answer === undefined ? [] : drawn(answer)), [answer]);
  return (
    <section className="stack" aria-label={p('tab.drift')}>
      <h2>{p('tab.drift')}</h2>
      {finding !== undefined && <p className="quote">{p('drift.from-finding', { title: finding.title })}</p>}
      <form className="panel form-grid" onSubmit={submit}>
        <Choice
          label={p('drift.class')}
          value={draft.kind}
          onChange={(kind) => set({ kind })}
          options={(classes ?? [{ id: 'PIW-1', description: '' }]).map(({ id, description }) => [
            id,
            `${id} ${description}`,
          ])}
        />
        <Field
          label={p('latitude')}
          value={draft.lat}
          onChange={(lat) => set({ lat })}
          optional={from !== undefined}
        />
        <Field
          label={p('longitude')}
          value={draft.lon}
          onChange={(lon) => set({ lon })}
          optional={from !== undefined}
        />
        {from === undefined && (
          <Field label={p('drift.start')} value={draft.startUtc} onChange={(startUtc) => set({ startUtc })} />
        )}
        <Field label={p('drift.radius')} value={draft.radiusNm} onChange={(radiusNm) => set({ radiusNm })} />
        <Field
          label={p('drift.ahead')}
          type="number"
          value={draft.ahead}
          onChange={(ahead) => set({ ahead })}
        />
        <Choice
          label={p('drift.detection')}
          value={draft.model}
          onChange={(model) => set({ model: models.find((each) => each === model) ?? draft.model })}
          options={models.map((model) => [model, p(`drift.detection.${model}`)])}
        />
        <FlowField kind="wind" flow={draft.wind} onChange={(wind) => set({ wind })} />
        <FlowField kind="current" flow={draft.current} onChange={(current) => set({ current })} />
        <Units units={draft.units} onChange={(units) => set({ units })} />
        <div className="row wide">
          <button type="submit" className="button primary" disabled={running}>
            {p('drift.run')}
          </button>
          <button type="button" className="button" onClick={saveFile}>
            {p('drift.save')}
          </button>
          {running && <progress aria-label={p('drift.run')} />}
        </div>
      </form>
      <section className="panel">
        <Sorties
          sorties={draft.sorties}
          results={answer?.sorties ?? []}
          nowUtcMs={nowUtcMs}
          onChange={(sorties) => set({ sorties })}
        />
      </section>
      {answer !== undefined && (
        <>
          <ReliefMap key={answer.endUtc} more={features} at={middleOf(answer)} />
          <section className="panel stack" aria-live="polite">
            {answer.plan !== undefined && answer.plan.assignments.length > 0 && (
              <Plan
                plan={answer.plan}
                onFlown={(each) => set({ sorties: [...draft.sorties, flown(each, answer.endUtc)] })}
              />
            )}
            <Whereabouts answer={answer} />
          </section>
        </>
      )}
    </section>
  );
}

function Whereabouts({ answer }: { answer: DriftAnswer }) {
  const { p } = useRelief();
  const { say } = useWords();
  const map = answer.maps.at(-1);
  return (
    <>
      <h3>{p('drift.track')}</h3>
      <ul className="lines">
        {answer.track.slice(-6).map((point) => (
          <li key={point.utc}>
            {timeText(point.utc)} ·{' '}
            {say({ key: 'coordination.position', params: { at: [point.meanLonDeg, point.meanLatDeg] } })} ·{' '}
            {p('drift.spread', { spread: point.spreadNm })}
          </li>
        ))}
      </ul>
      {map !== undefined && (
        <p>
          {p('drift.area', {
            half: map.containment.halfNm2,
            ninety: map.containment.ninetyPctNm2,
            aground: map.aground,
          })}
        </p>
      )}
      <p className="small dim">{p('drift.model', { seed: answer.seed, source: answer.source })}</p>
    </>
  );
}

/** Where and when a finding ended: the last known position. */
function startOf(entry: Entry<FindingBody> | undefined) {
  const place = entry?.body.place;
  if (entry === undefined || place === undefined) return undefined;
  return { lonDeg: place.lonDeg, latDeg: place.latDeg, utc: new Date(entry.body.endUtcMs).toISOString() };
}

function middleOf({ track }: DriftAnswer) {
  const { meanLonDeg, meanLatDeg } = track[track.length - 1];
  return { lonDeg: meanLonDeg, latDeg: meanLatDeg, zoom: 9 };
}

/** The cells that together hold a share of the probability, the likeliest first. */
function cellsHolding(map: ProbabilityMap, share: number): Feature[] {
  const order = map.probability.map((value, i) => [value, i] as const).sort(([a], [b]) => b - a);
  const features: Feature[] = [];
  let held = 0;
  for (const [value, i] of order) {
    if (held >= share || value === 0) break;
    held += value;
    const west = map.westDeg + (i % map.columns) * map.cellLonDeg;
    const south = map.southDeg + Math.floor(i / map.columns) * map.cellLatDeg;
    const [east, north] = [west + map.cellLonDeg, south + map.cellLatDeg];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    features.push({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [ring] },
      properties: { kind: 'uncertainty' },
    });
  }
  return features;
}

function drawn(answer: DriftAnswer): Feature[] {
  const map = answer.maps.at(-1);
  const cells = map === undefined ? [] : [...cellsHolding(map, 0.9), ...cellsHolding(map, 0.5)];
  const track: Feature = {
    type: 'Feature',
    geometry: {
      type: 'LineString',
      coordinates: answer.track.map(({ meanLonDeg, meanLatDeg }) => [meanLonDeg, meanLatDeg]),
    },
    properties: { kind: 'evidence' },
  };
  const areas = (answer.plan?.assignments ?? []).map(
    ({ area }): Feature => ({
      type: 'Feature',
      geometry: {
        type: 'LineString',
        coordinates: [...area.corners, area.corners[0]].map(([lonDeg, latDeg]) => [lonDeg, latDeg]),
      },
      properties: { kind: 'evidence' },
    }),
  );
  return [...cells, track, ...areas];
}
