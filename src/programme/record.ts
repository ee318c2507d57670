/**
 * The record of the partnership as plain data: documents, statements with their evidence, and the objects that they
 * are about. What a document says is a statement of its author, never a fact of the record's. An open end is normal.
 */
import type { Tlp } from '../core/index.ts';
import type { DatePrecision } from './dates.ts';
import type { Fact } from './extract.ts';
import type { Area, DateBasis, Level } from './vocabulary.ts';

/** A day, month or year, ISO 8601 to its precision. */
export type PartialDate = string;

/** Where something is written: a passage of a document of the record, or a page that was read. */
export interface Source {
  readonly document?: string;
  readonly quote?: string;
  readonly start?: number;
  readonly end?: number;
  readonly address?: string;
  readonly note?: string;
}

export interface RecordDocument {
  readonly file: string;
  readonly title?: string;
  /** Null where the document does not say; never guessed. */
  readonly date: PartialDate | null;
  readonly dateBasis: DateBasis;
  readonly author?: string;
  /** Others whose words it carries: two papers may be one voice. */
  readonly quotes?: readonly string[];
  readonly sha256?: string;
  /** The text, where it is at hand: quotes are then verified. */
  readonly text?: string;
  readonly tlp?: Tlp;
}

/** A row: who says what of what, valid from when to when, and recorded when (bitemporal). */
export interface Statement extends Omit<Fact, 'file'> {
  readonly id: string;
  readonly file: string;
  readonly subject?: string;
  readonly predicate?: string;
  readonly object?: string | number;
  readonly assertedBy?: string;
  readonly recordedAt?: string;
  readonly retractedAt?: string;
  readonly tlp?: Tlp;
  /** What it was derived from, whose markings it may not undercut. */
  readonly derivedFrom?: readonly string[];
}

export interface Instrument {
  readonly id: string;
  readonly type:
    | 'declaration'
    | 'programme'
    | 'raa'
    | 'sofa'
    | 'acsa'
    | 'gsoia'
    | 'treaty'
    | 'principles'
    | 'other';
  readonly title: string;
  readonly level: Level;
  readonly parties: readonly string[];
  readonly signed?: PartialDate;
  readonly inForce?: PartialDate;
  readonly expiry?: PartialDate;
  readonly binding?: boolean;
  readonly supersedes?: string;
  /** `unknown` where nobody has said what follows. */
  readonly successor?: string;
  readonly sources: readonly Source[];
}

/** A node of Objective → Issue → Area → Goal; `within` is the id of the one above, where it is known. */
export interface Goal {
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  readonly instrument: string;
  readonly rank?: 'objective' | 'issue' | 'area' | 'goal';
  readonly within?: string;
  readonly sources: readonly Source[];
}

export interface ActorObject {
  readonly id: string;
  readonly title: string;
  readonly class: string;
  /** Names that it goes or went by, from and until when. */
  readonly aliases: readonly {
    readonly name: string;
    readonly from?: PartialDate;
    readonly to?: PartialDate;
  }[];
  readonly parent?: string;
  readonly sources: readonly Source[];
}

/** Who is for or against a proposal, as a source says it. */
export interface Position {
  readonly id: string;
  readonly title: string;
  readonly actor: string;
  readonly proposal: string;
  readonly stance: 'for' | 'against' | 'unknown';
  readonly at?: PartialDate | null;
  readonly sources: readonly Source[];
}

/** One of NATO's nine areas of emerging and disruptive technologies, or something within it. */
export interface Technology {
  readonly id: string;
  readonly title: string;
  readonly edt: string;
  readonly sensitivity?: string;
  readonly sources: readonly Source[];
}

export interface Activity {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly area: Area;
  readonly level: Level;
  /** Where: the state whose soil or waters it is, by name. */
  readonly host?: string;
  readonly place?: string;
  readonly participants: readonly string[];
  /** Whether forces of a participant enter the host's territory. */
  readonly forces: boolean;
  readonly start: PartialDate;
  readonly end?: PartialDate;
  readonly legalBasis?: string;
  /** As its source declares it; what its dates say is inferred beside it. */
  readonly status?: string;
  readonly sources: readonly Source[];
}

export interface Commitment {
  readonly id: string;
  readonly title: string;
  readonly by: string;
  readonly due: PartialDate;
  readonly baseline?: string;
  readonly target?: string;
  readonly outcome: 'kept' | 'late' | 'unknown';
  readonly sources: readonly Source[];
}

export interface Proposal {
  readonly id: string;
  readonly title: string;
  readonly states: readonly {
    readonly state: 'considered' | 'proposed' | 'decided' | 'done' | 'rejected';
    readonly at: PartialDate | null;
    readonly source: Source;
  }[];
  readonly blockedBy?: readonly string[];
  readonly mitigation?: string;
}

export interface Obstacle {
  readonly id: string;
  readonly title: string;
  readonly status: 'open' | 'overcome';
  readonly sources: readonly Source[];
}

export interface Dependency {
  readonly id: string;
  readonly item: string;
  readonly year: number;
  /** Supplier → share of the whole, 0 to 1; empty where no source says the shares. */
  readonly shares: Readonly<Record<string, number>>;
  readonly stockDays?: number;
  readonly sources: readonly Source[];
}

export interface Body {
  readonly id: string;
  readonly title: string;
  readonly eligible: readonly string[];
  readonly joined: readonly string[];
  readonly sources: readonly Source[];
}

export interface ProgrammeRecord {
  readonly schema: 1;
  readonly documents: readonly RecordDocument[];
  readonly statements: readonly Statement[];
  readonly instruments: readonly Instrument[];
  readonly goals: readonly Goal[];
  readonly actors: readonly ActorObject[];
  readonly activities: readonly Activity[];
  readonly commitments: readonly Commitment[];
  readonly proposals: readonly Proposal[];
  readonly obstacles: readonly Obstacle[];
  readonly positions: readonly Position[];
  readonly technologies: readonly Technology[];
  readonly dependencies: readonly Dependency[];
  readonly bodies: readonly Body[];
}

export const emptyRecord: ProgrammeRecord = {
  schema: 1,
  documents: [],
  statements: [],
  instruments: [],
  goals: [],
  actors: [],
  activities: [],
  commitments: [],
  proposals: [],
  obstacles: [],
  positions: [],
  technologies: [],
  dependencies: [],
  bodies: [],
};

/** Facts as statements, each with a stable id: the same document read again gives the same ids. */
export function statementsOf(facts: readonly Fact[], assertedBy?: string): Statement[] {
  return facts.map((fact) => ({
    ...fact,
    id: `${fact.file}:${fact.start}-${fact.end}`,
    ...(assertedBy === undefined ? {} : { assertedBy }),
  }));
}

/** The statements that the record held at an instant: recorded by then and not yet retracted. */
export function heldAt(statements: readonly Statement[], instant: string): Statement[] {
  return statements.filter(
    ({ recordedAt, retractedAt }) =>
      (recordedAt === undefined || recordedAt <= instant) &&
      (retractedAt === undefined || retractedAt > instant),
  );
}

export type { DatePrecision };
