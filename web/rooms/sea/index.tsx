import { Suspense, lazy, useCallback, useMemo, useState } from 'react';
import type { AlertBody } from '../../../src/alerts/api.ts';
import type { Entry, EntryView, FindingBody } from '../../../src/hub/api.ts';
import type { AreaView, Episode, GateView, TrackView } from '../../../src/sea/api.ts';
import { withQuery } from '../../api/client.ts';
import type { Bounds, View } from '../../chart/ChartView.ts';
import {
  areaShapes,
  collection,
  alertPlace,
  alertShapes,
  evidenceShapes,
  gateShapes,
  nothing,
  trackShapes,
} from '../../chart/shapes.ts';
import { FindingPanel } from '../../findings/FindingPanel.tsx';
import { useKeys } from '../../state/keys.ts';
import { useLive } from '../../state/live.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { useWords } from '../../state/words.tsx';
import { FindingsList } from './FindingsList.tsx';
import { HoverCard } from './HoverCard.tsx';
import { ImportDrop } from './ImportDrop.tsx';
import { Legend } from './Legend.tsx';
import { TimeBar, spanHours } from './TimeBar.tsx';
import { VesselPanel } from './VesselPanel.tsx';
import { VesselTable } from './VesselTable.tsx';
import { usePlayback } from './playback.ts';
import { readSelection, readView } from './selection.ts';
import type { Selection } from './selection.ts';
import { useVessels } from './vesselPoll.ts';

const Chart = lazy(() => import('../../chart/Chart.tsx'));

const hourMs = 3_600_000;
/** Where the watch floor opens: the seas around Japan, Taiwan and Luzon. */
const home: View = { lonDeg: 128, latDeg: 27.5, zoom: 4.6 };
/** How much of a vessel's way is drawn around what is looked at. */
const trackBeforeMs = 12 * hourMs;
const trackAfterMs = 2 * hourMs;
const phonePx = 760;

/** The watch floor: the chart fills the page, findings on the right, the time below, what is selected on the left. */
export default function Sea() {
  const { t } = useWords();
  const { query } = usePlace();
  const selection = useMemo(() => readSelection(query.select), [query.select]);
  const playback = usePlayback();
  const [bounds, setBounds] = useState<Bounds>();
  const { vessels } = useVessels(bounds, playback.atUtcMs);
  const drawn = useDrawn(selection, playback.atUtcMs);
  const { data: episodes, problem, reload } = useEpisodes(playback.atUtcMs);
  const [hover, setHover] = useState<{ mmsi: number; x: number; y: number }>();
  const close = useCallback(() => go({ query: { select: undefined, tab: undefined } }), []);
  const [start] = useState(() => readView(query.look) ?? readView(query.view) ?? home);
  const list = query.list === 'vessels' ? 'vessels' : 'findings';
  useKeys([
    { key: 'Escape', word: 'keys.close', run: close },
    { key: 'v', word: 'keys.list', run: () => showList(list === 'vessels' ? 'findings' : 'vessels') },
  ]);
  const padding = useMemo(
    () =>
      innerWidth <= phonePx
        ? { left: 20, right: 20, top: 20, bottom: 0.55 * innerHeight }
        : { left: selection === undefined ? 20 : 460, right: 400, top: 30, bottom: 130 },
    [selection],
  );
  const onMoved = useCallback((moved: Bounds, { lonDeg, latDeg, zoom }: View) => {
    setBounds(moved);
    const view = `${lonDeg.toFixed(3)},${latDeg.toFixed(3)},${zoom.toFixed(2)}`;
    // `look` was an order (from the command box, from a link); `view` is where it led.
    go({ query: { view, look: undefined } }, { replace: true });
  }, []);
  const onPick = useCallback((mmsi: number | undefined) => {
    if (mmsi !== undefined) go({ query: { select: `vessel:${mmsi}`, tab: undefined } });
  }, []);
  const look = useMemo(() => readView(query.look), [query.look]);
  return (
    <div className={`sea ${selection === undefined ? '' : 'has-selection'}`}>
      <h1 className="visually-hidden">{t('room.sea')}</h1>
      <Suspense fallback={<p className="empty">{t('chart.loading')}</p>}>
        <Chart
          start={start}
          vessels={vessels}
          areas={drawn.areas}
          gates={drawn.gates}
          tracks={drawn.tracks}
          evidence={drawn.evidence}
          target={drawn.target}
          look={look}
          padding={padding}
          onPick={onPick}
          onHover={setHover}
          onMoved={onMoved}
        />
      </Suspense>
      {hover !== undefined && <HoverCard {...hover} />}
      {selection?.kind === 'entry' && <FindingPanel key={selection.id} id={selection.id} onClose={close} />}
      {selection?.kind === 'vessel' && (
        <VesselPanel
          key={selection.mmsi}
          mmsi={selection.mmsi}
          track={drawn.track}
          fromUtcMs={drawn.fromUtcMs}
          toUtcMs={drawn.toUtcMs}
          onClose={close}
        />
      )}
      <section className="lists panel" aria-label={t('lists')}>
        <div className="lists-head">
          <div className="row">
            <ListButton name="findings" current={list} />
            <ListButton name="vessels" current={list} />
          </div>
          <ImportDrop />
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key */}
        <div className="lists-body" tabIndex={0}>
          {list === 'findings' ? (
            <FindingsList episodes={episodes} problem={problem} onRetry={reload} />
          ) : (
            <VesselTable vessels={vessels} />
          )}
        </div>
      </section>
      <Legend />
      <TimeBar playback={playback} />
    </div>
  );
}

