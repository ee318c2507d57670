/** The room's part of a partner's brief: what is new of indicators, malware and reports, and what was sighted. */
import { message } from '../core/index.ts';
import type { BriefBlock, BriefSection, BriefSource, Section, SectionContext } from '../core/index.ts';
import type { StixEntry } from './reading.ts';
import { isStixObject, kindMessage } from './stixobject.ts';
import { shownObject } from './write.ts';

/** One page has room for so many. */
const sentences = 6;
/** What a reader wants first. */
const order = [
  'sighting',
  'report',
  'campaign',
  'intrusion-set',
  'threat-actor',
  'malware',
  'vulnerability',
  'indicator',
];

export const ctiSection: Section = {
  name: 'cti',
  order: 40,
  build: ({ entries, viewer, named }: SectionContext): BriefSection | undefined => {
    const objects = entries.for(viewer).filter(isStixObject);
    const told = objects.filter(({ body }) => order.includes(body.kind));
    if (told.length === 0) return undefined;
    const known = new Map(
      [...objects, ...named.for(viewer).filter(isStixObject)].map((entry) => [entry.id, entry]),
    );
    const ranked = [...told].sort(
      (a, b) => order.indexOf(a.body.kind) - order.indexOf(b.body.kind) || (a.id < b.id ? -1 : 1),
    );
    const blocks = ranked
      .slice(0, sentences)
      .map((entry) => sentenceOf(entry, known.get(entry.body.ends[0] as never)));
    return { title: message('cti.section.title'), blocks: [...blocks, tableOf(told)] };
  },
};

function sentenceOf(entry: StixEntry, of: StixEntry | undefined): BriefBlock {
  const { kind, name } = entry.body;
  const { count } = shownObject(entry);
  const text =
    kind === 'sighting'
      ? message('cti.section.sighted', {
          count: typeof count === 'number' ? count : 1,
          what:
            of === undefined
              ? name
              : message('cti.object.title', { kind: kindMessage(of.body.kind), name: of.body.name }),
          by: entry.owner,
        })
      : message('cti.section.new', {
          kind: kindMessage(kind),
          name,
          by: entry.owner,
          tlp: entry.release.tlp,
        });
  return { kind: 'sentence', text, sources: [sourceOf(entry)] };
}

function tableOf(objects: readonly StixEntry[]): BriefBlock {
  const kinds = order.filter((kind) => objects.some(({ body }) => body.kind === kind));
  return {
    kind: 'table',
    columns: [message('cti.section.kind'), message('cti.section.count')],
    rows: kinds.map((kind) => [
      kindMessage(kind),
      message('cti.section.number', { n: objects.filter(({ body }) => body.kind === kind).length }),
    ]),
    sources: objects.slice(0, 20).map((entry) => sourceOf(entry)),
  };
}

function sourceOf({ id, owner, modified }: StixEntry): BriefSource {
  return { entry: id, text: message('cti.section.source', { by: owner }), asOf: modified };
}
