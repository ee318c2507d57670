/**
 * The contract of a room: one value of plain data and pure handlers. The hub holds the list of rooms; their order is
 * the plug-in order and doubles fail at start. A room opens no socket and no file: the hub hands it bytes, columns,
 * a clock and a gated reader, and takes entries.
 */
import type { TSchema } from 'typebox';
import type { AnyEntryType, Entry, EntryDraft, EntryType, Json } from './entry.ts';
import { CommonwatchError } from './errors.ts';
import type { FindingDraft } from './finding.ts';
import type { GateContext, Viewer } from './gate.ts';
import type { EntryId } from './ids.ts';
import type { Language, MessageRef } from './message.ts';
import type { PartyId } from './party.ts';
import type { Released } from './seal.ts';
import type { Instant } from './time.ts';

/** What an account may do. `watch` reads and judges; `release` widens; `programme` and `coordinate` write their rooms. */
export const permissions = [
  'read',
  'watch',
  'release',
  'import',
  'programme',
  'coordinate',
  'exercise',
  'administer',
] as const;
export type Permission = (typeof permissions)[number];

export interface Room {
  readonly name: string;
  readonly entryTypes: readonly AnyEntryType[];
  readonly importers: readonly Importer[];
  readonly detectors: readonly Detector[];
  readonly projections: readonly Projection[];
  readonly routes: readonly Route[];
  readonly jobs: readonly Job[];
  readonly exports: readonly Export[];
  readonly shapes: readonly Shape[];
  readonly sections: readonly Section[];
  readonly commands: readonly Command[];
}

/** What was read, taken and refused, by reason: `read = taken + refused`, always. */
export interface ImportReport {
  readonly read: number;
  readonly taken: number;
  readonly refused: readonly {
    readonly reason: string;
    readonly count: number;
    readonly samples: readonly string[];
  }[];
  readonly notes: readonly MessageRef[];
}

/** Turns bytes of a file or feed into batches (columns) or entry drafts. */
export interface Importer<Batch = unknown> {
  readonly name: string;
  readonly label: MessageRef;
  /**
   * `text`: the hub hands over the text of a document (UTF-8; text, HTML, DOCX and what else it can read), whatever it
   * came packed in, with `{fileName, format, sha256, party, at}` as options. `bytes` when absent: the file as it is.
   */
  readonly input?: 'bytes' | 'text';
  /** Whether a file looks like this importer's, from its name and its first bytes (at most 64 KiB). */
  readonly detect: (fileName: string, head: Uint8Array) => boolean;
  readonly open: (sink: ImportSink<Batch>, options: Readonly<Record<string, Json>>) => OpenImport;
}

export interface ImportSink<Batch = unknown> {
  readonly batch: (name: string, batch: Batch) => void;
  readonly entry: (draft: EntryDraft) => void;
}

export interface OpenImport {
  readonly push: (bytes: Uint8Array) => void;
  readonly end: () => ImportReport;
  readonly report: () => ImportReport;
}

/** A method that turns batches of columns into findings: streaming, late data allowed, same input same bytes. */
export interface Detector<Batch = never> {
  readonly name: string;
  readonly version: string;
  /** The kinds of finding it emits. */
  readonly kinds: readonly string[];
  /** The names of the batches it takes, such as `positions`. */
  readonly inputs: readonly string[];
  readonly parameters: TSchema;
  readonly defaults: Readonly<Record<string, Json>>;
  /** Named settings, such as `fast`. */
  readonly presets: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** @param world what the hub knows and the detector needs, such as `{ earth, areas }` */
  readonly start: (
    parameters: Readonly<Record<string, Json>>,
    world: Readonly<Record<string, unknown>>,
  ) => RunningDetector<Batch>;
}

export interface RunningDetector<Batch = never> {
  readonly push: (name: string, batch: Batch) => void;
  /** No more data: what is open is reported as ongoing. */
  readonly end: () => void;
  /** The findings made, revised or withdrawn since the last call; a revision repeats the id. */
  readonly take: () => FindingDraft[];
  /** The state as bytes, and back: a restart goes on where it was. */
  readonly snapshot: () => Uint8Array;
  readonly restore: (state: Uint8Array) => void;
}

/**
 * A table derived from the journal by a pure function. Every row belongs to the entry it was made from and is seen by
 * whoever sees that entry. The store keeps the rows and can rebuild them, byte for byte.
 */
export interface Projection {
  readonly name: string;
  /** Raised when `rows` changes: the store then rebuilds. */
  readonly version: number;
  readonly rows: (entry: Entry, previous: Entry | undefined) => readonly ProjectionRow[];
}

export interface ProjectionRow {
  /** What rows are asked for by, such as an MMSI or an area. */
  readonly key: string;
  /** What they are sorted by within a key, such as a time. */
  readonly order: number;
  readonly value: Json;
}

