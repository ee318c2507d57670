import { CommonwatchError } from '../core/index.ts';

/** What the reader of forms throws has no code of its own where the form is broken: that is the sender's fault. */
export function formFault(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string };
  const isBroken = code === undefined || code === 'ERR_STREAM_PREMATURE_CLOSE';
  return isBroken ? new CommonwatchError('request.invalid', 'form', { detail: message }) : error;
}
