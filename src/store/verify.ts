/**
 * Checks a journal from its first record to its last: that every content is what was hashed, that each header names
 * the one before, that heads are signed by the key that was valid then, and (against a signed checkpoint from
 * elsewhere) that the journal is still the one that was signed and nothing was cut off its end.
 */
import { CommonwatchError } from '../core/index.ts';
import type { EntryId } from '../core/index.ts';
import { PublicKey, isGenuine, successionBytes } from './keys.ts';
import type { Progress } from './rebuild.ts';
import { contentDigest, genesis, headerBytes, hex, sameBytes, sha256 } from './record.ts';
import type { Checkpoint, EpochContent, ErasureContent, Head, KeyContent, RecordHeader } from './record.ts';
import { Sql } from './sql.ts';

/** What can be wrong with a record. */
export type ProblemKind =
  | 'content-changed'
  | 'content-missing'
  | 'header-changed'
  | 'missing'
  | 'out-of-order'
  | 'signature-wrong'
  | 'signature-missing'
  | 'key-unvouched'
  | 'epoch-wrong'
  | 'cut-off'
  | 'lost-in-restore'
  | 'other-journal'
  | 'checkpoint-forged'
  | 'unreadable';

export interface Problem {
  readonly seq: number;
  readonly what: ProblemKind;
}

export interface Verification {
  readonly records: number;
  readonly head: { readonly epoch: number; readonly seq: number; readonly hash: string };
  readonly problems: readonly Problem[];
  /** More were found than are listed. */
  readonly problemsLeftOut: number;
  readonly erased: readonly {
    readonly entry: EntryId;
    readonly by: string;
    readonly reason: string;
    readonly records: number;
  }[];
  /** Who put a backup in place, and whether a key signs since then for which no older key vouches. */
  readonly restores: readonly {
    readonly seq: number;
    readonly by: string;
    readonly reason: string;
    readonly hasNewKey: boolean;
  }[];
  readonly signaturesChecked: number;
  readonly signatures: number;
  readonly epochs: number;
  readonly key: string;
  readonly checkpoint?: { readonly epoch: number; readonly seq: number };
}

export interface VerifyOptions {
  readonly checkpoint?: Checkpoint;
  readonly onProgress?: Progress;
  /**
   * Check the signature of every batch. Otherwise the newest of each key and every hundredth: each signs all that
   * came before it, so nothing more can be changed unseen. Default false.
   */
  readonly everySignature?: boolean;
}

const pageSize = 2000;
const problemLimit = 1000;
/** The kinds whose content the verifier itself must understand. */
const speaking: ReadonlySet<string> = new Set(['key', 'erasure', 'epoch']);
/** A signature takes a fifth of a millisecond to check and covers the whole chain before it. */
const signatureStride = 100;

type Row = [
  seq: number,
  epoch: number,
  prev: Uint8Array,
  kind: Uint8Array,
  timeUtcMs: number,
  digest: Uint8Array,
  salt: Uint8Array | null,
  content: Uint8Array | null,
  signature: Uint8Array | null,
];
const columns =
  'SELECT seq, epoch, prev, CAST(kind AS BLOB), time, digest, salt, content, signature FROM journal';

/** Reads the whole journal. Takes about 8 s a million records; run it in a worker beside a hub at work. */
export function verifyJournal(journal: string, options: VerifyOptions = {}): Verification {
  const sql = new Sql(journal, { readOnly: true });
  try {
    return new Verifier(sql, options).run();
  } finally {
    sql.close();
  }
}

class Verifier {
  readonly #sql: Sql;
  readonly #options: VerifyOptions;
  readonly #problems: Problem[] = [];
  #problemCount = 0;
  #records = 0;
  #head: Head = genesis;
  #key: PublicKey | undefined;
  #signatures = 0;
  #signaturesChecked = 0;
  #epochs = 1;
  #followsEpoch = false;
  /** The newest signature of the present key that was passed over. */
  #unchecked: { head: Head; signature: Uint8Array } | undefined;
  #lastIsSigned = true;
  /** A record before the present one whose header or whose successor's `prev` was changed: the next one tells. */
  #broken = 0;
  readonly #withoutContent = new Set<number>();
  readonly #erasures: ErasureContent[] = [];
  readonly #restores: { seq: number; said: EpochContent; hasNewKey: boolean }[] = [];
  /** The one to compare with, if it is genuine. */
  #checkpoint: Checkpoint | undefined;
  #checkpointMet = false;

  constructor(sql: Sql, options: VerifyOptions) {
    this.#sql = sql;
    this.#options = options;
  }

