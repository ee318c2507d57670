import type { Entry, EntryView, FindingBody } from '../../src/hub/api.ts';
import { Figure } from '../parts/Figure.tsx';
import { Link } from '../parts/Link.tsx';
import { factText } from '../parts/facts.ts';
import { spanText, timeText } from '../parts/times.ts';
import { useWords } from '../state/words.tsx';
import { confidenceText, placeText } from './texts.ts';

/** The sentence, when, where, who, how sure: what a recipient of the finding sees too. */
export function WhatTab({ view, links = true }: { view: EntryView; links?: boolean }) {
  const words = useWords();
  const { t, say, language } = words;
  const entry = view.entry as Entry<FindingBody>;
  const { body } = entry;
  const source = sourceOf(entry, t);
  return (
    <div className="stack">
      {body.withdrawn && (
        <p className="problem">
          <strong>{t('finding.withdrawn')}</strong>
          {body.withdrawnBecause !== undefined && <span>{say(body.withdrawnBecause)}</span>}
        </p>
      )}
      <p className="sentence">{view.title}</p>
      <dl className="facts">
        <dt>{t('what.time')}</dt>
        <dd>
          {spanText(body.startUtcMs, body.endUtcMs)}
          {body.ongoing && ` · ${t('what.ongoing')}`}
        </dd>
        <dt>{t('what.place')}</dt>
        <dd>
          {placeText(body.place, language)}
          {body.place?.words !== undefined && <p className="dim">{say(body.place.words)}</p>}
        </dd>
        {body.subjects.length > 0 && (
          <>
            <dt>{t('what.subjects')}</dt>
            <dd>
              <ul>
                {body.subjects.map((subject) => (
                  <li key={`${subject.kind} ${subject.id}`}>
                    <SubjectName subject={subject} links={links} />
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>{t('what.confidence')}</dt>
        <dd>
          <Figure source={t('confidence.scale')}>{confidenceText(entry.confidence, words)}</Figure>
        </dd>
        {Object.entries(body.facts).map(([fact, value]) => (
          <FactRow key={fact} name={fact} text={factText(fact, value, language)} source={source} />
        ))}
      </dl>
      <p className="small dim">{source}</p>
    </div>
  );
}

function FactRow({ name, text, source }: { name: string; text: string; source: string }) {
  const { fact } = useWords();
  return (
    <>
      <dt>{fact(name)}</dt>
      <dd>
        <Figure source={source}>{text}</Figure>
      </dd>
    </>
  );
}

function SubjectName({ subject, links }: { subject: FindingBody['subjects'][number]; links: boolean }) {
  const text =
    subject.name === undefined || subject.name === '' ? subject.id : `${subject.name} · ${subject.id}`;
  if (!links || subject.kind !== 'vessel') return <>{text}</>;
  return <Link to={{ room: 'sea', query: { select: `vessel:${subject.id}`, tab: undefined } }}>{text}</Link>;
}

/** Detector, definition and the time as of which it is known. */
export function sourceOf(entry: Entry<FindingBody>, t: ReturnType<typeof useWords>['t']): string {
  const { detector } = entry.body;
  return t('what.source', {
    detector: `${detector.name} ${detector.version}`,
    definition: detector.source,
    asOf: timeText(entry.modified),
  });
}
