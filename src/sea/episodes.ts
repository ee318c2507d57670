/** Findings that belong together as one line: the same kind, the same vessels or place, close in time. */
import { message, withoutDerivatives } from '../core/index.ts';
import type { Entry, FindingBody, MessageRef } from '../core/index.ts';
import type { Episode } from './api.ts';

export type Standing = Episode['standing'];

/** Findings of one kind and the same subjects follow each other within this. */
const togetherMs = 12 * 3_600_000;

/**
 * Episodes, newest first. Gate passages are grouped by gate, everything else by its vessels; passages are the ordinary
 * traffic and stand after what a watch has to look at.
 * @param findings what the reader may see, in any order
 * @param standingOf the judgement that stands on a finding
 */
export function episodesOf(
  findings: readonly Entry<FindingBody>[],
  standingOf: (id: string) => Standing,
  say: (ref: MessageRef) => string,
): Episode[] {
  const groups = new Map<string, Entry<FindingBody>[]>();
  for (const finding of withoutDerivatives(findings).toSorted(byStart)) {
    const key = `${finding.body.kind} ${subjectsOf(finding.body)}`;
    const members = groups.get(key) ?? [];
    groups.set(key, [...members, finding]);
  }
  return [...groups.values()]
    .flatMap(splitByTime)
    .map((members) => episodeOf(members, standingOf, say))
    .sort(
      (a, b) =>
        Number(a.kind === 'passage') - Number(b.kind === 'passage') ||
        b.endUtcMs - a.endUtcMs ||
        (a.id < b.id ? -1 : 1),
    );
}

function byStart(a: Entry<FindingBody>, b: Entry<FindingBody>): number {
  return a.body.startUtcMs - b.body.startUtcMs || (a.id < b.id ? -1 : 1);
}

function subjectsOf({ kind, subjects }: FindingBody): string {
  const wanted = kind === 'passage' ? 'gate' : 'vessel';
  return subjects
    .filter((subject) => subject.kind === wanted)
    .map(({ id }) => id)
    .sort()
    .join(' ');
}

function splitByTime(members: readonly Entry<FindingBody>[]): Entry<FindingBody>[][] {
  const episodes: Entry<FindingBody>[][] = [];
  let endUtcMs = Number.NEGATIVE_INFINITY;
  for (const member of members) {
    if (member.body.startUtcMs - endUtcMs > togetherMs) episodes.push([]);
    episodes[episodes.length - 1].push(member);
    endUtcMs = Math.max(endUtcMs, member.body.endUtcMs);
  }
  return episodes;
}

function episodeOf(
  members: readonly Entry<FindingBody>[],
  standingOf: (id: string) => Standing,
  say: (ref: MessageRef) => string,
): Episode {
  const newest = members[members.length - 1];
  return {
    // The first finding names the episode, so that it keeps its name while it grows.
    id: members[0].id,
    kind: newest.body.kind,
    findings: members.map(({ id }) => id).reverse(),
    title: say(titleOf(members)),
    startUtcMs: members[0].body.startUtcMs,
    endUtcMs: Math.max(...members.map(({ body }) => body.endUtcMs)),
    ongoing: members.some(({ body }) => body.ongoing),
    standing: standingOfAll(members, standingOf),
    confidence: Math.max(...members.map(({ confidence }) => confidence)),
    lonDeg: newest.body.place?.lonDeg ?? null,
    latDeg: newest.body.place?.latDeg ?? null,
  };
}

/** The newest one's sentence; for several passages of one gate how many, and the newest. */
function titleOf(members: readonly Entry<FindingBody>[]): MessageRef {
  const { sentence } = members[members.length - 1].body;
  const { gate, to, crossedUtcMs } = sentence.params ?? {};
  if (sentence.key !== 'sea.passage' || members.length === 1) return sentence;
  return message('sea.passages', { count: members.length, gate, to, crossedUtcMs });
}

/** Open while anything in it is open; otherwise what was said last. */
function standingOfAll(
  members: readonly Entry<FindingBody>[],
  standingOf: (id: string) => Standing,
): Standing {
  const standings = members.map(({ id, body }) => (body.withdrawn ? 'withdrawn' : standingOf(id)));
  return standings.includes('open') ? 'open' : standings[standings.length - 1];
}