  run(): Verification {
    const { checkpoint, onProgress } = this.#options;
    if (checkpoint !== undefined && isGenuine(checkpoint)) this.#checkpoint = checkpoint;
    else if (checkpoint !== undefined) this.#report(checkpoint.seq, 'checkpoint-forged');
    const total = this.#sql.get<[number]>('SELECT count(*) FROM journal')?.[0] ?? 0;
    for (const page of this.#pages()) {
      for (const row of page) this.#record(row);
      onProgress?.(this.#records, total);
    }
    this.#end();
    if (this.#checkpoint !== undefined) this.#compare(this.#checkpoint);
    return this.#result();
  }

  *#pages(): Generator<Row[]> {
    const end = this.#sql.get<[number | null]>('SELECT max(seq) FROM journal')?.[0] ?? 0;
    for (let from = 1; from <= end; ) {
      const page = this.#page(from);
      if (page.length === 0) return;
      yield page;
      from = page[page.length - 1][0] + 1;
    }
  }

  /** A page; where the file itself is damaged, the records of the page that can be read one by one. */
  #page(from: number): Row[] {
    try {
      return this.#sql.all<Row>(`${columns} WHERE seq >= ? ORDER BY seq LIMIT ${pageSize}`, from);
    } catch {
      const rows: Row[] = [];
      for (let seq = from; seq < from + pageSize; seq++) {
        const row = this.#readOne(seq);
        if (row !== undefined) rows.push(row);
      }
      return rows;
    }
  }

