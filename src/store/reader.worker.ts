import { parentPort, workerData } from 'node:worker_threads';
import { CommonwatchError } from '../core/index.ts';
import { writeBackup } from './backup.ts';
import type { Reading, ReadingReply } from './reading.ts';
import { verifyJournal } from './verify.ts';

function answer(reading: Reading, reply: (reply: ReadingReply) => void): unknown {
  if (reading.op === 'backup') return writeBackup(reading.request);
  const onProgress = (done: number, total: number) => reply({ progress: [done, total] });
  return verifyJournal(reading.journal, { ...reading.options, onProgress });
}

const port = parentPort;
if (port !== null) {
  const reply = (message: ReadingReply) => port.postMessage(message);
  try {
    reply({ answer: answer(workerData as Reading, reply) });
  } catch (error) {
    const code = error instanceof CommonwatchError ? error.code : undefined;
    reply({ error: error instanceof Error ? error.message : String(error), code });
  }
}