function showList(name: 'findings' | 'vessels'): void {
  go({ query: { list: name === 'vessels' ? name : undefined } }, { replace: true });
}

function ListButton({ name, current }: { name: 'findings' | 'vessels'; current: string }) {
  const { t } = useWords();
  return (
    <button
      type="button"
      className="button quiet"
      aria-pressed={name === current}
      onClick={() => showList(name)}
    >
      {t(`list.${name}`)}
    </button>
  );
}

function useEpisodes(atUtcMs: number | undefined) {
  const { nowUtcMs } = useLive();
  // To the hour, so that the question stays the same while it is being played.
  const to = atUtcMs === undefined ? undefined : Math.ceil(atUtcMs / hourMs) * hourMs;
  const from = Math.floor(((to ?? nowUtcMs()) - spanHours * hourMs) / hourMs) * hourMs;
  return useQuery<Episode[]>(
    withQuery('/sea/episodes', {
      from: new Date(from).toISOString(),
      to: to === undefined ? undefined : new Date(to).toISOString(),
    }),
    { live: true },
  );
}

/** What is drawn beside the vessels: areas and gates always, evidence and way of what is selected. */
function useDrawn(selection: Selection, atUtcMs: number | undefined) {
  const { nowUtcMs } = useLive();
  const { data: areas } = useQuery<AreaView[]>('/sea/areas');
  const { data: gates } = useQuery<GateView[]>('/sea/gates');
  const { data: view } = useQuery<EntryView>(
    selection?.kind === 'entry' ? `/entries/${selection.id}` : undefined,
    {
      live: true,
    },
  );
  const finding = view?.entry.type === 'finding' ? (view.entry as Entry<FindingBody>) : undefined;
  const vessel = finding?.body.subjects.find(({ kind }) => kind === 'vessel')?.id;
  const mmsi =
    selection?.kind === 'vessel' ? selection.mmsi : vessel === undefined ? undefined : Number(vessel);
  // To ten minutes: a live track is asked for again as time goes by, but not every second.
  const nowStep = Math.ceil((atUtcMs ?? nowUtcMs()) / (hourMs / 6)) * (hourMs / 6);
  const fromUtcMs = (finding?.body.startUtcMs ?? nowStep) - trackBeforeMs;
  const toUtcMs = finding === undefined ? nowStep : finding.body.endUtcMs + trackAfterMs;
  const { data: track } = useQuery<TrackView>(
    mmsi === undefined || !Number.isInteger(mmsi)
      ? undefined
      : withQuery(`/sea/vessels/${mmsi}/track`, {
          from: new Date(fromUtcMs).toISOString(),
          to: new Date(toUtcMs).toISOString(),
        }),
  );
  const alert = view?.entry.type === 'alert' ? (view.entry as Entry<AlertBody>) : undefined;
  const place = finding?.body.place ?? (alert === undefined ? undefined : alertPlace(alert.body));
  const id = view?.entry.id;
  return {
    areas: useMemo(() => (areas === undefined ? nothing : collection(areaShapes(areas))), [areas]),
    gates: useMemo(() => (gates === undefined ? nothing : collection(gateShapes(gates))), [gates]),
    tracks: useMemo(() => (track === undefined ? nothing : collection(trackShapes(track))), [track]),
    evidence: useMemo(() => {
      if (alert !== undefined) return collection(alertShapes(alert.body));
      return finding === undefined ? nothing : collection(evidenceShapes(finding));
    }, [finding, alert]),
    // A new version of the same finding must not move the chart.
    target: useMemo(
      () => (place === undefined ? undefined : { lonDeg: place.lonDeg, latDeg: place.latDeg }),
      [id], // oxlint-disable-line react/exhaustive-deps -- see above
    ),
    track,
    fromUtcMs,
    toUtcMs,
  };
}
