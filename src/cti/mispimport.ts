/**
 * MISP events of others, from a file: each becomes a report with its indicators, observables and notes, owned by
 * whoever imports it. What goes to a group goes there only where that account may release.
 */
import { isInstant, message, utcMs } from '../core/index.ts';
import type { EntryDraft, GroupId, Importer, ImportSink, Json, PartyId, PartyLevel } from '../core/index.ts';
import { Tally, markedAs, maxMispLength, mispObjects, readMisp, validateStix } from '../exchange/index.ts';
import type { MispObject, MispOptions } from '../exchange/index.ts';
import { reasonOf } from './intake.ts';
import { draftOf } from './stixobject.ts';

interface Importing {
  readonly party: PartyId;
  readonly level: PartyLevel;
  readonly mayNameGroups: readonly GroupId[];
  readonly atUtcMs: number;
}

const markers = /"(?:Event|Attribute|Object)"\s*:|"(?:threat_level_id|distribution|analysis|Orgc)"\s*:/g;

export const mispImporter: Importer = {
  name: 'misp',
  label: message('cti.import.misp'),
  detect: (_fileName, head) => {
    const text = new TextDecoder().decode(head).trimStart();
    if (!/^[[{]/.test(text) || /"spec_version"|"\$schema"/.test(text)) return false;
    return new Set([...text.matchAll(markers)].map(([name]) => name)).size >= 2;
  },
  open: (sink, options) => {
    const importing = importingOf(options);
    const tally = new Tally();
    const parts: Uint8Array[] = [];
    let length = 0;
    return {
      push: (bytes) => {
        length += bytes.length;
        // More than this is refused at the end, and not kept until then.
        if (length <= maxMispLength * 3) parts.push(bytes.slice());
        else parts.length = 0;
      },
      report: () => tally.report(),
      end: () => {
        if (length > maxMispLength * 3) tally.refuse('too-large', String(length));
        else importEvents(textOf(parts), importing, sink, tally);
        return tally.report([message('cti.import.misp.note')]);
      },
    };
  },
};

function importingOf(options: Readonly<Record<string, Json>>): Importing {
  const { party, level, mayNameGroups, at } = options;
  return {
    party: String(party ?? ''),
    level: (level ?? 'other') as PartyLevel,
    mayNameGroups: Array.isArray(mayNameGroups) ? mayNameGroups.map(String) : [],
    atUtcMs: isInstant(at) ? utcMs(at) : 0,
  };
}

function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}

/** @throws `misp.invalid` where there is no event at all */
function importEvents(text: string, importing: Importing, sink: ImportSink, tally: Tally): void {
  const { party, mayNameGroups, atUtcMs } = importing;
  const options: MispOptions = { owner: party, groups: mayNameGroups, atUtcMs };
  const written = new Set<string>();
  for (const event of readMisp(text))
    for (const node of mispObjects(event, options)) {
      if (node.kind === 'refused') {
        tally.refuse(node.reason, node.sample);
        continue;
      }
      const problem = problemOf(node.objects);
      if (problem !== undefined) tally.refuse('stix', problem);
      else {
        tally.take();
        writeNew(node.objects, importing, sink, written);
      }
    }
}

function problemOf(objects: readonly MispObject[]): string | undefined {
  for (const { object } of objects) {
    const { valid, issues } = validateStix(object);
    if (!valid) return reasonOf(issues.filter(({ level }) => level === 'must').slice(0, 2));
  }
  return undefined;
}

/** The same address in two attributes is one observable: the first release stands, as it does from file to file. */
function writeNew(
  objects: readonly MispObject[],
  { party, level }: Importing,
  sink: ImportSink,
  written: Set<string>,
): void {
  for (const { object, release } of objects) {
    const marked = markedAs(release);
    const draft: EntryDraft = draftOf(object, {
      owner: party,
      level,
      release,
      stated: true,
      marked,
      source: 'MISP',
    });
    if (written.has(String(draft.id))) continue;
    written.add(String(draft.id));
    sink.entry(draft);
  }
}
