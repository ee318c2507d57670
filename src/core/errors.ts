/**
 * Every error a user, a client or a log can meet has a stable code. `docs/errors.md` explains each one, and a
 * test holds the two lists against each other, both ways.
 *
 * An error names the rule that was broken and the value that broke it; it never names what the caller may not
 * know (an entry that is hidden and one that never existed give the same `entry.not-found`).
 */

/** `status` is the HTTP status under which the hub answers; `rule` is the sentence a person reads. */
export interface ErrorDefinition {
  readonly status: number;
  readonly rule: string;
}

/** The one list. Codes are `area.what`, sorted by area; a code is never renamed or reused. */
export const errorCodes = {
  // ais
  'ais.csv-columns': { status: 400, rule: 'A CSV of positions names time, mmsi, lon and lat in its header.' },
  'ais.encode-invalid': {
    status: 400,
    rule: 'A message says only what its fields in ITU-R M.1371-5 can hold.',
  },
  'ais.unknown-format': { status: 400, rule: 'A file of positions is AIS sentences or a CSV with a header.' },
  // core
  'archive.damaged': {
    status: 500,
    rule: 'Every sealed file of an archive is there and is what was sealed.',
  },
  'area.invalid': { status: 400, rule: 'A watched area is a polygon, or a point with radiusNm, in degrees.' },
  'area.too-large': { status: 413, rule: 'A file of areas holds at most 1,000 areas and 100,000 places.' },
  'cli.unwritable': { status: 500, rule: 'The file for the result can be written.' },
  'document.unreadable': {
    status: 400,
    rule: 'A document is text, HTML, DOCX or PDF (with text, without a password) of at most 64 MiB.',
  },
  'drift.field-gone': {
    status: 404,
    rule: 'An uploaded field of wind or current is held for its account for a day, as long as the hub runs.',
  },
  'drift.field-invalid': {
    status: 400,
    rule: 'A field of wind or current has ascending longitudes, latitudes and times, and a number for each node.',
  },
  'drift.field-unreadable': {
    status: 400,
    rule: 'A file of wind or current is CSV, NetCDF 3, or GRIB 1 or 2 on a regular grid with simple packing.',
  },
  'drift.invalid': {
    status: 400,
    rule: 'A drift matches its schema in docs/coordination-methods.md.',
  },
  'drift.too-large': {
    status: 413,
    rule: 'A drift has at most 200,000 particles, 10,000 steps and 25 million values a field.',
  },
  'drift.unknown-class': {
    status: 400,
    rule: 'A leeway class is one of data/coordination/leeway.csv or of the classes that came with the drift.',
  },
  'earth.invalid-table': { status: 500, rule: 'The tables in data/earth must belong together.' },
  'earth.missing': { status: 500, rule: 'The package must hold its folder data/earth.' },
  'brief.unsourced': { status: 500, rule: 'Every sentence, table and curve of a brief has its sources.' },
  'entry.invalid': { status: 400, rule: 'An entry must match the schema of its type.' },
  'entry.not-found': { status: 404, rule: 'There is no such entry for this viewer.' },
  'entry.not-owner': { status: 403, rule: 'Only the owner of an entry issues its versions.' },
  'entry.too-deep': { status: 400, rule: 'JSON is nested at most 64 levels deep.' },
  'entry.unknown-type': { status: 400, rule: 'An entry type must be registered by core or by a room.' },
  'exercise.invalid': {
    status: 400,
    rule: 'An exercise needs a whole seed, and hours, vessels and events within their limits.',
  },
  'exercise.invalid-line': {
    status: 400,
    rule: 'Truth and findings are JSON lines with kind, mmsis, startUtcMs and endUtcMs.',
  },
  'feed.unpack-failed': { status: 400, rule: 'A packed file must be whole gzip or Zstandard.' },
  'feed.unreadable': { status: 400, rule: 'A feed needs a source that can be opened.' },
  'id.invalid': { status: 400, rule: 'An id is `type--uuid`, lower case.' },
  'release.invalid': {
    status: 400,
    rule: 'A release must match its schema; otherwise it is held as owner only.',
  },
  'release.public-needs-clear': {
    status: 400,
    rule: 'A public audience needs TLP:CLEAR, UNCLASSIFIED and no caveats.',
  },
  'release.red-needs-parties': {
    status: 400,
    rule: 'TLP:RED names parties; it is never given to a group or the public.',
  },
  'release.wider-than-evidence': {
    status: 409,
    rule: 'A release is no wider than the narrowest evidence; issue a sanitised derivative instead.',
  },
  'released.foreign-viewer': {
    status: 500,
    rule: 'A writer is bound to one viewer and refuses what was released to another.',
  },
  'released.forged': { status: 500, rule: 'Only the gate makes Released values.' },
  'room.duplicate': {
    status: 500,
    rule: 'Rooms, entry types, routes, exits and commands have distinct names.',
  },
  'stix.not-supported': { status: 422, rule: 'An envelope holds a list of STIX objects.' },
  'stix.unreadable': { status: 400, rule: 'STIX content is JSON in UTF-8.' },
  'taxii.media-type': {
    status: 415,
    rule: 'A body is `application/taxii+json;version=2.1`.',
  },
  'taxii.not-acceptable': {
    status: 406,
    rule: 'This speaks `application/taxii+json;version=2.1` and nothing else.',
  },
  'taxii.not-found': { status: 404, rule: 'There is no such TAXII resource for this client.' },
  'taxii.poll-failed': { status: 502, rule: 'A TAXII server that is polled answers in TAXII 2.1.' },
  'taxii.query': { status: 400, rule: 'The parameters of a TAXII request are those of its specification.' },
  'taxii.read-only': {
    status: 403,
    rule: 'Objects are added and deleted where the collection says can_write.',
  },
  'time.invalid': { status: 400, rule: 'A time is ISO 8601 in UTC, such as 2026-11-21T21:14:08Z.' },
  // exchange
  'cap.invalid': { status: 400, rule: 'A CAP 1.2 alert keeps the schema and the rules of OASIS CAP 1.2.' },
  'misp.invalid': {
    status: 400,
    rule: 'A MISP file is JSON of at most 64 Mi characters that holds events or attributes.',
  },
  'label.invalid': {
    status: 400,
    rule: 'A confidentiality label is ADatP-4774 XML that says a whole release in categories that are known here.',
  },
  'xml.doctype': { status: 400, rule: 'XML from outside has no document type and no entities of its own.' },
  'xml.malformed': { status: 400, rule: 'XML from outside is well-formed.' },
  'xml.too-deep': { status: 400, rule: 'XML from outside is nested no deeper than its format needs.' },
  'xml.too-large': { status: 413, rule: 'XML from outside is no larger than its limit.' },
  // coordination
  'coordination.directory-invalid': {
    status: 500,
    rule: 'The directory of municipalities holds codes with right check digits and a place each.',
  },
  'coordination.form-invalid': {
    status: 400,
    rule: 'A keyed-back form names its form, its number and its check letters as printed.',
  },
  'coordination.no-authority': {
    status: 403,
    rule: 'Each step is taken by whoever has the authority for it, or on that one’s behalf from above.',
  },
  'coordination.not-a-member': {
    status: 403,
    rule: 'Whoever writes into a contingency is one of its organisations.',
  },
  'coordination.not-custodian': {
    status: 403,
    rule: 'Only the custodian of goods reserves, issues or writes them off.',
  },
  'coordination.not-enough': { status: 409, rule: 'No more is moved than is there and free.' },
  'coordination.offer-not-accepted': {
    status: 409,
    rule: 'Nothing is tasked or sent on an offer before its host has accepted it.',
  },
  'coordination.reason-needed': { status: 400, rule: 'A refusal or a withdrawal gives its reason.' },
  'coordination.scenario-invalid': {
    status: 400,
    rule: 'A scenario to replay matches the schema in docs/coordination.md.',
  },
  'coordination.unknown-act': { status: 400, rule: 'An act is one that this kind of thing knows.' },
  'coordination.wrong-state': { status: 409, rule: 'A step follows from the state that a thing is in.' },
  // hub and command line
  'account.duplicate': { status: 409, rule: 'An account name is used once.' },
  'account.invalid': {
    status: 400,
    rule: 'An account has a name of lower-case letters, digits, dots and hyphens, a role, and a password of at least 12 characters.',
  },
  'account.not-found': { status: 404, rule: 'There is no such account on this hub.' },
  'command.unknown': { status: 400, rule: 'A command is one of those that `commonwatch help` lists.' },
  'command.usage': { status: 400, rule: 'A command takes the arguments that its usage line names.' },
  'config.invalid': { status: 400, rule: 'A setting must match the schema of the configuration.' },
  'config.not-initialised': { status: 400, rule: 'A data folder is made by `commonwatch init`.' },
  'config.unsafe-bind': {
    status: 400,
    rule: 'The hub listens on loopback unless it has TLS or stands behind a proxy.',
  },
  'exit.duplicate': { status: 500, rule: 'Exits have distinct names and paths.' },
  'exit.unregistered': { status: 500, rule: 'Every route under /api is registered as an exit.' },
  'hub.failed': { status: 500, rule: 'The hub met a fault of its own.' },
  'hub.refused': { status: 502, rule: 'The hub that was asked must answer.' },
  'hub.starting': { status: 503, rule: 'The hub is still starting.' },
  'hub.unreachable': { status: 502, rule: 'The hub that was asked must be reachable.' },
  'import.too-large': { status: 413, rule: 'An uploaded file is no larger than the configured limit.' },
  'import.unrecognised': { status: 415, rule: 'A file is read by an importer that recognises it.' },
  'job.cancelled': { status: 409, rule: 'A cancelled job goes no further.' },
  'job.not-found': { status: 404, rule: 'There is no such job for this viewer.' },
  'account.identity-taken': {
    status: 409,
    rule: 'A certificate or a subject of a provider lets in one account.',
  },
  'login.provider-failed': { status: 502, rule: 'The OpenID provider answers, and as the standard says.' },
  'login.second-factor': { status: 401, rule: 'A code is right, recent and used once.' },
  'login.second-factor-on': { status: 409, rule: 'A second factor is taken off before another is set up.' },
  'login.refused': { status: 401, rule: 'An account and its password must match.' },
  'permission.missing': { status: 403, rule: 'The account lacks the permission that this asks for.' },
  'model.unreachable': {
    status: 502,
    rule: 'A language model that is configured answers chat completions with JSON.',
  },
  'programme.review-superseded': {
    status: 409,
    rule: 'A decision is taken back once, and before those that it stands under.',
  },
  'request.csrf': { status: 403, rule: 'A change carries the token of its session in `x-commonwatch-csrf`.' },
  'request.foreign-host': {
    status: 421,
    rule: 'A request names this hub in its Host header, and comes from its own pages.',
  },
  'request.invalid': { status: 400, rule: 'A request matches the schema of its route.' },
  'request.too-large': { status: 413, rule: 'A request body is at most 1 MB (files go to /api/imports).' },
  'request.too-many': { status: 429, rule: 'Requests come no faster than the limit.' },
  'route.not-found': { status: 404, rule: 'There is no such address on this hub.' },
  'session.none': { status: 401, rule: 'This needs a session or a token that is still valid.' },
  'session.seeing-as': { status: 403, rule: 'Nothing is changed while seeing as another organisation.' },
  'token.scope': { status: 400, rule: 'A token has no more permissions than the account that makes it.' },
  // store
  'backup.invalid': { status: 400, rule: 'A backup is a whole file with a genuine manifest.' },
  'checkpoint.invalid': { status: 400, rule: 'A checkpoint is the signed JSON that the hub wrote.' },
  'cursor.invalid': {
    status: 400,
    rule: 'A cursor belongs to one viewer and one question, and is passed on unchanged.',
  },
  'entry.erased': { status: 410, rule: 'An erased entry is not written again.' },
  'entry.not-newer': { status: 409, rule: 'A new version is later than the one before it.' },
  'group.history': { status: 409, rule: "A group's past versions stay as they are; new ones are added." },
  'group.invalid': { status: 400, rule: 'A group must match its schema.' },
  'group.unknown': { status: 404, rule: 'There is no such group on this hub.' },
  'journal.damaged': { status: 500, rule: 'The journal does not verify.' },
  'journal.key-mismatch': { status: 500, rule: "The node's key is the one that the journal ends with." },
  'journal.key-unreadable': { status: 500, rule: "The node's key can be read, with its passphrase." },
  'lanes.invalid-scenario': {
    status: 400,
    rule: 'A scenario of the lanes matches its schema: known gates and countries, dates in order, shares from 0 to 1.',
  },
  'lanes.invalid-table': { status: 500, rule: 'The tables of data/lanes belong together.' },
  'lanes.missing': { status: 500, rule: 'The tables of data/lanes are installed with the program.' },
  'lanes.not-at-sea': {
    status: 400,
    rule: 'A place of a route lies at sea, on a known river, or within half a degree of open water.',
  },
  'lanes.invalid-import': {
    status: 400,
    rule: 'A file of flows has the columns that its format or its mapping names.',
  },
  'lanes.unknown-area': { status: 400, rule: 'An area is one of data/lanes/areas.json.' },
  'lanes.unknown-class': { status: 400, rule: 'A class of ship is one that docs/lanes.md lists.' },
  'lanes.unknown-gate': {
    status: 400,
    rule: 'A gate is one that `commonwatch lanes gates` lists, or an alias of it.',
  },
  'lanes.unknown-port': { status: 400, rule: 'A port is one of data/lanes/ports.json.' },
  'narratives.brief-not-ready': {
    status: 409,
    rule: 'A brief that is signed is ready: facts with sources, one warning, the technique and the audience.',
  },
  'narratives.columns': {
    status: 400,
    rule: 'A table of posts has columns for the post, the account and the time, and the object column that was named.',
  },
  'narratives.encoding': { status: 400, rule: 'An encoding is one of the WHATWG list, such as shift_jis.' },
  'narratives.key-invalid': {
    status: 400,
    rule: 'The key of a case is 64 hexadecimal digits, in a file that can be read.',
  },
  'narratives.mapping': {
    status: 400,
    rule: 'A mapping names the columns of post, account and time, and only fields that posts have.',
  },
  'narratives.parameters-invalid': {
    status: 400,
    rule: 'A parameter of the narratives room has a value in its range.',
  },
  'narratives.sealed-invalid': {
    status: 400,
    rule: 'A sealed table of handles is whole, and is opened with the key that sealed it.',
  },
  'narratives.settings': {
    status: 400,
    rule: 'Settings of an analysis match their schema (docs/narratives.md).',
  },
  'narratives.sign-own': { status: 403, rule: 'Nobody signs a brief of their own: a second person does.' },
  'narratives.table-invalid': { status: 500, rule: 'The tables of data/narratives are whole.' },
  'narratives.technique': { status: 400, rule: 'A technique is one of the pinned table of DISARM.' },
  'narratives.window-too-fine': {
    status: 400,
    rule: 'A window is no finer than the times of the collection.',
  },
  'party.invalid': { status: 400, rule: 'A party must match its schema.' },
  'party.unknown': { status: 404, rule: 'There is no such party on this hub.' },
  'query.invalid': {
    status: 400,
    rule: 'A query has a limit from 1 to 10,000, a box in degrees and bars of time that it can fill.',
  },
  'sea.parameters-invalid': {
    status: 400,
    rule: 'A parameter of the sea watch has a known name and a value in its range.',
  },
  'sea.state-invalid': { status: 500, rule: 'The remembered state of a sea watch is of this version.' },
  'siting.busy': { status: 503, rule: 'At most eight plans of where to put stores wait for one another.' },
  'siting.infeasible': {
    status: 400,
    rule: 'The sites, with their capacities and the routes that are open, can serve what is asked for.',
  },
  'siting.invalid': {
    status: 400,
    rule: 'A problem of where to put things matches its schema in docs/coordination-methods.md.',
  },
  'siting.too-large': {
    status: 413,
    rule: 'A table of costs has at most 25 million cells (customers × sites).',
  },
  'siting.unreadable': {
    status: 400,
    rule: 'A file of a problem is JSON, a pmed or cap file of OR-Library, or TSPLIB with EUC_2D coordinates.',
  },
  'store.bad-value': {
    status: 500,
    rule: 'A value for SQL is a finite number, text without NUL, bytes or null.',
  },
  'store.closed': { status: 503, rule: 'The store is open.' },
  'store.in-use': {
    status: 409,
    rule: 'Nothing is restored over a data folder that holds a journal unless asked to.',
  },
  'store.locked': { status: 409, rule: 'One process writes to a data folder.' },
  'store.missing': { status: 404, rule: 'A data folder that is only read exists already.' },
  'store.read-only': { status: 409, rule: 'A store that was opened to be read is not written to.' },
  'store.write-failed': { status: 503, rule: 'A write is on disk before it is acknowledged.' },
  // second person and digests
  'proposal.not-found': { status: 404, rule: 'There is no such proposal for this organisation.' },
  'proposal.outdated': { status: 409, rule: 'A proposal is for the version that was looked at.' },
  'proposal.same-person': { status: 403, rule: 'A second person agrees to a release.' },
  'release.second-person': { status: 409, rule: 'This release needs a second person to agree.' },
  'subscription.not-found': { status: 404, rule: 'There is no such subscription.' },
  // hub to hub
  'bundle.expired': { status: 409, rule: 'A bundle is imported before it expires.' },
  'bundle.gap': { status: 409, rule: 'A bundle follows on what was imported from the same hub before.' },
  'bundle.nothing-new': { status: 409, rule: 'A bundle is written when there is something to send.' },
  'bundle.replay': { status: 409, rule: 'A bundle is imported once.' },
  'bundle.tampered': { status: 400, rule: 'A bundle is what its sender encrypted and signed.' },
  'bundle.unknown-sender': {
    status: 403,
    rule: "A bundle comes from a partner's hub that was verified here.",
  },
  'bundle.unreadable': { status: 400, rule: 'A bundle is a file that `commonwatch bundle export` wrote.' },
  'bundle.wrong-recipient': { status: 403, rule: 'A bundle is for one hub, and this is another.' },
  'card.invalid': {
    status: 400,
    rule: "A hub's card is the signed JSON that `commonwatch hub card` printed.",
  },
  'chunk.forged': {
    status: 400,
    rule: "What comes from a partner's hub is signed by the key that was verified.",
  },
  'chunk.fork': { status: 409, rule: "What a partner's hub sends is one chain." },
  'chunk.invalid': { status: 400, rule: 'A chunk is JSON of the form that docs/sharing.md describes.' },
  'chunk.too-far-ahead': {
    status: 409,
    rule: 'At most 64 chunks of a partner wait for one that is missing.',
  },
  'chunk.wrong-recipient': { status: 403, rule: 'What a hub sends is for one partner.' },
  'copy.fork': { status: 409, rule: 'A version of an entry has one content.' },
  'copy.not-theirs': {
    status: 403,
    rule: "A partner issues its own entries and passes on those of others, never this hub's.",
  },
  'copy.unknown-owner': {
    status: 403,
    rule: 'An entry that a partner passes on belongs to a hub that was verified here.',
  },
  'copy.unsigned': { status: 403, rule: "An entry carries its owner's own signature." },
  'partner.address-invalid': {
    status: 400,
    rule: "A partner's hub is reached over HTTPS; without it on this machine only.",
  },
  'partner.fingerprint': {
    status: 409,
    rule: "A partner's fingerprint is compared with a person there before its card is accepted.",
  },
  'partner.unknown': { status: 404, rule: "There is no such partner's hub here." },
  'partner.unreachable': { status: 502, rule: "A partner's hub must answer." },
  'partner.unverified': {
    status: 403,
    rule: 'Nothing is exchanged with a hub whose fingerprint was not verified.',
  },
  'quarantine.not-found': { status: 404, rule: 'There is no such item in quarantine.' },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errorCodes;

/** An error with a stable code, the rule that was broken and, where it is safe to show, the offending value. */
export class CommonwatchError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly value: unknown;
  /** Where in the input the value stood, such as `/release/audience`. */
  readonly path: string | undefined;

  constructor(
    code: ErrorCode,
    value?: unknown,
    options: { path?: string; cause?: unknown; detail?: string } = {},
  ) {
    const { rule, status } = errorCodes[code];
    const detail = options.detail === undefined ? '' : ` ${options.detail}`;
    const shown = value === undefined ? '' : ` Got ${show(value)}.`;
    super(`${rule}${detail}${shown}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CommonwatchError';
    this.code = code;
    this.status = status;
    this.value = value;
    this.path = options.path;
  }
}

/** The offending value, short enough for one line. */
function show(value: unknown): string {
  let text: string;
  try {
    text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  } catch {
    text = String(value);
  }
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
