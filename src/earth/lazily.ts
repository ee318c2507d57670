/** A value that is made when it is first asked for: an index that a run never needs costs it nothing. */
export function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
