const latin1 = new TextDecoder('latin1');

/**
 * Texts of a batch, each kept once: index 0 is ''. Looks texts up by their bytes, so that a string is made only
 * when a new text comes.
 */
export class StringTable {
  strings: string[] = [''];
  private hashes: number[] = [0];
  private bytes: Uint8Array[] = [new Uint8Array(0)];
  private slots = new Int32Array(256);

  /** The index of the text in `source` from `start` to `end`. */
  intern(source: Uint8Array, start: number, end: number): number {
    if (end <= start) return 0;
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ source[at], 0x01000193);
    hash >>>= 0;
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let index = this.slots[slot]; index !== 0; index = this.slots[slot]) {
      if (this.hashes[index] === hash && sameBytes(this.bytes[index], source, start, end)) return index;
      slot = (slot + 1) & mask;
    }
    const index = this.add(hash, source.slice(start, end));
    this.slots[slot] = index;
    if (this.strings.length * 2 > this.slots.length) this.grow();
    return index;
  }

  /** Forgets every text; the strings handed out before stay valid. */
  reset(): void {
    if (this.strings.length === 1) return;
    this.strings = [''];
    this.hashes = [0];
    this.bytes = [this.bytes[0]];
    this.slots.fill(0);
  }

  private add(hash: number, bytes: Uint8Array): number {
    this.hashes.push(hash);
    this.bytes.push(bytes);
    return this.strings.push(latin1.decode(bytes)) - 1;
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let index = 1; index < this.strings.length; index += 1) {
      const hash = this.hashes[index];
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = index;
    }
  }
}

function sameBytes(text: Uint8Array, source: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at += 1) if (text[at] !== source[start + at]) return false;
  return true;
}
