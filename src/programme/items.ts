/** Items of the record as pages: what each names, what names it, what is said of it, what the checks find. */
import { derivedId, ownerOnly } from '../core/index.ts';
import type { ActionContext, EntryDraft, EntryId, Released } from '../core/index.ts';
import { CommonwatchError } from '../core/index.ts';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ItemListView, ItemPageView } from './api.ts';
import { concentration } from './checks.ts';
import { confidence, ItemSchemas, itemDraft, itemKinds, itemType, sourcesOf } from './entries.ts';
import type { ItemKind } from './entries.ts';
import type { HeldItem, Holdings } from './holdings.ts';
import type { Source } from './record.ts';
import { actorIndex, statementView } from './statements.ts';
import { checkViews, sourceView, sourceViews } from './views.ts';
import { stemsOf } from './ask.ts';

export function itemList({ id, entry }: HeldItem, holdings: Holdings): ItemListView {
  const { kind, key, item } = entry.body;
  const { title, ...rest } = item;
  // A proposal's states have a source each.
  const states = (rest.states as readonly { source: Source }[] | undefined)?.map((state) => ({
    ...state,
    source: sourceView(state.source, holdings),
  }));
  const fields = states === undefined ? rest : { ...rest, states };
  return {
    id,
    kind,
    key,
    title,
    fields,
    sources: sourceViews(sourcesOf(entry.evidence), holdings),
    modified: entry.modified,
  };
}

/** Fields that hold keys of other items. */
const linkFields = ['supersedes', 'successor', 'instrument', 'within', 'blockedBy', 'proposal', 'legalBasis'];
const shownStatements = 30;

export function itemPage(held: HeldItem, holdings: Holdings, viewer: string, at: string): ItemPageView {
  const { entry } = held;
  const { kind, item } = entry.body;
  const shares = kind === 'dependency' ? (item.shares as Readonly<Record<string, number>>) : undefined;
  return {
    ...itemList(held, holdings),
    mine: entry.owner === viewer,
    linked: linksOf(held, holdings),
    statements: statementsAbout(held, holdings).map((each) => statementView(each, holdings, viewer)),
    findings: checkViews(holdings, at)
      .flatMap(({ findings }) => findings)
      .filter(({ id }) => id === held.id)
      .map(({ sentence, evidence }) => ({ sentence, evidence })),
    // Without shares there is nothing to reckon from.
    ...(shares === undefined || Object.keys(shares).length === 0 ? {} : { hhi: concentration(shares) }),
  };
}

function linksOf(held: HeldItem, holdings: Holdings): ItemPageView['linked'] {
  const { key } = held.entry.body;
  const links = new Map<string, HeldItem[]>();
  const add = (link: string, item: HeldItem) => links.set(link, [...(links.get(link) ?? []), item]);
  for (const other of allItems(holdings)) {
    for (const field of linkFields) {
      if (named(held, field).includes(other.entry.body.key)) add(field, other);
      if (named(other, field).includes(key)) add(`of ${field}`, other);
    }
  }
  return [...links].map(([link, items]) => ({ link, items: items.map((each) => itemList(each, holdings)) }));
}

function named({ entry }: HeldItem, field: string): readonly string[] {
  const value = entry.body.item[field];
  return typeof value === 'string' ? [value] : Array.isArray(value) ? (value as string[]) : [];
}

export function allItems(holdings: Holdings): readonly HeldItem[] {
  return holdings.made('all items', () => itemKinds.flatMap((kind) => holdings.items(kind)));
}

/** Statements that say something of an item: an actor's by its name, others by the words of their titles. */
function statementsAbout({ entry }: HeldItem, holdings: Holdings) {
  const { kind, item, key } = entry.body;
  if (kind === 'actor') return (actorIndex(holdings).get(item.title) ?? []).slice(-shownStatements);
  const stems = [...new Set(stemsOf(`${item.title} ${key.replaceAll('-', ' ')}`))].filter(
    (stem) => stem.length > 2,
  );
  const least = Math.max(2, Math.ceil(stems.length / 2));
  return holdings.find(stems, least, shownStatements);
}

const ItemRequestSchema = Type.Object(
  {
    kind: Type.Union(itemKinds.map((kind) => Type.Literal(kind))),
    key: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 _.-]{0,119}$' })),
    item: Type.Object({ title: Type.String({ minLength: 1, maxLength: 500 }) }),
    sources: Type.Array(
      Type.Object(
        {
          document: Type.Optional(Type.String({ maxLength: 500 })),
          quote: Type.Optional(Type.String({ maxLength: 4000 })),
          start: Type.Optional(Type.Integer({ minimum: 0 })),
          end: Type.Optional(Type.Integer({ minimum: 0 })),
          address: Type.Optional(Type.String({ maxLength: 1000 })),
          note: Type.Optional(Type.String({ maxLength: 2000 })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  { additionalProperties: false },
);
export { ItemRequestSchema };

export interface ItemRequest {
  readonly kind: ItemKind;
  readonly key?: string;
  readonly item: { readonly title: string };
  readonly sources: readonly Source[];
}

const checks = new Map(itemKinds.map((kind) => [kind, Compile(ItemSchemas[kind])]));

/**
 * Writes an item, or a new version of the one with this key. Without a source nothing is written.
 * @throws `request.invalid` where its fields are not those of its kind
 */
export async function writeItem(
  context: ActionContext,
  holdings: Holdings,
  { kind, key, item, sources }: ItemRequest,
): Promise<Released<unknown>> {
  const check = checks.get(kind);
  if (check?.Check(item) !== true) {
    const path = `/item${check?.Errors(item)[0]?.instancePath ?? ''}`;
    throw new CommonwatchError('request.invalid', path, { path });
  }
  const { party } = context.viewer;
  const digests = new Map(holdings.documents.map(({ body }) => [body.file, body.sha256 ?? '']));
  const id = key ?? `${kind}-${derivedId('programme-item', party, kind, item.title).slice(-8)}`;
  const draft = itemDraft(kind, { ...item, id, sources }, digests, { party, at: context.at });
  const before = holdings.item(draft.id);
  const release = before === undefined ? ownerOnly(party) : before.entry.release;
  const [written] = await context.append([
    { ...draft, release, confidence: confidence.accepted } as unknown as EntryDraft,
  ]);
  return context.entry(written.id as EntryId);
}

export const isItemId = (id: string) => id.startsWith(`${itemType.type}--`);
