/** What the screen gets of the CTI room. */
import type { EntryId, Instant, MessageRef, PartyId, Tlp } from '../core/index.ts';

/** One object in a list. */
export interface ObjectLine {
  readonly id: EntryId;
  readonly stixId: string;
  readonly kind: string;
  readonly title: MessageRef;
  readonly name: string;
  readonly owner: PartyId;
  readonly tlp: Tlp;
  readonly modified: Instant;
}

export interface ObjectList {
  readonly objects: readonly ObjectLine[];
  readonly cursor?: string;
}

/** One object whole, and what hangs together with it. */
export interface ObjectPage {
  readonly line: ObjectLine;
  /** The STIX object as JSON. */
  readonly json: string;
  readonly sightings: readonly SightingLine[];
  /** Of an indicator: what the hub holds that its pattern matches. */
  readonly matches?: MatchAnswer;
}

export interface SightingLine {
  readonly line: ObjectLine;
  readonly count: number;
  readonly firstSeen?: Instant;
  readonly lastSeen?: Instant;
  readonly note?: string;
}

export interface MatchAnswer {
  /** How many observations were looked at. */
  readonly looked: number;
  /** Whether there were more than are looked at. */
  readonly isCut: boolean;
  readonly matches: readonly ObjectLine[];
  /** Why nothing could be said. */
  readonly failure?: 'not-stix' | 'too-complex';
}

export interface GraphNode {
  readonly line: ObjectLine;
  /** Steps from the object asked about. */
  readonly distance: number;
}

export interface GraphEdge {
  readonly from: EntryId;
  readonly to: EntryId;
  /** The type of the relation, or the property that refers. */
  readonly label: string;
  /** The relation's own entry, where there is one. */
  readonly entry?: EntryId;
}

export interface GraphAnswer {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly isCut: boolean;
}