/** A viewer's window on the hub. All that it reads has passed the gate. */
export interface ViewerContext extends GateContext {
  readonly viewer: Viewer;
  readonly language: Language;
  /** @throws `entry.not-found` for what is hidden and for what never existed */
  readonly entry: (id: EntryId) => Released<Entry>;
  readonly entries: (query: EntryQuery) => Released<EntryPage>;
  readonly count: (query: EntryQuery) => Released<number>;
  readonly search: (words: string, query?: EntryQuery) => Released<EntryPage>;
  readonly rows: (projection: string, query: RowQuery) => Released<readonly ProjectionRow[]>;
  /** Entries that name this one, and are seen. */
  readonly neighbours: (id: EntryId) => Released<readonly Entry[]>;
  /** Past versions, newest first: each seen only if its own release and the latest allow. */
  readonly versions: (id: EntryId) => Released<readonly Entry[]>;
  /** Facts that belong to no entry and hide nothing: tables that ship with the hub. */
  readonly common: <T>(value: T) => Released<T>;
}

export interface EntryQuery {
  readonly types?: readonly string[];
  readonly kinds?: readonly string[];
  readonly owner?: PartyId;
  /** Overlap in time, ms UTC. */
  readonly fromUtcMs?: number;
  readonly toUtcMs?: number;
  /** west, south, east, north, degrees; west > east crosses the antimeridian. */
  readonly bbox?: readonly [number, number, number, number];
  readonly modifiedSince?: Instant;
  readonly limit?: number;
  /** Opaque, from the page before; sealed to the viewer. */
  readonly cursor?: string;
}

export interface EntryPage {
  readonly entries: readonly Entry[];
  readonly cursor?: string;
}

export interface RowQuery {
  readonly key?: string;
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
}

/** A handler's context: a viewer's window, who acts, and a way to write. */
export interface ActionContext extends ViewerContext {
  /** The account that acts, for the journal. */
  readonly account: string;
  readonly nowUtcMs: number;
  /** Appends versions owned by this hub's party; resolves when they are on disk. */
  readonly append: (drafts: readonly EntryDraft[]) => Promise<readonly Entry[]>;
  /** Services by name that the hub offers to rooms, such as `positions` (the archive) or `earth`. */
  readonly service: <T>(name: string) => T;
}

/** A route under `/api/<room>/`. What it answers has passed the gate; the hub registers it as an exit. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly response: TSchema;
  readonly handle: (
    context: ActionContext,
    request: RouteRequest,
  ) => Promise<Released<unknown>> | Released<unknown>;
}

export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Long work with progress, a rate, an estimate and Cancel. */
export interface Job {
  readonly name: string;
  readonly permission: Permission;
  readonly input: TSchema;
  readonly run: (context: ActionContext, input: unknown, control: JobControl) => Promise<Released<unknown>>;
}

export interface JobControl {
  readonly progress: (done: number, total: number | undefined, note?: MessageRef) => void;
  readonly cancelled: () => boolean;
  /** Lets other work run; call it every few milliseconds. @throws `job.cancelled` */
  readonly breathe: () => Promise<void>;
}

/** A list as a file. The writer is bound to one viewer. */
export interface Export {
  readonly name: string;
  readonly mediaType: string;
  readonly extension: string;
  /** The entry types that it is for; findings when absent. */
  readonly types?: readonly string[];
  readonly write: (
    entries: Released<readonly Entry[]>,
    viewer: PartyId,
    language: Language,
    /** `exercise`: what is written says so. */
    options?: { readonly exercise?: boolean },
  ) => string | Uint8Array;
}

/** How entries of one type (and kind) look in the formats of exchange/. Pure; fed only what passed the gate. */
export interface Shape {
  readonly type: string;
  readonly kind?: string;
  readonly geojson?: (entry: Entry) => Json;
  readonly stix?: (entry: Entry) => readonly Json[];
  /** What `stix` gives is whole as it is: somebody else's object, under its own id and markings. Default false. */
  readonly stixIsWhole?: boolean;
  /** What the alert says, in the terms of CAP 1.2; a type without one is never an alert. */
  readonly cap?: (entry: Entry) => CapContent;
}

