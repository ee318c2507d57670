import { CommonwatchError } from './errors.ts';
import type { PartyId } from './party.ts';
import type { Instant } from './time.ts';

/**
 * What may leave, for one viewer at one time. Only the gate makes it: the constructor asks for a key that this module
 * alone holds, and `scripts/layers.mjs` lets only core's gate and the store's gated reader import `seal`.
 */
export class Released<T> {
  readonly #value: T;
  readonly viewer: PartyId;
  readonly at: Instant;

  constructor(key: symbol, value: T, viewer: PartyId, at: Instant) {
    if (key !== sealKey) throw new CommonwatchError('released.forged');
    this.#value = value;
    this.viewer = viewer;
    this.at = at;
  }

  /** What was released, for a writer bound to `viewer`. @throws `released.foreign-viewer` */
  for(viewer: PartyId): T {
    if (viewer !== this.viewer) throw new CommonwatchError('released.foreign-viewer', viewer);
    return this.#value;
  }

  /** The same release with its content in another form; the form is made of the content alone. */
  map<U>(form: (value: T) => U): Released<U> {
    return new Released(sealKey, form(this.#value), this.viewer, this.at);
  }

  /** Two releases for the same viewer as one. @throws `released.foreign-viewer` */
  with<U>(other: Released<U>): Released<readonly [T, U]> {
    return new Released(sealKey, [this.#value, other.for(this.viewer)] as const, this.viewer, this.at);
  }

  /** Whether a value really came from the gate. */
  static is(value: unknown): value is Released<unknown> {
    return typeof value === 'object' && value !== null && #value in value;
  }
}

const sealKey = Symbol('the gate');

/** For the gate and the store's gated reader only. */
export function seal<T>(value: T, viewer: PartyId, at: Instant): Released<T> {
  return new Released(sealKey, value, viewer, at);
}
