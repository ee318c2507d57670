import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLatest } from '../state/latest.ts';

/** What a plot is made by: Observable Plot's own function, loaded by who looks at a plot. */
type Plot = typeof import('@observablehq/plot');

/**
 * A plot with its caption. Plots are for the eye: `children` is the same as a table, folded away beneath.
 * @param draw makes the drawing for a width in px; it is asked again when `drawn` changes
 */
export function PlotFigure({
  caption,
  draw,
  drawn,
  children,
  tableLabel,
}: {
  caption: string;
  draw: (plot: Plot, widthPx: number) => Element;
  drawn: unknown;
  children: ReactNode;
  tableLabel: string;
}) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useLatest(draw);
  useEffect(() => {
    let isGone = false;
    const put = async () => {
      const plot = await import('@observablehq/plot');
      const { current } = place;
      if (isGone || current === null) return;
      const drawing = latest.current(plot, Math.max(280, current.clientWidth));
      drawing.setAttribute('aria-hidden', 'true');
      current.replaceChildren(drawing);
    };
    void put();
    return () => {
      isGone = true;
    };
  }, [drawn, latest]);
  return (
    <figure className="plot stack">
      <figcaption className="small">{caption}</figcaption>
      <div ref={place} className="plot-place" />
      <details className="small">
        <summary>{tableLabel}</summary>
        {children}
      </details>
    </figure>
  );
}
