/** The checks by name, with the numbers that other validators of STIX know them by, and which of them are run. */

/** What an object must be. */
export type MustCheck =
  | 'form'
  | 'required'
  | 'at-least-one'
  | 'combination'
  | 'unknown-name'
  | 'id-type'
  | 'uuid-version'
  | 'time-order'
  | 'marking-circular'
  | 'selector'
  | 'reference'
  | 'pattern'
  | 'too-deep'
  | 'strict-types'
  | 'strict-properties'
  | 'unresolved'
  | 'unknown-check';

/** What an object should be, by number. */
export const shouldChecks = {
  'custom-prefix': 101,
  'custom-prefix-lax': 102,
  'uuid-check': 103,
  'open-vocab-format': 111,
  'kill-chain-names': 121,
  'observable-object-keys': 141,
  'observable-dictionary-keys': 142,
  'malware-analysis-product': 143,
  'windows-process-priority-format': 149,
  'hash-length': 150,
  'marking-definition-type': 201,
  'relationship-types': 202,
  'duplicate-ids': 203,
  'attack-motivation': 211,
  'attack-resource-level': 212,
  'identity-class': 213,
  'indicator-types': 214,
  'industry-sector': 215,
  'malware-types': 216,
  'report-types': 218,
  'threat-actor-types': 219,
  'threat-actor-role': 220,
  'threat-actor-sophistication': 221,
  'tool-types': 222,
  region: 223,
  'grouping-context': 225,
  'implementation-languages': 226,
  'infrastructure-types': 227,
  'malware-result': 228,
  'malware-capabilities': 229,
  'processor-architecture': 230,
  'hash-algo': 241,
  'windows-pebinary-type': 243,
  'account-type': 244,
  'indicator-pattern-types': 245,
  'mime-type': 271,
  protocols: 272,
  ipfix: 273,
  'http-request-headers': 274,
  'socket-options': 275,
  'pdf-doc-info': 276,
  countries: 277,
  'network-traffic-ports': 301,
  'extref-hashes': 302,
  'indicator-properties': 303,
  'deprecated-properties': 304,
  'extension-description': 305,
  'extension-properties': 306,
  'extensions-use': 401,
} as const satisfies Record<string, number>;

export type ShouldCheck = keyof typeof shouldChecks;

const groups: Readonly<Record<string, (number: number) => boolean>> = {
  all: () => true,
  'format-checks': (number) => number < 200,
  '1': (number) => number < 200,
  'approved-values': (number) => number >= 200 && number < 300,
  '2': (number) => number >= 200 && number < 300,
  'all-vocabs': (number) => number >= 210 && number < 270,
  '210': (number) => number >= 210 && number < 270,
  'all-external-sources': (number) => number >= 270 && number < 280,
  '270': (number) => number >= 270 && number < 280,
};

export interface ValidationOptions {
  /** What should be counts as what must be. Default false. */
  readonly strict?: boolean;
  /** No types but those of the specification. */
  readonly strictTypes?: boolean;
  /** No properties but those of the specification. */
  readonly strictProperties?: boolean;
  /** Checks by name or number: those alone, or beside those that are not disabled. */
  readonly enabled?: readonly string[];
  readonly disabled?: readonly string[];
  /** What a bundle's relations refer to is in the bundle. */
  readonly enforceRefs?: boolean;
}

/** Whether a check is named by a list of names, numbers and groups. */
function isNamed(check: ShouldCheck, list: readonly string[]): boolean {
  const number = shouldChecks[check];
  return list.some((name) => name === check || name === String(number) || groups[name]?.(number) === true);
}

/** Names of checks to be run that name none: who asks for one of these would take its silence for a pass. */
export function unknownChecks({ enabled = [] }: ValidationOptions): readonly string[] {
  if (enabled.length === 0) return enabled;
  const checks = Object.keys(shouldChecks) as ShouldCheck[];
  return enabled.filter((name) => !checks.some((check) => isNamed(check, [name])));
}

/** The checks that are run. Enabling supersedes disabling. */
export function activeChecks({ enabled = [], disabled = [] }: ValidationOptions): ReadonlySet<ShouldCheck> {
  const active = new Set<ShouldCheck>();
  for (const check of Object.keys(shouldChecks) as ShouldCheck[]) {
    const isOn =
      isNamed(check, enabled) ||
      (enabled.length === 0 || disabled.length > 0 ? !isNamed(check, disabled) : false);
    if (isOn) active.add(check);
  }
  // An extension definition is what names custom content; a prefix is how it was told apart before there were any.
  if (active.has('extensions-use') && !isNamed('custom-prefix', enabled)) active.delete('custom-prefix');
  if (active.has('extensions-use') && !isNamed('custom-prefix-lax', enabled))
    active.delete('custom-prefix-lax');
  if (active.has('custom-prefix')) active.delete('custom-prefix-lax');
  return active;
}

/** Those that are run unless told, made once. */
const usual = activeChecks({});

export interface Issue {
  readonly level: 'must' | 'should';
  readonly check: MustCheck | ShouldCheck;
  /** The object, where it has an id. */
  readonly id?: string;
  /** Where: `/objects/0/name`. */
  readonly path: string;
  readonly value?: string;
}

/** Gathers issues of one value; what comes after many is only counted. */
export class Report {
  readonly issues: Issue[] = [];
  #more = 0;
  readonly #active: ReadonlySet<ShouldCheck>;
  readonly options: ValidationOptions;

  constructor(options: ValidationOptions) {
    this.options = options;
    this.#active =
      options.enabled === undefined && options.disabled === undefined ? usual : activeChecks(options);
  }

  /** Issues that were found beyond those that are kept. */
  get more(): number {
    return this.#more;
  }

  isActive(check: ShouldCheck): boolean {
    return this.#active.has(check);
  }

  must(check: MustCheck, at: Place, value?: unknown): void {
    this.#add('must', check, at, value);
  }

  should(check: ShouldCheck, at: Place, value?: unknown): void {
    if (this.#active.has(check)) this.#add('should', check, at, value);
  }

  #add(level: Issue['level'], check: Issue['check'], { id, path }: Place, value: unknown): void {
    if (this.issues.length >= maxIssues) {
      this.#more += 1;
      return;
    }
    this.issues.push({
      level,
      check,
      path: path === '' ? '/' : path,
      ...(id === undefined ? {} : { id }),
      ...(value === undefined ? {} : { value: shortened(value) }),
    });
  }
}

const maxIssues = 1000;

/** Where in which object. */
export interface Place {
  readonly id?: string;
  readonly path: string;
}

export function under({ id, path }: Place, ...steps: readonly (string | number)[]): Place {
  return { id, path: [path, ...steps].join('/') };
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
