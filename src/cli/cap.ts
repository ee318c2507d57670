/** `commonwatch cap`: holds alerts of others to CAP 1.2, without a hub. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CommonwatchError } from '../core/index.ts';
import { readCap } from '../exchange/index.ts';

export const name = 'cap';
export const summary = {
  en: 'check alerts against CAP 1.2',
  ja: '警報をCAP 1.2に照らして検査する',
};

export const usage = `Usage: commonwatch cap validate FILE… [--json]

Each FILE is one alert in XML. Says what breaks the schema of OASIS CAP 1.2, or a rule that only its text states.

  --json   one line of JSON a file: {file, alert, problems: [{code, path, value}]}
`;

/** Exit codes: 0 every alert keeps the rules, 1 one does not or cannot be read, 64 the command was called wrongly. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [verb, ...files] = positionals;
  if (verb !== 'validate' || files.length === 0) {
    process.stderr.write(usage);
    return 64;
  }
  return Math.max(...files.map((file) => validate(file, values.json)));
}

function validate(file: string, json: boolean): number {
  try {
    const { alert, problems } = readCap(readFileSync(file, 'utf8'));
    if (json) process.stdout.write(`${JSON.stringify({ file, alert, problems })}\n`);
    else
      for (const { code, path, value } of problems)
        process.stdout.write(`${file}: ${code} ${path} ${value}\n`);
    if (!json && problems.length === 0) process.stdout.write(`${file}: ok ${alert.identifier}\n`);
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    const text = error instanceof CommonwatchError ? `${error.code}: ${error.message}` : String(error);
    process.stderr.write(`${file}: ${text}\n`);
    return 1;
  }
}
