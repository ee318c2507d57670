/**
 * The record as files: rows with their provenance (CSV), everything and back (JSON), FollowTheMoney entities (a line
 * each, as `ftm` reads them), IATI activities (2.03) and a calendar (RFC 5545). Each is written from what was released
 * to one viewer.
 */
import { derivedId, replaceIds } from '../core/index.ts';
import type { Entry, EntryId, Export, Importer, Json } from '../core/index.ts';
import { CommonwatchError, message, ownerOnly } from '../core/index.ts';
import type { Language } from '../core/index.ts';
import { coreWords, Speaker } from '../words/index.ts';
import { programmeScreenWords } from '../words/programmescreen.ts';
import { boundsOf } from './context.ts';
import {
  documentType,
  isDocument,
  isItem,
  isStatement,
  itemType,
  reviewType,
  sourcesOf,
  statementOf,
  statementType,
} from './entries.ts';
import type { ItemBody, StatementBody } from './entries.ts';
import { programmeTypes } from './holdings.ts';

const speaker = new Speaker([coreWords, programmeScreenWords]);
const exerciseMark = 'EXERCISE EXERCISE EXERCISE';

type Cell = string | number | undefined;

/** Lists are joined by ` | `, which no name holds. */
const columns: Readonly<Record<string, (entry: Entry<StatementBody>) => Cell>> = {
  id: ({ id }) => id,
  level: ({ level }) => level,
  date: ({ body }) => body.date ?? undefined,
  date_precision: ({ body }) => body.datePrecision,
  date_basis: ({ body }) => body.dateBasis,
  kind: ({ body }) => body.kind,
  modality: ({ body }) => body.modality,
  title: ({ body }) => body.title,
  asserted_by: ({ body }) => body.assertedBy,
  actors: ({ body }) => body.actors.join(' | '),
  areas: ({ body }) => body.areas.join(' | '),
  places: ({ body }) => body.places.join(' | '),
  amounts: ({ body }) => body.amounts.map(({ op = '', value, unit }) => `${op}${value} ${unit}`).join(' | '),
  subject: ({ body }) => body.subject,
  predicate: ({ body }) => body.predicate,
  object: ({ body }) => body.object,
  document: (entry) => statementOf(entry).file,
  start: (entry) => statementOf(entry).start,
  end: (entry) => statementOf(entry).end,
  quote: (entry) => statementOf(entry).quote,
  state: ({ body }) => body.state,
  recorded: ({ body }) => body.recordedAt,
  retracted: ({ body }) => body.retractedAt,
  confidence: ({ confidence }) => confidence,
  owner: ({ owner }) => owner,
  marking: ({ release }) => `TLP:${release.tlp}`,
};

