/**
 * Which encoding bytes are in: by their mark (UTF-8, UTF-16), by what a page declares, UTF-8 otherwise. Nothing is
 * guessed from the words: bytes that are not what was said become U+FFFD and are counted by the reader.
 */
const marks: readonly (readonly [readonly number[], string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

export type Decoder = InstanceType<typeof TextDecoder>;

/** Names that TextDecoder takes; another one is refused by name. */
export function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

/** @param contentType an HTTP header, which goes before what the page says of itself */
export function decoderFor(head: Uint8Array, contentType = ''): Decoder {
  const mark = marks.find(([bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (mark !== undefined) return new TextDecoder(mark[1]);
  const declared =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ??
    /<meta[^>]+charset=["']?([\w-]+)/i.exec(String.fromCharCode(...head.subarray(0, 2048)))?.[1] ??
    'utf-8';
  return new TextDecoder(isEncoding(declared) ? declared : 'utf-8');
}
