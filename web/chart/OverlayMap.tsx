import { useEffect, useRef, useState } from 'react';
import type { FeatureCollection } from 'geojson';
import type { Problem } from '../api/client.ts';
import { ErrorNote } from '../parts/ErrorNote.tsx';
import { useLatest } from '../state/latest.ts';
import { asProblem } from '../state/query.ts';
import { useSession } from '../state/session.tsx';
import { usePalette } from '../state/theme.ts';
import { useWords } from '../state/words.tsx';
import type { Bounds, View } from './ChartView.ts';
import { OverlayView } from './OverlayView.ts';
import type { OverlayHandlers } from './OverlayView.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

export interface OverlayMapProps extends Partial<OverlayHandlers> {
  readonly start: View;
  readonly fills: FeatureCollection;
  readonly lines: FeatureCollection;
  readonly points: FeatureCollection;
  /** What to bring into view; a new object asks again. */
  readonly fit?: Bounds;
  /** What the map shows, for who cannot see it; the lists beside it say the same. */
  readonly label: string;
}

/** The chart under anything but vessels. Loaded lazily by its users: the map library is large. */
export default function OverlayMap(props: OverlayMapProps) {
  const { start, fills, lines, points, fit, label } = props;
  const { session } = useSession();
  const { language } = useWords();
  const palette = usePalette(session.theme);
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<OverlayView>();
  const [problem, setProblem] = useState<Problem>();
  const latest = useLatest({ start, language, props });
  useEffect(() => {
    if (container.current === null) return;
    try {
      const made = new OverlayView(container.current, latest.current.start, latest.current.language, {
        onFeature: (layer, id) => latest.current.props.onFeature?.(layer, id),
        onPlace: (lonDeg, latDeg) => latest.current.props.onPlace?.(lonDeg, latDeg),
      });
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
  useEffect(() => void view?.setData('fills', fills), [view, fills]);
  useEffect(() => void view?.setData('lines', lines), [view, lines]);
  useEffect(() => void view?.setData('points', points), [view, points]);
  useEffect(() => {
    if (fit !== undefined) view?.fit(fit);
  }, [view, fit]);
  return (
    <div className="overlay-map">
      <section className="chart" ref={container} aria-label={label} />
      {problem !== undefined && <ErrorNote problem={problem} />}
      <ZoomButtons className="overlay-zoom" onZoom={(steps) => view?.zoomBy(steps)} />
    </div>
  );
}