function csvText(entries: readonly Entry[], asOf: string, isExercise: boolean): string {
  const statements = entries.filter(isStatement) as unknown as readonly Entry<StatementBody>[];
  const head = [...Object.keys(columns), 'as_of_utc', 'exercise'];
  const rows = statements.map((entry) => [
    ...Object.values(columns).map((column) => column(entry)),
    asOf,
    String(isExercise),
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"). */
function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const jsonFormat = 'commonwatch-programme';

function jsonText(entries: readonly Entry[], asOf: string, isExercise: boolean): string {
  const kept = entries.filter(({ type }) => programmeTypes.includes(type));
  const file = {
    format: jsonFormat,
    schema: 1,
    asOf,
    ...(isExercise ? { exercise: exerciseMark } : {}),
    entries: kept,
  };
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

/**
 * Reads `programme.json` back: every statement, document, item and review with its evidence, as entries of whoever
 * reads it in. Their ids are derived from those of the file, so that reading twice changes nothing.
 */
export const recordImporter: Importer = {
  name: 'programme-json',
  label: message('programme.importer.json'),
  detect: (_fileName, head) => new TextDecoder().decode(head.subarray(0, 200)).includes(`"${jsonFormat}"`),
  input: 'text',
  open: (sink, options) => {
    const { party } = options as Readonly<Record<string, Json>> & { party: string };
    const parts: Uint8Array[] = [];
    let taken = 0;
    const report = () => ({ read: taken, taken, refused: [], notes: [] });
    return {
      push: (bytes) => parts.push(bytes),
      report,
      end: () => {
        for (const entry of entriesIn(parts)) {
          sink.entry(readBack(entry, party) as never);
          taken += 1;
        }
        return report();
      },
    };
  },
};

/** @throws `import.unrecognised` */
function entriesIn(parts: readonly Uint8Array[]): Entry[] {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const text = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
    const { format, entries } = JSON.parse(text) as { format?: string; entries?: Entry[] };
    if (format !== jsonFormat || !Array.isArray(entries)) throw new Error('another format');
    return entries.filter(({ type }) => programmeTypes.includes(type));
  } catch (cause) {
    throw new CommonwatchError('import.unrecognised', undefined, { cause });
  }
}

function readBack({ created: _created, modified: _modified, ...entry }: Entry, party: string) {
  // Only the record's own entries are made anew; what else is named keeps its name.
  const mine = (id: EntryId) => {
    const [type] = id.split('--');
    return programmeTypes.includes(type) && entry.owner !== party ? derivedId(type, party, id) : id;
  };
  const renamed = JSON.parse(replaceIds(JSON.stringify(entry), mine)) as typeof entry;
  const evidence = renamed.evidence.map(({ release: _release, ...piece }) => piece);
  return { ...renamed, owner: party, release: ownerOnly(party), evidence };
}

interface FtmEntity {
  readonly id: string;
  readonly schema: string;
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

/** Statements as events of their actors, documents, and instruments; dates at the precision of the source. */
function ftmText(entries: readonly Entry[], asOf: string, isExercise: boolean): string {
  const actors = new Map<string, FtmEntity>();
  const actorId = (name: string) => {
    const id = derivedId('actor', name);
    actors.set(name, { id, schema: 'LegalEntity', properties: { name: [name] } });
    return id;
  };
  const notes: Record<string, string[]> = isExercise ? { notes: [exerciseMark] } : {};
  const retrieved = { retrievedAt: [asOf] };
  const documentIds = new Map(entries.filter(isDocument).map(({ id, body }) => [body.file, id as string]));
  const found = entries.flatMap((entry): FtmEntity[] => {
    if (isDocument(entry)) {
      const { file, title, author, date, address } = entry.body;
      const properties = listed({
        fileName: file,
        title,
        author,
        date: date ?? undefined,
        sourceUrl: address,
      });
      return [{ id: entry.id, schema: 'Document', properties: { ...properties, ...retrieved, ...notes } }];
    }
    if (isStatement(entry) && entry.body.state === 'accepted') {
      const { title, kind, date, actors: names, places, assertedBy } = entry.body;
      const [startDate, endDate] = (date ?? '').split('/');
      const { file, quote } = statementOf(entry as Entry<StatementBody>);
      const proof = documentIds.get(file);
      const properties = listed({
        name: title,
        summary: quote,
        startDate: endDate === undefined ? undefined : startDate,
        endDate,
        date: endDate === undefined && startDate !== '' ? startDate : undefined,
        publisher: assertedBy,
        proof,
        recordId: entry.id,
      });
      return [
        {
          id: entry.id,
          schema: 'Event',
          properties: {
            ...properties,
            keywords: [kind, entry.level],
            ...(places.length === 0 ? {} : { location: places }),
            ...(names.length === 0 ? {} : { involved: names.map(actorId) }),
            ...retrieved,
            ...notes,
          },
        },
      ];
    }
    if (isItem(entry) && entry.body.kind === 'instrument') {
      const { title, signed, expiry, parties } = entry.body.item as { title: string } & Record<string, never>;
      const properties = listed({
        name: title,
        startDate: signed,
        endDate: expiry,
        recordId: entry.body.key,
      });
      const sourceUrl = sourcesOf(entry.evidence).flatMap(({ address }) => address ?? []);
      return [
        {
          id: entry.id,
          schema: 'Event',
          properties: {
            ...properties,
            keywords: ['instrument'],
            involved: (parties as readonly string[]).map(actorId),
            ...(sourceUrl.length === 0 ? {} : { sourceUrl }),
            ...retrieved,
            ...notes,
          },
        },
      ];
    }
    return [];
  });
  return [...actors.values(), ...found].map((entity) => `${JSON.stringify(entity)}\n`).join('');
}

function listed(fields: Readonly<Record<string, string | undefined>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, [value]]],
    ),
  );
}

