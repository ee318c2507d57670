import { useState } from 'react';
import type { SilenceView, TrackView, VesselView } from '../../../src/sea/api.ts';
import { position } from '../../../src/words/index.ts';
import { withQuery } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { SpeedPlot } from '../../parts/SpeedPlot.tsx';
import { timeText } from '../../parts/times.ts';
import { useKeys } from '../../state/keys.ts';
import { useQuery } from '../../state/query.ts';
import { useWords } from '../../state/words.tsx';

/** One vessel: who it says it is, what it does, where it was, and why it raised nothing. */
export function VesselPanel({
  mmsi,
  track,
  fromUtcMs,
  toUtcMs,
  onClose,
}: {
  mmsi: number;
  track: TrackView | undefined;
  fromUtcMs: number;
  toUtcMs: number;
  onClose: () => void;
}) {
  const { t, say } = useWords();
  const [asksWhy, setAsksWhy] = useState(false);
  const { data: vessel, problem } = useQuery<VesselView>(`/sea/vessels/${mmsi}`, { everyMs: 10_000 });
  useKeys([{ key: 'w', word: 'keys.why', run: () => setAsksWhy((before) => !before) }]);
  return (
    <section className="detail panel" aria-label={t('vessel.panel')}>
      <header className="detail-head">
        <h2>{vessel === undefined || vessel.name === '' ? `MMSI ${mmsi}` : vessel.name}</h2>
        {vessel !== undefined && (
          <p className="small dim">
            {t(`class.${vessel.shipClass}`)} · MMSI {mmsi}
          </p>
        )}
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key */}
      <div className="tab-panel stack" tabIndex={0}>
        {problem !== undefined && vessel === undefined && <ErrorNote problem={problem} />}
        {vessel !== undefined && <VesselFacts vessel={vessel} />}
        {vessel?.marks.map((mark, i) => (
          <p key={`${mark.key} ${i}`} className="quote">
            {say(mark)}
          </p>
        ))}
        {track !== undefined && (
          <SpeedPlot
            series={[{ label: vessel?.name || String(mmsi), timeUtcMs: track.timeUtcMs, sogKn: track.sogKn }]}
            startUtcMs={fromUtcMs}
            endUtcMs={toUtcMs}
          />
        )}
        {track !== undefined && (
          <p className="small dim">
            {t('vessel.track-source', { source: track.source, asOf: timeText(track.asOfUtcMs) })}
          </p>
        )}
        {asksWhy && <Silence mmsi={mmsi} fromUtcMs={fromUtcMs} toUtcMs={toUtcMs} />}
      </div>
      <footer className="detail-foot">
        <button
          type="button"
          className="button"
          aria-pressed={asksWhy}
          onClick={() => setAsksWhy((before) => !before)}
          aria-keyshortcuts="w"
        >
          {t('vessel.why-not')} <kbd aria-hidden="true">W</kbd>
        </button>
      </footer>
      <button
        type="button"
        className="button quiet icon detail-close"
        onClick={onClose}
        aria-label={t('close')}
      >
        ✕
      </button>
    </section>
  );
}

function VesselFacts({ vessel }: { vessel: VesselView }) {
  const { t, name } = useWords();
  const source = t('vessel.source', {
    feeds: vessel.feeds.join(', '),
    asOf: timeText(vessel.lastReportUtcMs),
  });
  const size = [vessel.lengthM, vessel.beamM]
    .map((value) => (value === null ? '—' : value.toFixed(0)))
    .join(' × ');
  const rows: readonly (readonly [string, string])[] = [
    [t('vessel.speed'), number(vessel.sogKn, 'kn', 1)],
    [t('vessel.course'), `${number(vessel.cogDeg, '°')} / ${number(vessel.headingDeg, '°')}`],
    [t('what.place'), position(vessel.lonDeg, vessel.latDeg)],
    [t('vessel.last'), timeText(vessel.lastReportUtcMs)],
    [t('vessel.flag'), name(vessel.flag) || t('vessel.flag.none')],
    [t('vessel.callsign'), vessel.callSign || '—'],
    ['IMO', vessel.imo === 0 ? '—' : String(vessel.imo)],
    [t('vessel.size'), `${size} m`],
    [t('vessel.draught'), number(vessel.draughtM, 'm', 1)],
    [t('vessel.destination'), vessel.destination || '—'],
    [t('evidence.feed'), vessel.feeds.join(', ')],
  ];
  return (
    <dl className="facts">
      {rows.map(([label, text]) => (
        <FactRow key={label} label={label} text={text} source={source} />
      ))}
    </dl>
  );
}

function FactRow({ label, text, source }: { label: string; text: string; source: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{text === '—' ? text : <Figure source={source}>{text}</Figure>}</dd>
    </>
  );
}

function number(value: number | null, unit: string, digits = 0): string {
  return value === null ? '—' : `${value.toFixed(digits)}${unit === '°' ? '' : ' '}${unit}`;
}

/** "Why not?": how near each detector came to its threshold. */
function Silence({ mmsi, fromUtcMs, toUtcMs }: { mmsi: number; fromUtcMs: number; toUtcMs: number }) {
  const { t, say } = useWords();
  const { data, problem } = useQuery<SilenceView>(
    withQuery(`/sea/silence/${mmsi}`, {
      from: new Date(fromUtcMs).toISOString(),
      to: new Date(toUtcMs).toISOString(),
    }),
  );
  return (
    <section className="stack" aria-live="polite">
      <h3>{t('vessel.why-not')}</h3>
      {problem !== undefined && <ErrorNote problem={problem} />}
      {data !== undefined && (
        <ul className="stack">
          {data.lines.map((line, i) => (
            <li key={`${line.key} ${i}`} className="quote">
              {say(line)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
