import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, WheelEvent } from 'react';
import type { TimelineColumns, TimelineItemView } from '../../../src/programme/api.ts';
import { withQuery } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useLatest } from '../../state/latest.ts';
import { useQuery } from '../../state/query.ts';
import { LevelChoice } from './Coverage.tsx';
import { dayMs, dayText, Lanes } from './lanes.ts';
import type { LaneColours, View } from './lanes.ts';
import { entryPage } from './pages.ts';
import { DateText } from './Statement.tsx';
import { ScrollBox } from './ScrollBox.tsx';
import { useProgrammeWords } from './words.ts';

/** What happened when, a lane for each level; below it what is in view, as a list. */
export function Timeline() {
  const { p } = useProgrammeWords();
  const { data, problem, reload } = useQuery<TimelineColumns>('/programme/timeline', { live: true });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  return (
    <>
      <p className="dim">{p('timeline.about')}</p>
      <TimelineCanvas columns={data} />
      {data.undated > 0 && <p className="small dim">{p('timeline.undated', { count: data.undated })}</p>}
      <InView />
    </>
  );
}

const canvasHeight = 380;
const settleMs = 200;

function TimelineCanvas({ columns }: { columns: TimelineColumns }) {
  const { p, named } = useProgrammeWords();
  const { from, to } = usePlace().query;
  const canvas = useRef<HTMLCanvasElement>(null);
  const lanes = useMemo(() => new Lanes(columns), [columns]);
  const view = useRef<View>(lanes.usual);
  const frame = useRef(0);
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  const names = columns.levels.map((level) => named('level', level));

  const draw = () => {
    frame.current = 0;
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined) return;
    const { clientWidth: width, clientHeight: height } = element;
    const ratio = devicePixelRatio;
    if (element.width !== Math.round(width * ratio)) {
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    lanes.draw(context, width, height, view.current, names, coloursOf(element));
  };
  const redraw = () => {
    if (frame.current === 0) frame.current = requestAnimationFrame(draw);
  };
  const latest = useLatest(redraw);

  useEffect(() => {
    const asked = from !== undefined && to !== undefined;
    view.current = asked
      ? lanes.clamp({ from: Date.parse(from) / dayMs, to: Date.parse(to) / dayMs })
      : lanes.usual;
    latest.current();
  }, [lanes, from, to, latest]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => latest.current());
    observer.observe(element);
    const themes = new MutationObserver(() => latest.current());
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      observer.disconnect();
      themes.disconnect();
    };
  }, [latest]);

  const show = (next: View) => {
    view.current = lanes.clamp(next);
    redraw();
    clearTimeout(settling.current);
    settling.current = setTimeout(() => {
      const { from: first, to: last } = view.current;
      go({ query: { from: dayText(first), to: dayText(last) } }, { replace: true });
    }, settleMs);
  };
  const shift = (share: number) => {
    const { from: first, to: last } = view.current;
    show({ from: first + (last - first) * share, to: last + (last - first) * share });
  };
  const zoom = (factor: number, at = 0.5) => {
    const { from: first, to: last } = view.current;
    const centre = first + (last - first) * at;
    const span = (last - first) * factor;
    show({ from: centre - span * at, to: centre + span * (1 - at) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = {
      ArrowLeft: () => shift(-0.1),
      ArrowRight: () => shift(0.1),
      PageUp: () => shift(-0.8),
      PageDown: () => shift(0.8),
      '+': () => zoom(0.6),
      '-': () => zoom(1 / 0.6),
      Home: () => show(lanes.whole),
      Enter: () => document.getElementById('timeline-list')?.focus(),
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const dragged = useRef<number>(undefined);
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    if (dragged.current === undefined) return;
    const moved = (dragged.current - event.clientX) / event.currentTarget.clientWidth;
    dragged.current = event.clientX;
    shift(moved);
  };
  const onWheel = (event: WheelEvent<HTMLCanvasElement>) => {
    if (event.ctrlKey || event.shiftKey) {
      const box = event.currentTarget.getBoundingClientRect();
      zoom(event.deltaY + event.deltaX > 0 ? 1.2 : 1 / 1.2, (event.clientX - box.left) / box.width);
    } else if (event.deltaX !== 0) shift(event.deltaX / event.currentTarget.clientWidth);
  };
  const label = p('timeline.label', {
    from: from ?? dayText(lanes.usual.from),
    to: to ?? dayText(lanes.usual.to),
    count: columns.from.length,
  });
  return (
    <figure className="stack">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys move the picture */}
      <canvas
        ref={canvas}
        className="programme-timeline panel"
        style={{ height: canvasHeight }}
        role="img"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keys move the picture
        tabIndex={0}
        onKeyDown={onKeyDown}
        onWheel={onWheel}
        onPointerDown={(event) => {
          dragged.current = event.clientX;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          dragged.current = undefined;
        }}
      />
      <figcaption className="row">
        <button type="button" className="button" onClick={() => zoom(0.6)}>
          {p('timeline.zoom-in')} <kbd aria-hidden="true">+</kbd>
        </button>
        <button type="button" className="button" onClick={() => zoom(1 / 0.6)}>
          {p('timeline.zoom-out')} <kbd aria-hidden="true">−</kbd>
        </button>
        <button type="button" className="button" onClick={() => show(lanes.whole)}>
          {p('timeline.all')} <kbd aria-hidden="true">Home</kbd>
        </button>
      </figcaption>
    </figure>
  );
}

function coloursOf(element: Element): LaneColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    dim: read('--dim'),
    rule: read('--rule'),
    accent: read('--accent'),
    panel: read('--panel'),
  };
}

const listed = 100;

function InView() {
  const { p, named } = useProgrammeWords();
  const { query } = usePlace();
  const [level, setLevel] = useState('');
  const { from, to } = query;
  const path = withQuery('/programme/timeline/items', { from, to, level, limit: listed });
  const { data } = useQuery<{ items: TimelineItemView[]; count: number }>(path, { live: true });
  if (data === undefined) return null;
  return (
    <section id="timeline-list" className="stack" tabIndex={-1} aria-labelledby="timeline-in-view">
      <header className="row spread">
        <h2 id="timeline-in-view">
          {from === undefined || to === undefined ? p('timeline.all') : p('timeline.in-view', { from, to })}
        </h2>
        <LevelChoice level={level} onChoose={setLevel} />
      </header>
      <p className="small dim">{p('statements.shown', { shown: data.items.length, count: data.count })}</p>
      <ScrollBox label={p('page.timeline')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{p('statement.date')}</th>
              <th scope="col">{p('statement.level')}</th>
              <th scope="col">{p('statement.kind')}</th>
              <th scope="col">{p('field.title')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((item, i) => (
              <tr key={`${item.id} ${i}`}>
                <td className="no-wrap">
                  <DateText date={item.date} precision={item.datePrecision} basis={item.dateBasis} />
                </td>
                <td className="no-wrap">{named('level', item.level)}</td>
                <td className="no-wrap">{named('fact', item.kind)}</td>
                <td>
                  {item.says !== undefined && (
                    <span className="dim">{p('source.says', { by: item.says })} </span>
                  )}
                  <Link to={entryPage(item.id)}>{item.title}</Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
