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
  // core
  'entry.invalid': { status: 400, rule: 'An entry must match the schema of its type.' },
  'entry.not-found': { status: 404, rule: 'There is no such entry for this viewer.' },
  'entry.not-owner': { status: 403, rule: 'Only the owner of an entry issues its versions.' },
  'entry.too-deep': { status: 400, rule: 'JSON is nested at most 64 levels deep.' },
  'entry.unknown-type': { status: 400, rule: 'An entry type must be registered by core or by a room.' },
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
  'time.invalid': { status: 400, rule: 'A time is ISO 8601 in UTC, such as 2026-11-21T21:14:08Z.' },
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
