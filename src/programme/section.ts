/** The programme's part of a brief: which of its goals the new findings and cases serve, and what falls due. */
import { message } from '../core/index.ts';
import type {
  BriefBlock,
  BriefSection,
  BriefSource,
  Entry,
  FindingBody,
  Section,
  SectionContext,
} from '../core/index.ts';
import { isItem, itemType, sourcesOf } from './entries.ts';
import type { ItemBody } from './entries.ts';
import { daysBetween, lastDay } from './views.ts';

/** What a room's findings are about, in the areas of the programme; the first that has a goal is told. */
const areasOfRoom: Readonly<Record<string, readonly string[]>> = {
  sea: ['maritime', 'sloc'],
  lanes: ['sloc', 'maritime'],
  narratives: ['disinformation', 'strategic-communication'],
  coordination: ['hadr', 'contingency'],
};
/** Nearer than this it stands in the brief. */
const dueWithinDays = 120;

type Item = Entry<ItemBody> & Entry;

export const programmeSection: Section = {
  name: 'programme',
  order: 50,
  build: (context: SectionContext): BriefSection | undefined => {
    const { viewer, standing } = context;
    const query = { types: [itemType.type], kinds: ['goal', 'instrument', 'commitment'], limit: 1000 };
    const items = standing(query)
      .for(viewer)
      .filter(isItem)
      .filter(({ body }) => body.state === 'accepted');
    const blocks = [...served(context, items), ...due(context, items)];
    return blocks.length === 0 ? undefined : { title: message('programme.section'), blocks };
  },
};

/** One sentence a goal: how many new findings it is served by, in how many cases. */
function served({ entries, viewer, since }: SectionContext, items: readonly Item[]): BriefBlock[] {
  const goals = items.filter(({ body }) => body.kind === 'goal');
  const counts = new Map<Item, { findings: Entry[]; cases: Entry[] }>();
  const all = entries.for(viewer);
  const findings = all.filter(({ type }) => type === 'finding') as (Entry<FindingBody> & Entry)[];
  const goalOf = new Map<string, Item>();
  for (const finding of findings) {
    const areas = areasOfRoom[finding.body.room] ?? [];
    const goal = areas
      .map((area) => goals.find(({ body }) => body.item.area === area))
      .find((it) => it !== undefined);
    if (goal === undefined || finding.body.withdrawn) continue;
    goalOf.set(finding.id, goal);
    const of = counts.get(goal) ?? { findings: [], cases: [] };
    of.findings.push(finding);
    counts.set(goal, of);
  }
  for (const each of all.filter(({ type }) => type === 'case')) {
    const members = (each.body as unknown as { members: readonly { entry: string }[] }).members;
    for (const goal of new Set(members.flatMap(({ entry }) => goalOf.get(entry) ?? [])))
      counts.get(goal)?.cases.push(each);
  }
  return [...counts].map(([goal, { findings: served, cases }]) => ({
    kind: 'sentence',
    text: message(cases.length === 0 ? 'programme.section.serves' : 'programme.section.serves-cases', {
      findings: served.length,
      cases: cases.length,
      goal: goal.body.item.title,
      since,
    }),
    sources: [sourceOf(goal)],
  }));
}

function due({ at }: SectionContext, items: readonly Item[]): BriefBlock[] {
  const today = at.slice(0, 10);
  const followed = new Set(items.map(({ body }) => body.item.supersedes));
  return items.flatMap((item): BriefBlock[] => {
    const { kind, key, item: it } = item.body;
    const date = (kind === 'instrument' ? it.expiry : it.due) as string | undefined;
    if (date === undefined || followed.has(key) || (kind === 'commitment' && it.outcome !== 'unknown'))
      return [];
    const days = daysBetween(today, lastDay(date));
    if (days < 0 || days > dueWithinDays) return [];
    const successor = (it.successor as string | undefined) ?? 'unknown';
    const text =
      kind === 'instrument'
        ? message('programme.section.ends', {
            title: it.title,
            due: date,
            days,
            successor: successor === 'unknown' ? message('programme.unknown') : successor,
          })
        : message('programme.section.due', { title: it.title, by: String(it.by), due: date, days });
    return [{ kind: 'sentence', text, sources: [sourceOf(item)] }];
  });
}

/** The item's first source, by name. */
function sourceOf({ id, evidence, modified }: Item): BriefSource {
  const [source] = sourcesOf(evidence);
  const name = source?.address ?? source?.document;
  return {
    entry: id,
    text:
      name === undefined
        ? message('programme.section.source.none')
        : message('programme.section.source', { name }),
    asOf: modified,
  };
}
