import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { Histogram } from '../../../src/hub/api.ts';
import { withQuery } from '../../api/client.ts';
import { timeText } from '../../parts/times.ts';
import { useKeys } from '../../state/keys.ts';
import { useLive } from '../../state/live.tsx';
import { useQuery } from '../../state/query.ts';
import { useWords } from '../../state/words.tsx';
import { rates } from './playback.ts';
import type { Playback, Rate } from './playback.ts';

const hourMs = 3_600_000;
/** What the bar spans: two days, ending with the hour that is now. */
export const spanHours = 48;
const stepsMs: Record<string, number> = {
  ArrowLeft: -10 * 60_000,
  ArrowRight: 10 * 60_000,
  PageDown: -hourMs,
  PageUp: hourMs,
};

/** Findings an hour, and the moment that the chart shows. When that is not now, it says so unmistakably. */
export function TimeBar({ playback }: { playback: Playback }) {
  const { t } = useWords();
  const { nowUtcMs } = useLive();
  const { atUtcMs, playing, rate, seek, play, setRate } = playback;
  const toUtcMs = Math.ceil(nowUtcMs() / hourMs) * hourMs;
  const fromUtcMs = toUtcMs - spanHours * hourMs;
  const isLive = atUtcMs === undefined;
  useKeys([
    { key: 'Space', word: 'keys.play', run: () => play(playing === undefined ? 1 : undefined) },
    { key: 'l', word: 'keys.live', run: () => seek(undefined) },
  ]);
  return (
    <section className={`time-bar panel ${isLive ? '' : 'past'}`} aria-label={t('time.bar')}>
      <div className="time-state">
        {isLive ? (
          <strong className="live-mark">{t('time.live')}</strong>
        ) : (
          <button type="button" className="button primary" onClick={() => seek(undefined)}>
            {t('time.back-to-live')} <kbd aria-hidden="true">L</kbd>
          </button>
        )}
        <div className="row time-controls">
          <PlayButton
            label={t('time.backward')}
            text="◀"
            on={playing === -1}
            onClick={() => play(playing === -1 ? undefined : -1)}
          />
          <PlayButton
            label={t('time.forward')}
            text="▶"
            on={playing === 1}
            onClick={() => play(playing === 1 ? undefined : 1)}
          />
          <label>
            <span className="visually-hidden">{t('time.rate')}</span>
            <select value={rate} onChange={({ target }) => setRate(Number(target.value) as Rate)}>
              {rates.map((value) => (
                <option key={value} value={value}>
                  {value}×
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      <div className="time-scale">
        {!isLive && (
          <p className="not-live" role="status">
            {t('time.not-live', { time: timeText(atUtcMs) })}
          </p>
        )}
        <Slider
          fromUtcMs={fromUtcMs}
          toUtcMs={toUtcMs}
          nowUtcMs={nowUtcMs()}
          atUtcMs={atUtcMs}
          onSeek={seek}
        />
      </div>
    </section>
  );
}

function PlayButton({
  label,
  text,
  on,
  onClick,
}: {
  label: string;
  text: string;
  on: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={label}
      aria-pressed={on}
      onClick={onClick}
    >
      {on ? '❚❚' : text}
    </button>
  );
}

function Slider({
  fromUtcMs,
  toUtcMs,
  nowUtcMs,
  atUtcMs,
  onSeek,
}: {
  fromUtcMs: number;
  toUtcMs: number;
  nowUtcMs: number;
  atUtcMs: number | undefined;
  onSeek: (time: number | undefined) => void;
}) {
  const { t } = useWords();
  const bar = useRef<HTMLDivElement>(null);
  const shown = atUtcMs ?? nowUtcMs;
  const share = (time: number) => Math.max(0, Math.min(1, (time - fromUtcMs) / (toUtcMs - fromUtcMs)));
  const seekTo = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    if (box !== undefined)
      onSeek(fromUtcMs + ((event.clientX - box.left) / box.width) * (toUtcMs - fromUtcMs));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepsMs[event.key];
    if (step !== undefined) onSeek(Math.max(fromUtcMs, shown + step));
    else if (event.key === 'Home') onSeek(fromUtcMs);
    else if (event.key === 'End') onSeek(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={bar}
      className="slider"
      role="slider"
      tabIndex={0}
      aria-label={t('time.moment')}
      aria-valuemin={fromUtcMs}
      aria-valuemax={Math.floor(nowUtcMs)}
      aria-valuenow={Math.floor(shown)}
      aria-valuetext={atUtcMs === undefined ? t('time.live') : timeText(atUtcMs)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
    >
      <Bars fromUtcMs={fromUtcMs} toUtcMs={toUtcMs} />
      <span className="slider-future" style={{ left: `${100 * share(nowUtcMs)}%` }} />
      <span className="slider-at" style={{ left: `${100 * share(shown)}%` }} />
      <span className="slider-days small dim" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75].map((at) => (
          <span key={at} style={{ left: `${100 * at}%` }}>
            {dayHour(fromUtcMs + at * (toUtcMs - fromUtcMs))}
          </span>
        ))}
      </span>
    </div>
  );
}

/** `20 Nov 21:00`, so that two days do not look the same. */
function dayHour(timeUtcMs: number): string {
  const iso = new Date(timeUtcMs).toISOString();
  return `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
}

function Bars({ fromUtcMs, toUtcMs }: { fromUtcMs: number; toUtcMs: number }) {
  const { t } = useWords();
  const { data } = useQuery<Histogram>(
    withQuery('/histogram', {
      from: new Date(fromUtcMs).toISOString(),
      to: new Date(toUtcMs).toISOString(),
      types: 'finding',
    }),
    { live: true },
  );
  const counts = data?.counts ?? [];
  const most = Math.max(1, ...counts);
  return (
    <span className="bars" role="img" aria-label={t('time.histogram', { most })}>
      {counts.map((count, i) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- an hour is its place on the bar
          key={i}
          title={`${dayHour((data?.fromUtcMs ?? 0) + i * (data?.stepMs ?? 0))} UTC · ${count}`}
          style={{ height: `${count === 0 ? 4 : 14 + (86 * count) / most}%` }}
          className={count === most && count > 1 ? 'most' : ''}
        />
      ))}
    </span>
  );
}
