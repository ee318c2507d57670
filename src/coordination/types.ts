/** The room's entry types: a title to read aloud, what it hangs on, where and when. */
import { message } from '../core/index.ts';
import type { AnyEntryType, Entry, EntryId, EntryType, MessageParam, MessageRef } from '../core/index.ts';
import { kinds, schemas } from './bodies.ts';
import type { Bodies, Kind } from './bodies.ts';

const prefix = 'coordination-';

export const typeOfKind = (kind: Kind): string => `${prefix}${kind}`;
export const coordinationTypeNames: readonly string[] = kinds.map(typeOfKind);

/** The kind of one of this room's entries, or undefined for any other. */
export function kindOf({ type }: Pick<Entry, 'type'>): Kind | undefined {
  const kind = type.startsWith(prefix) ? (type.slice(prefix.length) as Kind) : undefined;
  return kind !== undefined && Object.hasOwn(schemas, kind) ? kind : undefined;
}

export function isKind<K extends Kind>(entry: Entry, kind: K): entry is Entry & Entry<Bodies[K]> {
  return entry.type === `${prefix}${kind}`;
}

/** An item in words where the catalogue has it, otherwise as it was written. */
export function itemWords(item: string): MessageParam {
  return knownItems.includes(item) ? message(`coordination.item.${item}`) : item;
}

/** Items that have names in both languages; any other word may be used too. */
export const knownItems: readonly string[] = [
  'meals',
  'water',
  'blankets',
  'fuel',
  'generators',
  'toilets',
  'tents',
  'medical-kits',
  'infant-formula',
  'teams',
];

const goods = ({ item, unit, quantity }: { item: string; unit: string; quantity: number }) => ({
  item: itemWords(item),
  unit,
  quantity,
});

const titles: { readonly [K in Kind]: (body: Bodies[K], entry: Entry) => MessageRef } = {
  contingency: ({ name }) => message('coordination.title.contingency', { name }),
  organisation: ({ name }) => message('coordination.title.organisation', { name }),
  site: ({ name, kind }) =>
    message('coordination.title.site', { name, kind: message(`coordination.site.${kind}`) }),
  lot: ({ item, unit, asset }) =>
    message('coordination.title.lot', { item: itemWords(item), unit, asset: asset ?? '' }),
  request: (body) => message('coordination.title.request', { ...goods(body), requester: body.requester }),
  offer: (body) => message('coordination.title.offer', { ...goods(body), donor: body.donor }),
  task: ({ title, assignee }) => message('coordination.title.task', { title, assignee }),
  consignment: ({ from, to, lines }) =>
    message('coordination.title.consignment', {
      from,
      to,
      lines: lines.map((line) => message('coordination.goods', goods(line))),
    }),
  directive: ({ kind, text }) =>
    message('coordination.title.directive', { kind: message(`coordination.directive.${kind}`), text }),
  plan: ({ name }) => message('coordination.title.plan', { name }),
  act: ({ act }, { owner }) =>
    message('coordination.title.act', { act: message(`coordination.act.${act}`), by: owner }),
  movement: ({ kind, flows }, { owner }) =>
    message('coordination.title.movement', {
      kind: message(`coordination.movement.${kind}`),
      quantity: flows.reduce((sum, { quantity }) => sum + quantity, 0),
      by: owner,
    }),
  count: ({ measure, value }, { owner }) =>
    message('coordination.title.count', {
      measure: message(`coordination.measure.${measure}`),
      value,
      by: owner,
    }),
  decision: ({ text }) => message('coordination.title.decision', { text }),
};

/** What an entry hangs on: an act on its subject, a movement on its lot, everything else on the contingency. */
const anchors: { readonly [K in Kind]?: (body: Bodies[K]) => readonly string[] } = {
  act: ({ subject }) => [subject],
  movement: ({ lot }) => [lot],
};

function typeFor<K extends Kind>(kind: K): EntryType<Bodies[K]> {
  return {
    type: typeOfKind(kind),
    schema: schemas[kind],
    version: 1,
    title: (entry) => titles[kind](entry.body, entry as unknown as Entry),
    anchors: (body) =>
      (anchors[kind]?.(body) ?? ('contingency' in body ? [body.contingency] : [])) as readonly EntryId[],
    // Which account of the owner's entered it is the owner's business.
    forReaders: ({ by: _by, ...rest }) => rest as Bodies[K],
    searchTexts: ({ body }) => searchTextsOf(body as Partial<Record<'note' | 'reason' | 'item', string>>),
    span: (body) => {
      const atUtcMs = 'atUtcMs' in body ? body.atUtcMs : body.startedUtcMs;
      return { startUtcMs: atUtcMs, endUtcMs: atUtcMs };
    },
    place: (body) => ('place' in body ? body.place : undefined),
  };
}

const searchTextsOf = ({ note, reason, item }: Partial<Record<'note' | 'reason' | 'item', string>>) =>
  [note, reason, item].filter((each) => each !== undefined);

/** One line to read aloud of one of this room's entries. */
export function titleRef(entry: Entry): MessageRef {
  const kind = kindOf(entry) as Kind;
  return titles[kind](entry.body as never, entry);
}

export const coordinationTypes: readonly AnyEntryType[] = kinds.map(
  (kind) => typeFor(kind) as unknown as AnyEntryType,
);
