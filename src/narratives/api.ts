/**
 * What the narratives room shows and takes, as plain data: types for the screen, for files and for the hub. Times are
 * ISO 8601 in UTC where a person reads them and `…UtcMs` where a program does. Nothing here says whether a claim is
 * true, and no account is named: what stands for one is its pseudonym in the collection.
 */
import type { Json } from '../core/entry.ts';
import type { Evidence } from '../core/evidence.ts';
import type { FindingBody } from '../core/finding.ts';
import type { EntryId } from '../core/ids.ts';
import type { MessageRef } from '../core/message.ts';
import type { ImportReport } from '../core/room.ts';
import type { BenignReason } from './triage.ts';
import type { LayerName } from './layers.ts';

export type { BenignReason, LayerName };

/** One value (a language, platform, country) of a narrative's posts, and when it came after the first of all. */
export interface ArrivalRow {
  readonly name: string;
  readonly posts: number;
  readonly first: string;
  readonly lagMs: number;
}

/** An hour in which a narrative was posted far more than that hour of the day usually brings. */
export interface BurstRow {
  readonly hour: string;
  readonly posts: number;
  readonly expected: number;
  readonly p: number;
  /** Entries of the calendar that lie within two days of it. */
  readonly near: readonly CalendarEntry[];
}

/** What an analyst keeps beside the spikes: elections, summits, exercises. Days in UTC, `to` included. */
export interface CalendarEntry {
  readonly name: string;
  readonly kind: 'election' | 'summit' | 'exercise' | 'anniversary' | 'other';
  readonly from: string;
  readonly to: string;
}

/** Where a narrative began, as far as this collection can tell. */
export interface OriginRow {
  /**
   * `earliest-here`: the earliest post in this collection, no more. `not-in-collection`: the earliest post repeats or
   * answers something that was not collected.
   */
  readonly kind: 'earliest-here' | 'not-in-collection';
  readonly post?: string;
  readonly account?: string;
  /** Its place in the collection, for the list of posts. */
  readonly row?: number;
  readonly at: string;
  /** The post that was repeated and is not here. */
  readonly missingParent?: string;
  readonly parentsMissing: number;
  /** Hours without any post of the collection that end within a day before the first post of the narrative. */
  readonly gapsBefore: readonly GapRow[];
  readonly depth: number;
  readonly breadth: number;
  readonly roots: number;
  readonly halfTimeMs: number;
  /** How many of the cascade's links are stated by the source, and how many are inferred from text and time. */
  readonly knownLinks: number;
  readonly inferredLinks: number;
  /** Sites that the first tenth of the posts (at least three) link to, and accounts that posted them. */
  readonly seedDomains: readonly DomainRow[];
  readonly seedAccounts: readonly { readonly account: string; readonly posts: number }[];
  /** Accounts by how many posts hang below theirs. */
  readonly spreaders: readonly { readonly account: string; readonly descendants: number }[];
}

export interface DomainRow {
  readonly domain: string;
  readonly posts: number;
}

/** Hours in which nothing at all was collected. */
export interface GapRow {
  readonly from: string;
  readonly to: string;
}

/** A narrative that says the same in another language, or in other words, and by what that is seen. */
export interface LinkRow {
  readonly to: string;
  readonly by: 'url' | 'domain' | 'image' | 'entities' | 'analyst';
  /** What is shared: an address, a domain, a hash, the names of entities. */
  readonly shared: readonly string[];
  /** 0 to 1: how much of what the two hold is shared. */
  readonly strength: number;
}

/** How a narrative fits an entry of the register. */
export interface RegisterMatch {
  readonly entry: EntryId;
  readonly title: string;
  /** `text`: nearly the words of an example; `terms`: its terms and entities; `address`: its sites. */
  readonly by: 'text' | 'terms' | 'address';
  readonly score: number;
}

/** One narrative of a collection. */
export interface NarrativeRow {
  readonly id: string;
  /** The text that stands for all, without handles. */
  readonly text: string;
  readonly language: string;
  /** Its texts say of a claim that it is false; whether they are right is not asked. */
  readonly debunk: boolean;
  /** For a debunk, narratives that it speaks of; for a claim, its debunks. */
  readonly debunks: readonly string[];
  readonly posts: number;
  readonly accounts: number;
  /** Likes, shares and comments that the sources state, summed; absent where none does. */
  readonly engagement?: number;
  readonly first: string;
  readonly last: string;
  readonly languages: readonly ArrivalRow[];
  readonly platforms: readonly ArrivalRow[];
  readonly countries: readonly ArrivalRow[];
  readonly bursts: readonly BurstRow[];
  readonly origin: OriginRow;
  readonly links: readonly LinkRow[];
  readonly register: readonly RegisterMatch[];
  /** Names of the glossary that stand in its texts. */
  readonly entities: readonly string[];
  /** Sites that its posts link to, most first. */
  readonly domains: readonly DomainRow[];
  /** Groups that posted it. */
  readonly groups: readonly string[];
  /** Posts by where they speak: the home languages and countries that the collection names, and the rest. */
  readonly audience: { readonly domestic: number; readonly international: number };
  readonly disarm: readonly DisarmSuggestion[];
}

