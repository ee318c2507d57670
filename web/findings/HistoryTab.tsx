import type { Entry, EntryView, FindingBody } from '../../src/hub/api.ts';
import { ErrorNote } from '../parts/ErrorNote.tsx';
import { timeText } from '../parts/times.ts';
import { useQuery } from '../state/query.ts';
import { useWords } from '../state/words.tsx';
import type { Words } from '../state/words.tsx';
import { confidenceText } from './texts.ts';

interface Event {
  readonly id: string;
  readonly at: string;
  readonly text: string;
  readonly note?: string;
}

/** Versions and judgements as one line of time, newest first. */
export function HistoryTab({ view }: { view: EntryView }) {
  const words = useWords();
  const { data: versions, problem } = useQuery<Entry<FindingBody>[]>(`/entries/${view.entry.id}/versions`, {
    live: true,
  });
  const events = [...versionEvents(versions ?? [], words), ...judgementEvents(view, words)].sort((a, b) =>
    b.at.localeCompare(a.at),
  );
  return (
    <div className="stack">
      {problem !== undefined && <ErrorNote problem={problem} />}
      <ol className="history">
        {events.map(({ id, at, text, note }) => (
          <li key={id}>
            <time className="small dim" dateTime={at}>
              {timeText(at)}
            </time>
            <p>{text}</p>
            {note !== undefined && note !== '' && <p className="quote">{note}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function versionEvents(versions: readonly Entry<FindingBody>[], words: Words): Event[] {
  const { t } = words;
  return versions.map((version, i) => {
    const number = versions.length - i;
    const before = versions[i + 1];
    return {
      id: version.modified,
      at: version.modified,
      text:
        before === undefined
          ? t('history.first', { number })
          : t('history.version', { number, changes: changesBetween(before, version, words).join(' · ') }),
    };
  });
}

/** What a reader would notice between two versions, in words. */
function changesBetween(before: Entry<FindingBody>, after: Entry<FindingBody>, words: Words): string[] {
  const { t } = words;
  const changes: string[] = [];
  if (!before.body.withdrawn && after.body.withdrawn) changes.push(t('finding.withdrawn'));
  if (before.body.ongoing && !after.body.ongoing) changes.push(t('history.ended'));
  if (before.body.endUtcMs !== after.body.endUtcMs)
    changes.push(t('history.until', { time: timeText(after.body.endUtcMs) }));
  if (before.confidence !== after.confidence) changes.push(confidenceText(after.confidence, words));
  if (JSON.stringify(before.release) !== JSON.stringify(after.release))
    changes.push(t('history.release', { tlp: after.release.tlp }));
  if (before.evidence.length !== after.evidence.length) changes.push(t('history.evidence'));
  return changes.length === 0 ? [t('history.revised')] : changes;
}

function judgementEvents({ judgements }: EntryView, { t }: Words): Event[] {
  return judgements.map(({ id, created, body }) => ({
    id,
    at: created,
    text: t(`history.${body.verdict}`, { by: body.by }),
    note: body.reason,
  }));
}
