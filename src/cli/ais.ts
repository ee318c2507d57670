/** `commonwatch ais decode FILE…`: sentences as lines of JSON. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import {
  ByteWriter,
  createDecoder,
  createGpsdProfile,
  createJsonProfile,
  type DecoderStats,
  type GpsdProfile,
  type RefusalCount,
} from '../ais/index.ts';
import { CommonwatchError } from '../core/errors.ts';
import { readUnpacked } from '../feeds/unpack.ts';

export const name = 'ais';
export const summary = 'decode AIS sentences as JSON lines';

export const usage = `Usage: commonwatch ais decode FILE… [--profile gpsd [--unscaled] [--split24]]

Prints one JSON object a message. FILE may be packed with gzip or Zstandard; - is standard input.
What was refused is summed up on standard error.

  --profile gpsd   field names, values and order of gpsdecode 3.22
  --unscaled       with gpsd: the raw numbers of the message
  --split24        with gpsd: both parts of a static report (type 24) by themselves
`;

/** Exit codes: 0 decoded, 1 a file could not be read, 64 the command was called wrongly. */
export async function run(args: string[]): Promise<number> {
  const call = readArguments(args);
  if (call === undefined) {
    process.stderr.write(usage);
    return 64;
  }
  let status = 0;
  for (const file of call.files) {
    try {
      if (!(await decodeFile(file, call.createProfile(), call.files.length > 1))) return 0;
    } catch (error) {
      if (!(error instanceof CommonwatchError)) throw error;
      process.stderr.write(`${file}: ${error.message} (${error.code})\n`);
      status = 1;
    }
  }
  return status;
}

interface Call {
  readonly files: readonly string[];
  readonly createProfile: () => GpsdProfile;
}

function readArguments(args: string[]): Call | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        profile: { type: 'string', default: 'commonwatch' },
        unscaled: { type: 'boolean', default: false },
        split24: { type: 'boolean', default: false },
      },
    });
    const [verb, ...files] = positionals;
    const { profile, unscaled, split24 } = values;
    if (verb !== 'decode' || files.length === 0) return undefined;
    if (profile === 'gpsd')
      return { files, createProfile: () => createGpsdProfile({ scaled: !unscaled, splitParts: split24 }) };
    if (profile !== 'commonwatch' || unscaled || split24) return undefined;
    return { files, createProfile: createJsonProfile };
  } catch {
    return undefined;
  }
}

const outputBytes = 1 << 16;

/** Decodes one file to standard output. Returns false when nobody reads the output any longer. */
async function decodeFile(file: string, profile: GpsdProfile, isOneOfMany: boolean): Promise<boolean> {
  const out = new ByteWriter(outputBytes * 2);
  const decoder = createDecoder({ onMessage: (view) => profile.write(view, out) });
  const output = openOutput();
  let isRead = true;
  for await (const chunk of readUnpacked(file)) {
    // In pieces, so that memory stays small and the first lines come soon.
    for (let at = 0; at < chunk.length && isRead; at += outputBytes) {
      decoder.push(chunk.subarray(at, at + outputBytes));
      isRead = await output.write(out.take());
    }
    if (!isRead) break;
  }
  decoder.end();
  isRead = isRead && (await output.write(out.take()));
  output.close();
  process.stderr.write(summaryText(isOneOfMany ? `${file}: ` : '', decoder.stats));
  return isRead;
}

/** Standard output with back pressure; `write` returns false once the reader has gone (`… | head`). */
function openOutput(): { write(bytes: Uint8Array): Promise<boolean>; close(): void } {
  let isOpen = true;
  const onError = (error: NodeJS.ErrnoException): void => {
    isOpen = false;
    if (error.code !== 'EPIPE') throw error;
  };
  process.stdout.on('error', onError);
  return {
    async write(bytes) {
      if (!isOpen || bytes.length === 0) return isOpen;
      if (!process.stdout.write(bytes))
        await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]).catch(() => {});
      return isOpen;
    },
    close() {
      process.stdout.off('error', onError);
    },
  };
}

/** How many sentences were read, decoded and refused, and the first refused one of each reason. */
function summaryText(prefix: string, stats: DecoderStats): string {
  const lines = [
    `${prefix}${stats.sentences} sentences: ${stats.decoded} decoded to ${stats.messages} messages, ${stats.refused.total} refused`,
    ...reasonLines(stats.refused.byReason),
  ];
  if (stats.skipped.total > 0)
    lines.push(
      `${stats.skipped.total} lines without an AIS sentence`,
      ...reasonLines(stats.skipped.byReason),
    );
  return `${lines.join('\n')}\n`;
}

function reasonLines(byReason: ReadonlyMap<string, RefusalCount>): string[] {
  return [...byReason].map(([reason, { count, samples }]) => {
    const sample = samples[0];
    return `  ${String(count).padStart(8)} ${reason}, such as line ${sample.line}: ${sample.text.replace(/[^ -~]/g, '?')}`;
  });
}
