/** Reads one uploaded file of wind or current in a thread of its own: the hub goes on answering meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { CommonwatchError, errorCodes } from '../core/index.ts';
import { readField } from '../feeds/fields/index.ts';
import type { FieldOrder, FromFields } from './fields.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker');
const { bytes, kind, names } = workerData as FieldOrder;
const say = (message: FromFields, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

try {
  const grid = readField(bytes, kind, names);
  // Copies where several share their memory: a buffer can be handed over once.
  const [eastMs, northMs] = [grid.eastMs.slice(), grid.northMs.slice()];
  say({ kind: 'read', grid: { ...grid, eastMs, northMs } }, [eastMs.buffer, northMs.buffer]);
} catch (error) {
  const known = error instanceof CommonwatchError ? error : new CommonwatchError('drift.field-unreadable');
  say({
    kind: 'refused',
    code: known.code,
    detail: known.message.slice(errorCodes[known.code].rule.length).trim(),
  });
}
