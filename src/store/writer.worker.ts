import { parentPort, workerData } from 'node:worker_threads';
import { WriteQueue } from './writing.ts';
import type { Numbered, WriterSetup } from './writing.ts';

const port = parentPort;
if (port !== null) {
  const queue = new WriteQueue(workerData as WriterSetup, (reply) => port.postMessage(reply));
  port.on('message', (numbered: Numbered) => queue.push(numbered));
}
