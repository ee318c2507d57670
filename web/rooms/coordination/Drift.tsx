import { Choice } from '../../parts/Choice.tsx';
import { useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import type { Feature } from 'geojson';
import type { DriftAnswer, ProbabilityMap } from '../../../src/coordination/api.ts';
import type { Entry, EntryView, FindingBody } from '../../../src/hub/api.ts';
import { timeText } from '../../parts/times.ts';
import { usePlace } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { ReliefMap } from './ReliefMap.tsx';
import { Field } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** Where somebody or something drifts from a last known position, or from where a finding ended; who searches what. */
export function Drift() {
  const { p } = useRelief();
  const { say } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { nowUtcMs } = useReliefState();
  const { query } = usePlace();
  const { data: classes } = useQuery<{ id: string; description: string }[]>('/coordination/drift/classes');
  const { data: finding } = useQuery<EntryView>(
    query.finding === undefined ? undefined : `/entries/${query.finding}`,
  );
  const from = startOf(finding?.entry as Entry<FindingBody> | undefined);
  const [kind, setKind] = useState('PIW-1');
  const [lon, setLon] = useState('');
  const [lat, setLat] = useState('');
  const [hoursAgo, setHoursAgo] = useState('3');
  const [ahead, setAhead] = useState('6');
  const [windKn, setWindKn] = useState('15');
  const [windFrom, setWindFrom] = useState('270');
  const [currentKn, setCurrentKn] = useState('0.5');
  const [currentTo, setCurrentTo] = useState('45');
  const [answer, setAnswer] = useState<DriftAnswer>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const utc = from?.utc ?? new Date(nowUtcMs - Number(hoursAgo) * 3_600_000).toISOString();
    const problem = {
      class: kind,
      start: {
        lonDeg: lon === '' ? from?.lonDeg : Number(lon),
        latDeg: lat === '' ? from?.latDeg : Number(lat),
        utc,
        radiusNm: 1,
      },
      count: 5000,
      durationH: Number(hoursAgo) + Number(ahead),
      wind: { speedKn: Number(windKn), fromDeg: Number(windFrom) },
      current: { speedKn: Number(currentKn), towardsDeg: Number(currentTo) },
      search: { units: [{ id: p('drift.unit'), speedKn: 12, hours: 4, sweepWidthNm: 0.5 }] },
    };
    void attempt(async () => setAnswer(await hub.post<DriftAnswer>('/coordination/drift', { problem })));
  };
  const features = useMemo(() => (answer === undefined ? [] : drawn(answer)), [answer]);
  return (
    <section className="stack" aria-label={p('tab.drift')}>
      <h2>{p('tab.drift')}</h2>
      {finding !== undefined && <p className="quote">{p('drift.from-finding', { title: finding.title })}</p>}
      <form className="panel form-grid" onSubmit={submit}>
        <Choice
          label={p('drift.class')}
          value={kind}
          onChange={setKind}
          options={(classes ?? [{ id: 'PIW-1', description: '' }]).map(({ id, description }) => [
            id,
            `${id} ${description}`,
          ])}
        />
        <Field label={p('latitude')} value={lat} onChange={setLat} optional={from !== undefined} />
        <Field label={p('longitude')} value={lon} onChange={setLon} optional={from !== undefined} />
        <Field label={p('hours-ago')} type="number" value={hoursAgo} onChange={setHoursAgo} />
        <Field label={p('drift.ahead')} type="number" value={ahead} onChange={setAhead} />
        <Field label={p('drift.wind')} value={windKn} onChange={setWindKn} />
        <Field label={p('drift.wind-from')} value={windFrom} onChange={setWindFrom} />
        <Field label={p('drift.current')} value={currentKn} onChange={setCurrentKn} />
        <Field label={p('drift.current-to')} value={currentTo} onChange={setCurrentTo} />
        <button type="submit" className="button primary">
          {p('drift.run')}
        </button>
      </form>
      {answer !== undefined && (
        <>
          <ReliefMap key={answer.endUtc} more={features} at={middleOf(answer)} />
          <section className="panel stack" aria-live="polite">
            <h3>{p('drift.track')}</h3>
            <ul className="lines">
              {answer.track.slice(-6).map((point) => (
                <li key={point.utc}>
                  {timeText(point.utc)} ·{' '}
                  {say({
                    key: 'coordination.position',
                    params: { at: [point.meanLonDeg, point.meanLatDeg] },
                  })}{' '}
                  · {p('drift.spread', { spread: point.spreadNm })}
                </li>
              ))}
            </ul>
            {answer.maps.at(-1) !== undefined && (
              <p>
                {p('drift.area', {
                  half: answer.maps.at(-1)?.containment.halfNm2 ?? 0,
                  ninety: answer.maps.at(-1)?.containment.ninetyPctNm2 ?? 0,
                  aground: answer.maps.at(-1)?.aground ?? 0,
                })}
              </p>
            )}
            {answer.plan?.assignments.map((each) => (
              <p key={each.unit}>
                {p('drift.assignment', {
                  unit: each.unit,
                  length: each.area.lengthNm,
                  width: each.area.widthNm,
                  axis: each.area.axisDeg,
                  spacing: each.pattern.trackSpacingNm,
                  pod: each.probabilityOfDetection,
                  pos: each.probabilityOfSuccess,
                })}
              </p>
            ))}
            <p className="small dim">{p('drift.model', { seed: answer.seed, source: answer.source })}</p>
          </section>
        </>
      )}
    </section>
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