/** Activities and instruments as IATI activities. What IATI must have and the record does not is left out, not invented. */
function iatiText(entries: readonly Entry[], asOf: string, isExercise: boolean): string {
  const items = (entries.filter(isItem) as unknown as readonly Entry<ItemBody>[]).filter(
    ({ body }) => body.state === 'accepted' && (body.kind === 'activity' || body.kind === 'instrument'),
  );
  const activities = items.map((entry) => iatiActivity(entry, asOf)).join('');
  const mark = isExercise ? `<!-- ${exerciseMark} -->\n` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${mark}<iati-activities version="2.03" generated-datetime="${asOf}">\n${activities}</iati-activities>\n`;
}

function iatiActivity({ id, owner, modified, body, evidence }: Entry<ItemBody>, asOf: string): string {
  const item = body.item as { title: string } & Readonly<Record<string, string | string[] | undefined>>;
  const isActivity = body.kind === 'activity';
  const [start, end] = (isActivity ? [item.start, item.end] : [item.signed ?? item.inForce, item.expiry]) as (
    | string
    | undefined
  )[];
  const today = asOf.slice(0, 10);
  const names = ((isActivity ? item.participants : item.parties) ?? []) as string[];
  const day = (date: string, last: boolean) => boundsOf(date, 'day')?.[last ? 1 : 0] ?? date;
  const dates = [
    start === undefined
      ? ''
      : `<activity-date type="${day(start, false) <= today ? 2 : 1}" iso-date="${day(start, false)}"/>`,
    end === undefined
      ? ''
      : `<activity-date type="${day(end, true) < today ? 4 : 3}" iso-date="${day(end, true)}"/>`,
  ];
  const links = sourcesOf(evidence).flatMap(({ address }) =>
    address !== undefined && /^https?:/.test(address)
      ? [
          `<document-link format="text/html" url="${xml(address)}"><title><narrative>${xml(item.title)}</narrative></title></document-link>`,
        ]
      : [],
  );
  // 1 pipeline, 2 implementation, 4 closed; inferred from the dates, which the record states.
  const ended = end !== undefined && day(end, true) < today;
  const status = ended ? 4 : start !== undefined && day(start, false) > today ? 1 : 2;
  return [
    `<iati-activity last-updated-datetime="${modified}" xml:lang="en">`,
    `<iati-identifier>${xml(`${owner}-${body.key.replaceAll(' ', '-')}`)}</iati-identifier>`,
    `<reporting-org ref="${xml(owner)}" type="10"><narrative>${xml(owner)}</narrative></reporting-org>`,
    `<title><narrative>${xml(item.title)}</narrative></title>`,
    `<description><narrative>${xml(`${item.title} (${id})`)}</narrative></description>`,
    ...names.map(
      (name) => `<participating-org role="4"><narrative>${xml(name)}</narrative></participating-org>`,
    ),
    `<activity-status code="${status}"/>`,
    ...dates,
    ...links,
    '</iati-activity>\n',
  ].join('');
}

function xml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Dated statements, activities, and what instruments and commitments fall due, as all-day events. */
function icsText(entries: readonly Entry[], asOf: string, isExercise: boolean, language: Language): string {
  const stamp = `${asOf.replace(/[-:]/g, '').slice(0, 15)}Z`;
  const events = entries
    .flatMap((entry) => datesOf(entry, language))
    .map(({ uid, date, title, note }) => {
      const bounds = boundsOf(date, date.includes('/') ? 'day-range' : 'day') ?? [date, date];
      const [first, last] = date.length === 4 ? [bounds[1], bounds[1]] : bounds;
      const after = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
      return [
        'BEGIN:VEVENT',
        `UID:${uid}`,
        `DTSTAMP:${stamp}`,
        `DTSTART;VALUE=DATE:${first.replaceAll('-', '')}`,
        `DTEND;VALUE=DATE:${after.replaceAll('-', '')}`,
        `SUMMARY:${icsEscaped(isExercise ? `EXERCISE: ${title}` : title)}`,
        `DESCRIPTION:${icsEscaped(note)}`,
        'END:VEVENT',
      ];
    });
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Commonwatch//Programme//EN',
    'CALSCALE:GREGORIAN',
    ...events.flat(),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

interface CalendarDate {
  readonly uid: string;
  readonly date: string;
  readonly title: string;
  readonly note: string;
}

function datesOf(entry: Entry, language: Language): CalendarDate[] {
  const at = (date: unknown, title: string, part: string, note: string): CalendarDate[] =>
    typeof date === 'string' ? [{ uid: `${entry.id}-${part}@commonwatch`, date, title, note }] : [];
  if (isStatement(entry)) {
    const { date, datePrecision, dateBasis, title, state } = entry.body;
    const isDay = datePrecision === 'day' || datePrecision === 'day-range' || datePrecision === 'deadline';
    const basis = speaker.say(language, message(`programme.basis.${dateBasis}`));
    const { file, quote } = statementOf(entry as Entry<StatementBody>);
    return state === 'accepted' && isDay
      ? at(date, title, 'held', `${date} (${basis}). “${quote}” ${file}`)
      : [];
  }
  if (!isItem(entry) || entry.body.state !== 'accepted') return [];
  const { kind, item } = entry.body;
  const say = (field: string) =>
    `${item.title}: ${speaker.say(language, message(`programme.field.${field}`))}`;
  const source = sourcesOf(entry.evidence)
    .map(({ address, document }) => address ?? document ?? '')
    .join(' ');
  if (kind === 'instrument')
    return ['signed', 'inForce', 'expiry'].flatMap((field) =>
      at(item[field], say(field), field, `${String(item[field])}. ${source}`),
    );
  if (kind === 'commitment') return at(item.due, say('due'), 'due', `${String(item.due)}. ${source}`);
  if (kind !== 'activity') return [];
  const span = item.end === undefined ? item.start : `${String(item.start)}/${String(item.end)}`;
  return at(span, item.title, 'activity', source);
}

function icsEscaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');
}

/** Lines of at most 75 octets (RFC 5545, 3.1), never cut within a character. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > 74) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}

type Writer = (entries: readonly Entry[], asOf: string, isExercise: boolean, language: Language) => string;

const record = [documentType.type, statementType.type, itemType.type];

function file(
  name: string,
  extension: string,
  mediaType: string,
  types: readonly string[],
  write: Writer,
): Export {
  return {
    name: `programme.${name}`,
    mediaType,
    extension,
    types,
    write: (entries, viewer, language, { exercise = false } = {}) =>
      write(entries.for(viewer), entries.at, exercise, language),
  };
}

export const programmeExports: readonly Export[] = [
  file('csv', 'csv', 'text/csv; charset=utf-8; header=present', [statementType.type], csvText),
  file('json', 'json', 'application/json', [...record, reviewType.type], jsonText),
  file('ftm.json', 'json', 'application/x-ndjson', record, ftmText),
  file('iati.xml', 'xml', 'application/xml', [itemType.type], iatiText),
  file('ics', 'ics', 'text/calendar; charset=utf-8', [statementType.type, itemType.type], icsText),
];