  #readOne(seq: number): Row | undefined {
    try {
      return this.#sql.get<Row>(`${columns} WHERE seq = ?`, seq);
    } catch {
      this.#report(seq, 'unreadable');
      return undefined;
    }
  }

  #record(row: Row): void {
    const [seq, epoch, prev, kindBytes, timeUtcMs, digest, salt, content, signature] = row;
    const header: RecordHeader = {
      seq,
      epoch,
      prev,
      kind: Buffer.from(kindBytes).toString('utf8'),
      timeUtcMs,
      digest,
    };
    this.#records += 1;
    this.#checkContent(header, salt, content);
    const head = { epoch, seq, hash: sha256(headerBytes(header)) };
    this.#checkChain(header);
    const said = content !== null && speaking.has(header.kind) ? parsed(content) : undefined;
    this.#checkEpoch(header, said);
    if (header.kind === 'key') this.#takeKey(seq, said as KeyContent | undefined);
    if (header.kind === 'erasure' && said !== undefined) this.#erasures.push(said as ErasureContent);
    this.#followsEpoch = header.kind === 'epoch';
    this.#head = head;
    this.#checkSignature(head, signature);
    this.#meetCheckpoint(head);
  }

  #checkContent({ seq, digest }: RecordHeader, salt: Uint8Array | null, content: Uint8Array | null): void {
    if (content === null || salt === null) this.#withoutContent.add(seq);
    else if (!sameBytes(contentDigest(salt, content), digest)) this.#report(seq, 'content-changed');
  }

  #checkChain(header: RecordHeader): void {
    const expected = this.#head.seq + 1;
    if (header.seq !== expected) {
      this.#settleBreak(false);
      for (let seq = expected; seq < Math.min(header.seq, expected + problemLimit); seq++)
        this.#report(seq, 'missing');
      this.#problemCount += Math.max(0, header.seq - expected - problemLimit);
      return;
    }
    const fits = sameBytes(header.prev, this.#head.hash);
    this.#settleBreak(!fits);
    if (!fits) this.#broken = this.#isSwapped(header.seq) ? -header.seq : header.seq - 1;
  }

  /** Whether the record after this one names the head before it: then this one stands out of order. */
  #isSwapped(seq: number): boolean {
    const next = this.#readOne(seq + 1);
    return next !== undefined && sameBytes(next[2], this.#head.hash);
  }

  /**
   * Between two records that do not fit, either the first one's header was changed or the second one's `prev`. If the
   * second does not fit its successor either, it is the second.
   */
  #settleBreak(alsoBroken: boolean): void {
    const broken = this.#broken;
    this.#broken = 0;
    if (broken < 0) this.#report(-broken, 'out-of-order');
    else if (broken > 0) this.#report(alsoBroken ? broken + 1 : broken, 'header-changed');
  }

  #checkEpoch({ seq, epoch, kind }: RecordHeader, said: unknown): void {
    const before = seq === 1 ? 1 : this.#head.epoch;
    if (kind !== 'epoch') {
      if (epoch !== before) this.#report(seq, 'epoch-wrong');
      return;
    }
    this.#epochs += 1;
    const content = said as EpochContent | undefined;
    const previous = content?.previous;
    const named =
      previous !== undefined &&
      previous.epoch === this.#head.epoch &&
      previous.seq === this.#head.seq &&
      previous.head === hex(this.#head.hash);
    if (content !== undefined) this.#restores.push({ seq, said: content, hasNewKey: false });
    if (!named || epoch <= before) this.#report(seq, 'epoch-wrong');
  }

  /**
   * The key that signs from here on: the first, one that the old key vouches for, or that of a restore, which its
   * administrator vouches for right after the record of the new epoch and nowhere else.
   */
  #takeKey(seq: number, said: KeyContent | undefined): void {
    if (said === undefined) return;
    const key = new PublicKey(said.publicKey);
    const old = this.#key;
    this.#checkPassedOver();
    const vouched =
      old === undefined ||
      (said.act !== undefined && this.#followsEpoch) ||
      (said.previous?.key === old.id &&
        old.checks(successionBytes(said.publicKey), Buffer.from(said.previous.signature, 'base64url')));
    const restore = this.#restores.at(-1);
    if (said.act !== undefined && restore !== undefined) restore.hasNewKey = true;
    if (!vouched || key.id !== said.key) this.#report(seq, 'key-unvouched');
    this.#key = key;
  }

  #checkSignature(head: Head, signature: Uint8Array | null): void {
    this.#lastIsSigned = signature !== null;
    if (signature === null) return;
    this.#signatures += 1;
    this.#unchecked = { head, signature };
    if (this.#options.everySignature === true || this.#signatures % signatureStride === 1)
      this.#checkPassedOver();
  }

  #checkPassedOver(): void {
    if (this.#unchecked === undefined) return;
    const { head, signature } = this.#unchecked;
    this.#unchecked = undefined;
    this.#signaturesChecked += 1;
    if (this.#key?.checksHead(head, signature) !== true) this.#report(head.seq, 'signature-wrong');
  }

  #meetCheckpoint({ epoch, seq, hash }: Head): void {
    const checkpoint = this.#checkpoint;
    if (checkpoint?.seq !== seq || checkpoint.epoch !== epoch) return;
    this.#checkpointMet = true;
    if (checkpoint.head !== hex(hash)) this.#report(seq, 'other-journal');
  }

  #end(): void {
    this.#settleBreak(false);
    this.#checkPassedOver();
    if (!this.#lastIsSigned) this.#report(this.#head.seq, 'signature-missing');
    const announced = new Set(this.#erasures.flatMap(({ versions }) => versions.map(({ seq }) => seq)));
    for (const seq of this.#withoutContent) if (!announced.has(seq)) this.#report(seq, 'content-missing');
  }

  /** What was signed must still be here; a restore from an earlier head says so itself. */
  #compare(checkpoint: Checkpoint): void {
    if (this.#checkpointMet) return;
    const restored = this.#restores.find(
      ({ said: { previous } }) => previous?.epoch === checkpoint.epoch && previous.seq < checkpoint.seq,
    );
    if (restored !== undefined) this.#report(restored.said.previous.seq + 1, 'lost-in-restore');
    else this.#report(Math.min(checkpoint.seq, this.#head.seq + 1), 'cut-off');
  }

  #report(seq: number, what: ProblemKind): void {
    this.#problemCount += 1;
    if (this.#problems.length < problemLimit) this.#problems.push({ seq, what });
  }

  #result(): Verification {
    const { checkpoint } = this.#options;
    return {
      records: this.#records,
      head: { epoch: this.#head.epoch, seq: this.#head.seq, hash: hex(this.#head.hash) },
      problems: this.#problems.sort((a, b) => a.seq - b.seq),
      problemsLeftOut: this.#problemCount - this.#problems.length,
      erased: this.#erasures.map(({ entry, by, reason, versions }) => ({
        entry,
        by,
        reason,
        records: versions.length,
      })),
      restores: this.#restores.map(({ seq, said: { by, reason }, hasNewKey }) => ({
        seq,
        by,
        reason,
        hasNewKey,
      })),
      signaturesChecked: this.#signaturesChecked,
      signatures: this.#signatures,
      epochs: this.#epochs,
      key: this.#key?.id ?? '',
      checkpoint: checkpoint && { epoch: checkpoint.epoch, seq: checkpoint.seq },
    };
  }
}

function parsed(content: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch {
    // A content that is no JSON any more was reported as changed already.
    return undefined;
  }
}

/** Reads a checkpoint from a file's text. @throws `checkpoint.invalid` */
export function parseCheckpoint(text: string): Checkpoint {
  try {
    const checkpoint = JSON.parse(text) as Checkpoint;
    if (checkpoint.v === 1 && Number.isInteger(checkpoint.seq) && typeof checkpoint.signature === 'string')
      return checkpoint;
  } catch {
    // Falls through: no JSON is no checkpoint.
  }
  throw new CommonwatchError('checkpoint.invalid');
}
