import { readFileSync } from 'node:fs';
import { CommonwatchError } from '../core/index.ts';

/** A token out of a file: among the arguments every other process of the machine could read it. @throws `command.usage` */
export function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new CommonwatchError('command.usage', file, { cause, detail: 'The token file cannot be read.' });
  }
}
