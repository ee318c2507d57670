import { useEffect, useRef, useState } from 'react';
import type { FeatureCollection } from 'geojson';
import type { VesselColumns } from '../../src/sea/api.ts';
import type { Problem } from '../api/client.ts';
import { ErrorNote } from '../parts/ErrorNote.tsx';
import { useLatest } from '../state/latest.ts';
import { asProblem } from '../state/query.ts';
import { useSession } from '../state/session.tsx';
import { usePalette } from '../state/theme.ts';
import { useWords } from '../state/words.tsx';
import { ChartView } from './ChartView.ts';
import { ZoomButtons } from './ZoomButtons.tsx';
import type { ChartHandlers, Padding, View } from './ChartView.ts';

export interface ChartProps extends ChartHandlers {
  readonly start: View;
  readonly vessels: VesselColumns | undefined;
  readonly areas: FeatureCollection;
  readonly gates: FeatureCollection;
  readonly tracks: FeatureCollection;
  readonly evidence: FeatureCollection;
  /** What to bring into view; a new object asks again. */
  readonly target: { readonly lonDeg: number; readonly latDeg: number } | undefined;
  /** Where to go in any case, as somebody asked by name. */
  readonly look: View | undefined;
  readonly padding: Padding;
}

/** The chart as a component. Whoever cannot see it has the lists beside it, and is told so. */
export default function Chart(props: ChartProps) {
  const { vessels, areas, gates, tracks, evidence, target, look, padding, start } = props;
  const { session } = useSession();
  const { t, language } = useWords();
  const palette = usePalette(session.theme);
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<ChartView>();
  const [problem, setProblem] = useState<Problem>();
  const latest = useLatest({ start, language, padding, props });

  useEffect(() => {
    if (container.current === null) return;
    const handlers: ChartHandlers = {
      onPick: (mmsi) => latest.current.props.onPick(mmsi),
      onHover: (vessel) => latest.current.props.onHover(vessel),
      onMoved: (bounds, at) => latest.current.props.onMoved(bounds, at),
    };
    try {
      const made = new ChartView(container.current, latest.current.start, latest.current.language, handlers);
      setView(made);
      return () => made.destroy();
    } catch (error) {
      // No WebGL: the lists still work, and the page says what is missing.
      setProblem(asProblem(error));
      return;
    }
  }, [latest]);
  const drawn = useRef(`${palette} ${language}`);
  useEffect(() => {
    if (drawn.current === `${palette} ${language}`) return;
    drawn.current = `${palette} ${language}`;
    void view?.restyle(language);
  }, [view, palette, language]);
  useEffect(() => {
    if (vessels !== undefined) view?.setVessels(vessels);
  }, [view, vessels]);
  useEffect(() => void view?.setNamed('areas', areas), [view, areas]);
  useEffect(() => view?.setData('gates', gates), [view, gates]);
  useEffect(() => view?.setData('tracks', tracks), [view, tracks]);
  useEffect(() => view?.setData('evidence', evidence), [view, evidence]);
  useEffect(() => {
    if (target !== undefined) view?.show(target.lonDeg, target.latDeg, latest.current.padding);
  }, [view, target, latest]);
  useEffect(() => {
    if (look !== undefined) view?.show(look.lonDeg, look.latDeg, latest.current.padding, look.zoom);
  }, [view, look, latest]);

  return (
    <>
      <section className="chart" ref={container} aria-label={t('chart.label')} />
      {problem !== undefined && <ErrorNote problem={problem} />}
      <ZoomButtons className="chart-zoom" onZoom={(steps) => view?.zoomBy(steps)} />
    </>
  );
}
