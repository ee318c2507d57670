/** What the narratives room shows, as plain data: types for the screen and for files. */

/** One narrative of a collection. Times are ISO 8601 in UTC; nothing here says whether a claim is true. */
export interface NarrativeRow {
  readonly id: string;
  /** The text that stands for all, without handles. */
  readonly text: string;
  readonly debunk: boolean;
  readonly posts: number;
  readonly accounts: number;
  readonly first: string;
  readonly last: string;
  /** ISO 639-1 codes by how many posts, as the source states them or as found. */
  readonly languages: readonly {
    readonly language: string;
    readonly posts: number;
    readonly lagMs: number;
  }[];
  readonly platforms: readonly {
    readonly platform: string;
    readonly posts: number;
    readonly lagMs: number;
  }[];
  readonly bursts: readonly { readonly hour: string; readonly posts: number; readonly expected: number }[];
  /** Earliest in this collection; `post` is absent when it repeats something that was not collected. */
  readonly origin: {
    readonly post?: string;
    readonly account?: string;
    readonly parentsMissing: number;
    readonly depth: number;
    readonly breadth: number;
    readonly halfTimeMs: number;
  };
}

/** One group of accounts that act together, after triage. */
export interface GroupRow {
  readonly id: string;
  readonly verdict: 'coordinated' | 'benign';
  /** Why it is taken for harmless, and the share by which the rule held. */
  readonly reason?: string;
  readonly share?: number;
  readonly members: readonly string[];
  readonly layers: readonly string[];
  readonly edges: number;
  readonly first: string;
  readonly last: string;
  /** Ids of the posts that join the group, in order of time. */
  readonly posts: readonly string[];
}
