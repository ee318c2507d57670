import { useMemo } from 'react';
import type { Entry, Evidence, FindingBody } from '../../src/hub/api.ts';
import { position } from '../../src/words/index.ts';
import { isFixes } from '../chart/shapes.ts';
import { Link } from '../parts/Link.tsx';
import { SpeedPlot } from '../parts/SpeedPlot.tsx';
import { factText } from '../parts/facts.ts';
import { spanText, timeText } from '../parts/times.ts';
import { useWords } from '../state/words.tsx';

/** What the finding rests on: the fixes that decided it, who heard them, and the detector with its parameters. */
export function EvidenceTab({ entry }: { entry: Entry<FindingBody> }) {
  const { t, language } = useWords();
  const { body } = entry;
  const fixes = useMemo(() => entry.evidence.filter(isFixes), [entry]);
  const series = useMemo(
    () =>
      fixes.map((piece) => ({
        label: nameOf(body, piece.mmsi),
        timeUtcMs: piece.fixes.map(([time]) => time),
        sogKn: piece.fixes.map(([, , , sogKn]) => sogKn),
      })),
    [fixes, body],
  );
  if (entry.evidence.length === 0) return <p className="dim">{t('evidence.none')}</p>;
  return (
    <div className="stack">
      {series.length > 0 && (
        <SpeedPlot series={series} startUtcMs={body.startUtcMs} endUtcMs={body.endUtcMs} />
      )}
      {fixes.map((piece, i) => (
        <FixesPiece key={`${piece.mmsi} ${piece.feed} ${i}`} piece={piece} name={nameOf(body, piece.mmsi)} />
      ))}
      {entry.evidence
        .filter((piece) => !isFixes(piece))
        .map((piece, i) => (
          <OtherPiece key={`${piece.kind} ${i}`} piece={piece} />
        ))}
      <section className="stack">
        <h3>{t('evidence.detector')}</h3>
        <p>
          {body.detector.name} {body.detector.version}
        </p>
        <dl className="facts">
          {Object.entries(body.detector.parameters).map(([name, value]) => (
            <ParameterRow key={name} name={name} text={factText(name, value, language)} />
          ))}
        </dl>
        <p className="small dim">{t('evidence.definition', { source: body.detector.source })}</p>
      </section>
    </div>
  );
}

function nameOf(body: FindingBody, mmsi: number): string {
  return body.subjects.find(({ id }) => id === String(mmsi))?.name || String(mmsi);
}

function ParameterRow({ name, text }: { name: string; text: string }) {
  const { fact } = useWords();
  return (
    <>
      <dt>{fact(name)}</dt>
      <dd>{text}</dd>
    </>
  );
}

function FixesPiece({ piece, name }: { piece: Extract<Evidence, { kind: 'fixes' }>; name: string }) {
  const { t } = useWords();
  return (
    <section>
      <dl className="facts">
        <dt>{name}</dt>
        <dd>{t('evidence.fixes', { count: piece.count, shown: piece.fixes.length })}</dd>
        <dt>{t('evidence.span')}</dt>
        <dd>{spanText(piece.fromUtcMs, piece.toUtcMs)}</dd>
        <dt>{t('evidence.feed')}</dt>
        <dd>{piece.feed}</dd>
        <dt>{t('evidence.receivers')}</dt>
        <dd>{piece.receivers.length === 0 ? t('evidence.receivers.none') : piece.receivers.join(', ')}</dd>
      </dl>
      {piece.fixes.length > 0 && (
        <details>
          <summary className="small">{t('evidence.table')}</summary>
          <div className="scroll-x fix-table">
            <table>
              <thead>
                <tr>
                  <th scope="col">UTC</th>
                  <th scope="col">{t('what.place')}</th>
                  <th scope="col" className="number">
                    kn
                  </th>
                  <th scope="col" className="number">
                    °
                  </th>
                </tr>
              </thead>
              <tbody>
                {piece.fixes.map(([time, lonDeg, latDeg, sogKn, cogDeg], i) => (
                  <tr key={`${time} ${i}`}>
                    <td>{new Date(time).toISOString().slice(0, 19).replace('T', ' ')}</td>
                    <td>{position(lonDeg, latDeg)}</td>
                    <td className="number">{sogKn?.toFixed(1) ?? '—'}</td>
                    <td className="number">{cogDeg?.toFixed(0) ?? '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </section>
  );
}

function OtherPiece({ piece }: { piece: Exclude<Evidence, { kind: 'fixes' }> }) {
  const { t } = useWords();
  switch (piece.kind) {
    case 'entry':
      return (
        <p className="quote">
          <Link to={{ room: 'sea', query: { select: piece.id } }}>{t('evidence.entry')}</Link> {piece.note}
        </p>
      );
    case 'document':
      return (
        <blockquote className="quote">
          {piece.quote}
          <p className="small dim">{piece.document}</p>
        </blockquote>
      );
    case 'dataset':
      return (
        <p className="quote">
          {piece.source}
          <span className="small dim">
            {' '}
            · {t('as-of', { time: timeText(piece.asOf) })}
            {piece.licence === undefined ? '' : ` · ${piece.licence}`}
            {piece.note === undefined ? '' : ` · ${piece.note}`}
          </span>
        </p>
      );
    case 'judgement':
      return (
        <p className="quote">
          {t('evidence.says', { by: piece.by, text: piece.text })}{' '}
          <span className="small dim">{timeText(piece.at)}</span>
        </p>
      );
  }
}