/** What a room knows of an alert; whom it may reach, its status and its history are decided by exchange/. */
export interface CapContent {
  readonly category: CapCategory;
  readonly event: MessageRef;
  readonly headline: MessageRef;
  readonly description: readonly MessageRef[];
  readonly instruction?: MessageRef;
  readonly responseType?:
    | 'Shelter'
    | 'Evacuate'
    | 'Prepare'
    | 'Execute'
    | 'Avoid'
    | 'Monitor'
    | 'Assess'
    | 'AllClear';
  readonly urgency: 'Immediate' | 'Expected' | 'Future' | 'Past' | 'Unknown';
  readonly severity: 'Extreme' | 'Severe' | 'Moderate' | 'Minor' | 'Unknown';
  readonly certainty: 'Observed' | 'Likely' | 'Possible' | 'Unlikely' | 'Unknown';
  readonly onsetUtcMs?: number;
  readonly expiresUtcMs?: number;
  /** Whether it is meant; `Actual` when absent. */
  readonly status?: 'Actual' | 'Exercise' | 'System' | 'Test' | 'Draft';
  /** It was taken back. */
  readonly cancelled?: boolean;
  readonly area?: {
    readonly description: MessageRef;
    /** [longitude, latitude] rings, closed. */
    readonly polygons?: readonly (readonly (readonly [number, number])[])[];
    readonly circle?: { readonly lonDeg: number; readonly latDeg: number; readonly radiusNm: number };
    /** Such as a municipality's code, under the name of its list. */
    readonly codes?: readonly { readonly list: string; readonly code: string }[];
  };
}
export type CapCategory =
  | 'Geo'
  | 'Met'
  | 'Safety'
  | 'Security'
  | 'Rescue'
  | 'Fire'
  | 'Health'
  | 'Env'
  | 'Transport'
  | 'Infra'
  | 'CBRNE'
  | 'Other';

/** What a room adds to a partner's brief, from what that partner may see. */
export interface Section {
  readonly name: string;
  readonly order: number;
  readonly build: (context: SectionContext) => BriefSection | undefined;
}

export interface SectionContext {
  readonly viewer: PartyId;
  /** ISO 3166-1 alpha-2 code of the reader's country or economy; absent for who has none. */
  readonly country?: string;
  readonly language: Language;
  readonly since: Instant;
  readonly at: Instant;
  /** Everything new or changed since, that the reader may see; newest first. */
  readonly entries: Released<readonly Entry[]>;
  /** The newest versions of what those entries name and the reader may see too. */
  readonly named: Released<readonly Entry[]>;
  /** What the reader may see of a query, whenever it came: for what falls due and stands. At most `limit`, 1,000. */
  readonly standing: (query: EntryQuery) => Released<readonly Entry[]>;
}

export interface BriefSection {
  readonly title: MessageRef;
  readonly blocks: readonly BriefBlock[];
}

/** Every sentence and every row has its sources: a brief without them does not print. */
export type BriefBlock =
  | {
      readonly kind: 'sentence';
      readonly lead?: MessageRef;
      readonly text: MessageRef;
      readonly against?: readonly MessageRef[];
      readonly sources: readonly BriefSource[];
    }
  | {
      readonly kind: 'table';
      readonly columns: readonly MessageRef[];
      readonly rows: readonly (readonly MessageRef[])[];
      readonly sources: readonly BriefSource[];
    }
  | {
      readonly kind: 'curve';
      readonly title: MessageRef;
      readonly xs: readonly number[];
      readonly low: readonly number[];
      readonly mid: readonly number[];
      readonly high: readonly number[];
      readonly sources: readonly BriefSource[];
    };

/** Where a sentence comes from, and as of when. */
export interface BriefSource {
  readonly entry?: EntryId;
  readonly text: MessageRef;
  readonly asOf: Instant;
}

/** A command of the command line: `commonwatch <name> …`. Files and streams come through `io`. */
export interface Command {
  readonly name: string;
  readonly summary: MessageRef;
  readonly usage: string;
  readonly run: (io: CommandIo, args: readonly string[]) => Promise<number>;
}

export interface CommandIo {
  readonly read: (path: string) => AsyncIterable<Uint8Array>;
  readonly write: (path: string, content: Uint8Array | string) => Promise<void>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** A progress line, where somebody is looking. */
  readonly progress: (done: number, total: number | undefined) => void;
}

/** The names that must differ between rooms. @throws `room.duplicate` */
export function assertDistinct(rooms: readonly Room[]): void {
  const seen = new Set<string>();
  const claim = (name: string) => {
    if (seen.has(name)) throw new CommonwatchError('room.duplicate', name);
    seen.add(name);
  };
  for (const room of rooms) {
    claim(`room ${room.name}`);
    for (const { type } of room.entryTypes as readonly EntryType[]) claim(`entry type ${type}`);
    for (const { name } of room.importers) claim(`importer ${name}`);
    for (const { name } of room.detectors) claim(`detector ${name}`);
    for (const { name } of room.projections) claim(`projection ${name}`);
    for (const { name } of room.jobs) claim(`job ${name}`);
    for (const { name } of room.exports) claim(`export ${name}`);
    for (const { name } of room.sections) claim(`section ${name}`);
    for (const { name } of room.commands) claim(`command ${name}`);
    for (const { type, kind } of room.shapes) claim(`shape ${type} ${kind ?? '*'}`);
    for (const { method, path } of room.routes) claim(`route ${method} /api/${room.name}${path}`);
  }
}
