/**
 * CAP 1.2 alerts from a file: one alert, or an Atom feed whose entries hold alerts whole. An alert that breaks a rule
 * of the standard is refused, and every rule that it broke is told.
 */
import { Compile } from 'typebox/compile';
import { CommonwatchError, message } from '../core/index.ts';
import type { EntryDraft, Importer, ImportSink, Json, PartyLevel } from '../core/index.ts';
import { Tally, maxCapLength, readCaps } from '../exchange/index.ts';
import type { CapProblem } from '../exchange/index.ts';
import { AlertSchema, alertDraft } from './alert.ts';

const bounds = Compile(AlertSchema);

export const capImporter: Importer = {
  name: 'cap',
  label: message('alerts.import.cap'),
  detect: (_fileName, head) => {
    const text = new TextDecoder().decode(head).trimStart();
    return text.startsWith('<') && text.includes('urn:oasis:names:tc:emergency:cap:');
  },
  open: (sink, options) => {
    const tally = new Tally();
    const decoder = new TextDecoder();
    let text = '';
    return {
      push: (bytes) => {
        // What is longer is refused at the end; no more of it is kept.
        if (text.length <= maxCapLength) text += decoder.decode(bytes, { stream: true });
      },
      report: () => tally.report(),
      end: () => {
        takeAlerts(text + decoder.decode(), options, sink, tally);
        return tally.report([message('alerts.import.note')]);
      },
    };
  },
};

/** @throws `xml.*`, `cap.invalid` where there is no alert at all */
function takeAlerts(
  text: string,
  { party, level }: Readonly<Record<string, Json>>,
  sink: ImportSink,
  tally: Tally,
): void {
  for (const { alert, problems } of readCaps(text)) {
    if (problems.length > 0) {
      tally.refuse(problems[0].code, problems.slice(0, 3).map(lineOf).join('; '));
      continue;
    }
    const draft = alertDraft(alert, String(party ?? ''), (level ?? 'other') as PartyLevel);
    if (!bounds.Check(draft.body)) tally.refuse('too-large', alert.identifier);
    else {
      sink.entry(draft as unknown as EntryDraft);
      tally.take();
    }
  }
  if (tally.report().read === 0) throw new CommonwatchError('cap.invalid', 'feed');
}

function lineOf({ code, path, value }: CapProblem): string {
  return `${code} ${path}${value === '' ? '' : `: ${value}`}`;
}
