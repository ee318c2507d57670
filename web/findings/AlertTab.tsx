import type { AlertBody, AlertInfo } from '../../src/alerts/api.ts';
import type { Entry, EntryView } from '../../src/hub/api.ts';
import { timeText } from '../parts/times.ts';
import { useWords } from '../state/words.tsx';

/** What a sender alerts of, in its own words: whose they are stands first. */
export function AlertTab({ view }: { view: EntryView }) {
  const { t, language } = useWords();
  const { body } = view.entry as Entry<AlertBody>;
  const info = infoFor(body.infos, language);
  return (
    <div className="stack">
      <p className="sentence">{view.title}</p>
      <dl className="facts">
        <dt>{t('alert.sender')}</dt>
        <dd>{body.sender}</dd>
        <dt>{t('alert.sent')}</dt>
        <dd>
          {timeText(body.sentUtcMs)} · {body.status} · {body.msgType}
        </dd>
        {info !== undefined && <InfoRows info={info} />}
      </dl>
      {info !== undefined && (
        <div className="stack" lang={info.language}>
          <SenderText text={info.description} />
          <SenderText text={info.instruction} />
        </div>
      )}
      <p className="small dim">{t('alert.source', { sender: body.sender, identifier: body.identifier })}</p>
    </div>
  );
}

function InfoRows({ info }: { info: AlertInfo }) {
  const { t } = useWords();
  const { event, severity, urgency, certainty, expiresUtcMs, areas } = info;
  return (
    <>
      <dt>{t('alert.event')}</dt>
      <dd lang={info.language}>{event}</dd>
      <dt>{t('alert.rating')}</dt>
      <dd lang="en">
        {severity} · {urgency} · {certainty}
      </dd>
      {expiresUtcMs !== undefined && (
        <>
          <dt>{t('alert.expires')}</dt>
          <dd>{timeText(expiresUtcMs)}</dd>
        </>
      )}
      {areas.length > 0 && (
        <>
          <dt>{t('alert.areas')}</dt>
          <dd lang={info.language}>{areas.map(({ description }) => description).join('; ')}</dd>
        </>
      )}
    </>
  );
}

function SenderText({ text }: { text: string }) {
  return text === '' ? null : <p className="sender-text">{text}</p>;
}

/** The sender's text in the reader's language, and else as it was sent first. */
function infoFor(infos: readonly AlertInfo[], language: string): AlertInfo | undefined {
  return infos.find((info) => info.language.toLowerCase().startsWith(language)) ?? infos[0];
}