/** Narratives that links join: the same story in several languages or wordings, side by side. */
export interface StoryRow {
  readonly id: string;
  readonly narratives: readonly string[];
  readonly languages: readonly ArrivalRow[];
  readonly domestic: readonly string[];
  readonly international: readonly string[];
}

/** How many posts of one narrative, in one language, on one platform, of one country, in one hour. */
export interface TrackCell {
  readonly narrative: string;
  readonly language: string;
  readonly platform: string;
  readonly country: string;
  readonly hourUtcMs: number;
  readonly posts: number;
}

/** One post of a cascade; `parent` indexes the list it stands in. */
export interface CascadeNode {
  readonly row: number;
  readonly post: string;
  readonly account: string;
  readonly at: string;
  readonly language: string;
  readonly platform: string;
  readonly parent: number | null;
  /** `stated` by the source, `inferred` from near-identical text shortly before, or a `root`. */
  readonly link: 'stated' | 'inferred' | 'root';
  readonly depth: number;
}

export interface CascadeView {
  readonly narrative: string;
  readonly nodes: readonly CascadeNode[];
  /** How many there are in all; the nodes are the earliest of them. */
  readonly posts: number;
}

/** One post as it is shown. */
export interface PostRow {
  readonly row: number;
  readonly post: string;
  readonly account: string;
  readonly at: string;
  /** The finest step that its time can tell, ms. */
  readonly precisionMs: number;
  readonly text: string;
  readonly language: string;
  readonly platform: string;
  readonly country: string;
  readonly urls: readonly string[];
  readonly repostOf?: string;
  readonly replyTo?: string;
  readonly narrative?: string;
  readonly source: string;
}

export interface PostPage {
  readonly posts: readonly PostRow[];
  readonly total: number;
  readonly next?: number;
}

/** Two accounts that acted together more often than chance allows, over all layers. */
export interface EdgeRow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly weight: number;
  readonly surprise: number;
  readonly layers: readonly EdgeLayerRow[];
  /** Rows of the posts behind it, in order of time; at most 200. */
  readonly rows: readonly number[];
  readonly posts: number;
  readonly group?: string;
}

export interface EdgeLayerRow {
  readonly layer: LayerName;
  readonly weight: number;
  readonly meanLagMs: number;
  readonly expected: number;
  readonly p: number;
  readonly timeP: number;
}

/** One group of accounts that act together, after triage. */
export interface GroupRow {
  readonly id: string;
  /** `coordinated` says that they act together; `benign` that a harmless reason was recognised. */
  readonly verdict: 'coordinated' | 'benign';
  readonly reason?: BenignReason;
  readonly share?: number;
  /** Every rule of triage with its figure and its threshold, so that an analyst can overrule it. */
  readonly triage: readonly TriageRow[];
  readonly members: readonly string[];
  readonly layers: readonly LayerName[];
  readonly edges: number;
  /** Share of the pairs of members that are joined. */
  readonly density: number;
  readonly first: string;
  readonly last: string;
  /** Ids of the posts that join the group, in order of time; `rows` are their places. */
  readonly posts: readonly string[];
  readonly rows: readonly number[];
  readonly narratives: readonly string[];
  /** Sites that the joining posts link to, most first. */
  readonly domains: readonly DomainRow[];
  readonly languages: readonly string[];
  readonly platforms: readonly string[];
  readonly persistence: Persistence;
  readonly disarm: readonly DisarmSuggestion[];
  /** 0 to 100, from surprise, layers and persistence; see README. */
  readonly confidence: number;
}

export interface TriageRow {
  readonly rule: BenignReason;
  readonly share: number;
  readonly threshold: number;
  readonly held: boolean;
}

/** In how many of the days in which its members posted a group acted together. */
export interface Persistence {
  readonly windows: number;
  readonly active: number;
  readonly share: number;
}

/** A technique that fits what was measured. A person confirms or rejects it. */
export interface DisarmSuggestion {
  readonly technique: string;
  readonly name: string;
  readonly tactic: string;
  readonly because: MessageRef;
  /** Rows of posts that show it, at most 50. */
  readonly rows: readonly number[];
}

