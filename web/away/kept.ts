/** A change that is on its way to the hub. Its key makes it safe to send again: the hub writes it once. */
export interface Waiting {
  readonly key: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What it does, in the words of the button that was pressed. */
  readonly label: string;
  /** When it was written, ms of this browser's clock: the order in which it is sent. */
  readonly atMs: number;
  readonly refused?: { readonly code: string; readonly message: string };
}

const prefix = (account: string) => `commonwatch.outbox.${account}/`;

/**
 * The changes of one account that the hub does not have yet. Each lies under a name of its own, so that two pages of one
 * browser never write over one another's. Only what the person wrote is kept here, never what the hub answered.
 */
export class Kept {
  readonly #account: string;
  readonly #store: Storage | undefined;
  /** What the browser would not store (no room, not allowed): kept as long as the page is open. */
  readonly #unstored = new Map<string, Waiting>();

  constructor(account: string, store: Storage | undefined = browserStore()) {
    this.#account = account;
    this.#store = store;
  }

  /** In the order in which they were written. */
  all(): readonly Waiting[] {
    const found = [...this.#unstored.values()];
    const start = prefix(this.#account);
    for (let i = 0; i < (this.#store?.length ?? 0); i++) {
      const name = this.#store?.key(i);
      if (name?.startsWith(start) !== true) continue;
      const waiting = parsed(this.#store?.getItem(name) ?? '');
      if (waiting !== undefined) found.push(waiting);
    }
    return found.sort((a, b) => a.atMs - b.atMs || (a.key < b.key ? -1 : 1));
  }

  put(waiting: Waiting): void {
    this.#unstored.delete(waiting.key);
    try {
      if (this.#store === undefined) throw new Error('no storage');
      this.#store.setItem(prefix(this.#account) + waiting.key, JSON.stringify(waiting));
    } catch {
      this.#unstored.set(waiting.key, waiting);
    }
  }

  drop(key: string): void {
    this.#unstored.delete(key);
    this.#store?.removeItem(prefix(this.#account) + key);
  }

  clear(): void {
    for (const { key } of this.all()) this.drop(key);
  }

  /** Whether a change of storage, as another page of this browser caused it, concerns these. */
  concerns({ key }: StorageEvent): boolean {
    return key === null || key.startsWith(prefix(this.#account));
  }
}

function browserStore(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function parsed(text: string): Waiting | undefined {
  try {
    const { key, path, body, label, atMs, refused } = JSON.parse(text) as Partial<Waiting>;
    if (typeof key !== 'string' || typeof path !== 'string' || typeof body !== 'object') return undefined;
    return { key, path, body, label: String(label), atMs: Number(atMs) || 0, ...(refused && { refused }) };
  } catch {
    return undefined;
  }
}
