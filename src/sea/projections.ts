/** Tables derived from the journal: findings by vessel and by place, and the judgements on them. */
import type { Entry, FindingBody, Projection, ProjectionRow } from '../core/index.ts';
import { findingType, judgementType, utcMs } from '../core/index.ts';
import type { JudgementBody } from '../core/index.ts';

/** Whether an entry is a finding of this room. */
export function isSeaFinding(entry: Entry): entry is Entry<FindingBody> {
  return entry.type === findingType.type && (entry.body as FindingBody).room === 'sea';
}

function rowsBy(entry: Entry, kinds: readonly string[]): ProjectionRow[] {
  if (!isSeaFinding(entry)) return [];
  const { kind, startUtcMs, endUtcMs, subjects, withdrawn } = entry.body;
  return subjects
    .filter((subject) => kinds.includes(subject.kind))
    .map((subject) => ({
      key: subject.kind === 'vessel' ? subject.id : `${subject.kind}:${subject.id}`,
      order: startUtcMs,
      value: { id: entry.id, kind, startUtcMs, endUtcMs, withdrawn },
    }));
}

/** Findings by MMSI, in order of time. */
export const byVessel: Projection = {
  name: 'sea-vessel',
  version: 1,
  rows: (entry) => rowsBy(entry, ['vessel']),
};

/** Findings by `gate:ID` and `area:ID`, in order of time. */
export const byPlace: Projection = {
  name: 'sea-place',
  version: 1,
  rows: (entry) => rowsBy(entry, ['gate', 'area']),
};

/** Verdicts by the id of what they judge, in order of time. */
export const standings: Projection = {
  name: 'sea-standing',
  version: 1,
  rows: (entry) => {
    if (entry.type !== judgementType.type) return [];
    const { target, verdict } = entry.body as JudgementBody;
    return [{ key: target, order: utcMs(entry.modified), value: verdict }];
  },
};