/** A technique of the pinned table. */
export interface DisarmTechnique {
  readonly id: string;
  readonly name: string;
  readonly tactic: string;
  /** Its page in the framework; of one that was withdrawn there, the framework itself. */
  readonly ref: string;
  /** The framework has it no longer: it stays confirmable for what was written under it, and is offered for nothing. */
  readonly withdrawn: boolean;
}

export interface DisarmTable {
  readonly source: string;
  readonly version: string;
  readonly licence: string;
  readonly killChain: 'disarm';
  readonly tactics: readonly string[];
  readonly techniques: readonly DisarmTechnique[];
}

/** What a collection holds and misses. */
export interface CollectionSummary {
  readonly posts: number;
  readonly accounts: number;
  readonly first?: string;
  readonly last?: string;
  readonly precisionMs: number;
  readonly languages: readonly { readonly name: string; readonly posts: number }[];
  readonly platforms: readonly { readonly name: string; readonly posts: number }[];
  readonly countries: readonly { readonly name: string; readonly posts: number }[];
  readonly gaps: readonly GapRow[];
  readonly files: readonly FileRow[];
}

export interface FileRow extends Omit<ImportReport, 'notes'> {
  readonly file: string;
  readonly format: string;
  /** Characters that are none in the encoding that was read: the file may be in another. */
  readonly undecodable?: number;
}

/** Everything that is worked out of a collection. */
export interface Analysis {
  readonly version: string;
  readonly settings: AnalysisSettings;
  readonly summary: CollectionSummary;
  readonly narratives: readonly NarrativeRow[];
  readonly stories: readonly StoryRow[];
  readonly edges: readonly EdgeRow[];
  readonly groups: readonly GroupRow[];
  readonly track: readonly TrackCell[];
}

/** What an analyst sets for a collection. All have defaults. */
export interface AnalysisSettings {
  /** Window of co-action, seconds. */
  readonly windowS: number;
  readonly minObjects: number;
  readonly falseDiscovery: number;
  /** Narratives of fewer posts are not listed. */
  readonly leastPosts: number;
  /** ISO 639-1 codes and ISO 3166-1 alpha-2 codes of home, for domestic against international. */
  readonly homeLanguages: readonly string[];
  readonly homeCountries: readonly string[];
  /** Domains whose owners declare themselves: `{"party.example": "the party"}`. */
  readonly declaredOwners: Readonly<Record<string, string>>;
  /** Pairs of narrative ids that an analyst joined, and took apart. */
  readonly merges: readonly (readonly [string, string])[];
  readonly calendar: readonly CalendarEntry[];
}

// --- entries ---------------------------------------------------------------------------------------------------

/** A set of posts under one key and one release: the entry that stands for columns. */
export interface CollectionBody {
  readonly schema: 1;
  readonly title: string;
  readonly zoneMinutes: number;
  /** Days after which posts are erased; 0 keeps them until somebody erases them. */
  readonly retentionDays: number;
  readonly settings: AnalysisSettings;
  readonly note: string;
}

/** A narrative that an analyst keeps: what a reader of the entry sees without the posts. */
export interface NarrativeBody {
  readonly schema: 1;
  readonly collection?: EntryId;
  /** The stable id in its collection. */
  readonly narrative: string;
  readonly title: string;
  readonly text: string;
  readonly languages: readonly string[];
  readonly platforms: readonly string[];
  readonly debunk: boolean;
  readonly posts: number;
  readonly accounts: number;
  readonly firstUtcMs: number;
  readonly lastUtcMs: number;
  readonly origin: 'earliest-here' | 'not-in-collection';
  readonly known?: EntryId;
  readonly note: string;
}

/** An entry of the register: a narrative that is known, against which new ones are matched. */
export interface KnownNarrativeBody {
  readonly schema: 1;
  readonly title: string;
  /** What is claimed, in words of whoever keeps the register. */
  readonly claim: string;
  /** What somebody says it is for; never a finding of this hub. */
  readonly objective: string;
  /** Such as "Japan–Taiwan". */
  readonly targetRelation: string;
  readonly audience: readonly string[];
  readonly diaspora: readonly string[];
  readonly languages: readonly string[];
  readonly firstSeen: string;
  /** Texts, terms and sites by which it is recognised. */
  readonly examples: readonly string[];
  readonly terms: readonly (readonly string[])[];
  readonly domains: readonly string[];
  readonly sources: readonly string[];
}

export type AbcdePart = 'actor' | 'behaviour' | 'content' | 'degree' | 'effect';

