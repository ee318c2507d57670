/** What the screen and the command line read of partners' hubs. */

export interface HubCard {
  /** As it is handed to a partner. */
  readonly card: unknown;
  readonly fingerprint: string;
}

export interface PartnerHubView {
  readonly party: string;
  readonly name: { readonly en: string; readonly ja: string };
  readonly fingerprint: string;
  /** Somebody compared the fingerprint with a person there. */
  readonly verified: boolean;
  readonly link: {
    readonly url: string;
    readonly passesTo: readonly string[];
    readonly hosts: readonly string[];
    readonly pushes: boolean;
    readonly stopped: boolean;
    readonly hasToken: boolean;
    readonly hasCertificate: boolean;
  };
  readonly sent: {
    /** The end of our stream, what it has acknowledged, and what was written into files. */
    readonly n: number;
    readonly acknowledged: number;
    readonly exported: number;
    /** Changes that wait to be sent; 499 stands for that many or more. */
    readonly waiting: number;
    readonly acknowledgedAt?: string;
  };
  readonly received: {
    readonly n: number;
    readonly at?: string;
    /** Chunks that wait for one before them. */
    readonly parked: number;
    readonly problem?: { readonly code: string; readonly at: string };
  };
  readonly quarantined: number;
  /** Entries that it gave and took back. */
  readonly revoked: number;
  /** How the last visit went. */
  readonly tried?: { readonly at: string; readonly code?: string };
}

export interface QuarantineView {
  readonly id: number;
  readonly party: string;
  readonly code: string;
  readonly at: string;
  /** The entry's id, '' where it cannot be read. */
  readonly entry: string;
}

export interface ProvenanceView {
  /** The hubs that it came through, the owner's first. */
  readonly path: readonly string[];
  /** The hub that gave it. */
  readonly holder: string;
  readonly receivedAt: string;
  /** The key of the owner's signature, which was checked. */
  readonly key: string;
  readonly revoked?: { readonly by: string; readonly modified: string };
}
