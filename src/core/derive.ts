import type { EntryDraft, Entry } from './entry.ts';
import { CommonwatchError } from './errors.ts';
import type { Evidence } from './evidence.ts';
import { findingType } from './finding.ts';
import type { FindingBody } from './finding.ts';
import { message } from './message.ts';
import type { Release } from './release.ts';

/** What a sanitised version leaves out or makes coarser. */
export interface Sanitising {
  /** Round the place to this grid, degrees, and widen its uncertainty accordingly. Absent: the place as it is. */
  placeGridDeg?: number;
  /** Round times outward to whole hours of this length. Absent: as they are. */
  timeGridMs?: number;
  /** Drop every piece of evidence: fixes, receivers, quotes. */
  withoutEvidence?: boolean;
  /** Drop names and numbers of the subjects. */
  withoutSubjects?: boolean;
}

/**
 * A sanitised derivative of a finding: an entry of its own, with its own id, that says what was left out. It is the
 * only way to a wider audience than the evidence allows; the provenance (`derivedFrom`) is stripped by the gate for
 * whoever may not see the source. @throws `entry.invalid` when the entry is no finding
 */
export function sanitised(finding: Entry, release: Release, how: Sanitising): EntryDraft<FindingBody> {
  if (finding.type !== findingType.type)
    throw new CommonwatchError('entry.invalid', finding.type, { path: '/type' });
  const body = finding.body as FindingBody;
  const redactions: string[] = [];
  const place = how.placeGridDeg === undefined ? body.place : coarserPlace(body.place, how.placeGridDeg);
  if (how.placeGridDeg !== undefined) redactions.push(`place:${how.placeGridDeg}deg`);
  if (how.timeGridMs !== undefined) redactions.push(`time:${Math.round(how.timeGridMs / 60_000)}min`);
  if (how.withoutSubjects === true) redactions.push('subjects');
  if (how.withoutEvidence === true) redactions.push('evidence');
  const { startUtcMs, endUtcMs } = coarserTimes(body, how.timeGridMs);
  const subjects = how.withoutSubjects === true ? [] : body.subjects;
  return {
    type: findingType.type,
    owner: release.owner,
    level: finding.level,
    confidence: finding.confidence,
    release: { ...release, derivedFrom: finding.id, redactions },
    evidence:
      how.withoutEvidence === true ? [] : finding.evidence.map((piece) => coarserEvidence(piece, how)),
    body: {
      ...body,
      subjects,
      startUtcMs,
      endUtcMs,
      place,
      // The exact sentence may name ships, minutes and metres: say the kind and how coarse it was made instead.
      sentence: message('core.finding.sanitised', {
        kind: message(`${body.room}.kind.${body.kind}`),
        startUtcMs,
        endUtcMs,
      }),
      against: [message('core.against.sanitised')],
      // Why it was withdrawn may name what was left out; that it was withdrawn stays.
      withdrawnBecause: undefined,
      facts: {},
      detector: { ...body.detector, parameters: {} },
    },
  };
}

function coarserPlace(place: FindingBody['place'], gridDeg: number): FindingBody['place'] {
  if (place === undefined) return undefined;
  const round = (value: number, limit: number) =>
    Math.max(-limit, Math.min(limit, Math.round(value / gridDeg) * gridDeg));
  return {
    lonDeg: round(place.lonDeg, 180),
    latDeg: round(place.latDeg, 90),
    // Half a cell's diagonal, at 60 nm a degree.
    uncertaintyNm: Math.ceil(place.uncertaintyNm + gridDeg * 60 * Math.SQRT1_2),
  };
}

function coarserTimes(
  body: FindingBody,
  gridMs: number | undefined,
): { startUtcMs: number; endUtcMs: number } {
  const { startUtcMs, endUtcMs } = body;
  if (gridMs === undefined) return { startUtcMs, endUtcMs };
  return {
    startUtcMs: Math.floor(startUtcMs / gridMs) * gridMs,
    endUtcMs: Math.ceil(endUtcMs / gridMs) * gridMs,
  };
}

/** Evidence that stays must not give away what was made coarser: fixes go, and so do their receivers. */
function coarserEvidence(piece: Evidence, how: Sanitising): Evidence {
  if (piece.kind !== 'fixes') return piece;
  const coarse = how.placeGridDeg !== undefined || how.timeGridMs !== undefined;
  const times = coarserTimes(
    { startUtcMs: piece.fromUtcMs, endUtcMs: piece.toUtcMs } as FindingBody,
    how.timeGridMs,
  );
  return {
    ...piece,
    mmsi: how.withoutSubjects === true ? 0 : piece.mmsi,
    fromUtcMs: times.startUtcMs,
    toUtcMs: times.endUtcMs,
    fixes: coarse ? [] : piece.fixes,
    receivers: [],
  };
}

/** A list without the sanitised versions of what stands in it itself: whoever sees a finding is told of it once. */
export function withoutDerivatives<E extends Pick<Entry, 'id' | 'release'>>(
  entries: readonly E[],
): readonly E[] {
  const have = new Set<string>(entries.map(({ id }) => id));
  return entries.filter(({ release }) => release.derivedFrom === undefined || !have.has(release.derivedFrom));
}