/** ABCDE (Pamment 2020): each part with how sure, what it rests on, and what else would explain it. */
export interface AbcdeBody {
  readonly schema: 1;
  readonly title: string;
  readonly collection?: EntryId;
  readonly about: readonly string[];
  readonly parts: Readonly<Record<AbcdePart, AbcdeField>>;
}

export interface AbcdeField {
  readonly text: string;
  /** Measured sentences that the hub offers, in the reader's language. */
  readonly observed: readonly MessageRef[];
  readonly confidence: number;
  readonly alternatives: readonly string[];
}

export type BriefState = 'draft' | 'ready' | 'signed' | 'withdrawn';

/** The explainer: facts first, one warning, the technique, sources. Published only when a second person has signed. */
export interface ExplainerBody {
  readonly schema: 1;
  readonly title: string;
  readonly about: readonly string[];
  readonly collection?: EntryId;
  readonly language: string;
  readonly facts: readonly { readonly text: string; readonly source: string }[];
  /** Said once, before the claim is touched on, and without its slogans. */
  readonly warning: string;
  readonly technique: string;
  readonly disarm: readonly string[];
  readonly audience: string;
  readonly languages: readonly string[];
  readonly doNotAmplify: boolean;
  readonly doNotAmplifyBecause: MessageRef;
  readonly state: BriefState;
  readonly writtenBy: string;
  readonly signedBy?: string;
  readonly signedAt?: string;
}

/** That a person confirms or rejects a technique for a group or a narrative. */
export interface DisarmConfirmationBody {
  readonly schema: 1;
  readonly collection?: EntryId;
  readonly about: string;
  readonly technique: string;
  readonly techniqueName: string;
  readonly tactic: string;
  readonly tableVersion: string;
  readonly verdict: 'confirmed' | 'rejected';
  readonly reason: string;
  readonly by: string;
}

/** An analyst's judgement of a group, with evidence of its own: the hub never makes one. */
export interface CoordinationJudgementBody {
  readonly schema: 1;
  readonly about: string;
  readonly collection?: EntryId;
  readonly judgement: 'inauthentic' | 'attributed' | 'organic';
  /** For `attributed`: to whom, as the judge says. */
  readonly to: string;
  readonly reason: string;
  readonly alternatives: readonly string[];
  readonly by: string;
}

// --- what the hub provides -------------------------------------------------------------------------------------

/** Asked of `context.service<NarrativeCases>('narratives')`. The hub keeps the columns, keys and handles. */
export interface NarrativeCases {
  /** Makes the key and the empty columns of a collection. */
  readonly open: (collection: EntryId) => Promise<void>;
  readonly files: (collection: EntryId) => readonly FileRow[];
  /**
   * The analysis of a collection under its entry's settings: worked out by `analyse` in a worker and kept until posts
   * or settings change. The register is matched by the routes, because each reader sees its own part of it.
   */
  readonly analysis: (
    collection: EntryId,
    settings: AnalysisSettings,
    progress?: (done: number, total: number) => void,
  ) => Promise<Analysis>;
  /** Rows are those of the analysis (`WorkedOut.posts`). */
  readonly posts: (
    collection: EntryId,
    rows: readonly number[] | 'all',
    from: number,
    limit: number,
  ) => Promise<PostPage>;
  readonly cascade: (collection: EntryId, narrative: string) => Promise<CascadeView>;
  /** Handles by pseudonym, from the sealed table. The call is logged with who and why before it answers. */
  readonly reidentify: (
    collection: EntryId,
    pseudonyms: readonly string[],
    by: string,
    reason: string,
  ) => Promise<Readonly<Record<string, string>>>;
  /** Erases an account's posts (`pseudonym`), one post, or all that is older than a day. Returns how many went. */
  readonly erase: (
    collection: EntryId,
    what: ErasureRequest,
    by: string,
    reason: string,
  ) => Promise<{ readonly posts: number }>;
  readonly disarm: () => DisarmTable;
}

/** An entry of the register as matching takes it. */
export interface KnownNarrative {
  readonly id: EntryId;
  readonly body: KnownNarrativeBody;
}

export type ErasureRequest =
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'post'; readonly post: string }
  | { readonly kind: 'before'; readonly utcMs: number };

/** What a mapping would make of a file's first records, before anything is kept. */
export interface PreviewReport extends FileRow {
  /** Columns or paths that the file has. */
  readonly columns: readonly string[];
  /** Which column each field is read from. */
  readonly places: Readonly<Record<string, string>>;
  readonly posts: readonly PostRow[];
}

/** A finding's parts as the room makes them; the hub adds owner and release. */
export interface GroupFinding {
  readonly id: EntryId;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly body: FindingBody;
}

export type StixObjectDraft = Readonly<Record<string, Json>>;
