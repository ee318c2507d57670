import type { PartnerHubView } from '../../../src/partners/api.ts';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { LinkSettings } from './LinkSettings.tsx';

/** Changes are counted up to here. */
const mostCounted = 499;

/** One partner's hub: what it has of us, what we have of it, and what a person should look at. */
export function PartnerHub({ partner, onDone }: { partner: PartnerHubView; onDone: () => void }) {
  const { t, name } = useWords();
  const { hub } = useSession();
  const { attempt, tell } = useNotices();
  const { party, verified, fingerprint, link } = partner;
  const visit = () =>
    void attempt(async () => {
      const { received, sent } = await hub.post<{ received: number; sent: number }>(
        `/hubs/partners/${party}/visit`,
        {},
      );
      tell(t('hubs.visit.done', { received, sent }));
    }).then(onDone);
  return (
    <li className="stack">
      <p className="row">
        <strong>{name(partner.name)}</strong>
        <span className="mono dim">{party}</span>
        <span className={verified ? 'tag good' : 'tag warn'}>
          {t(verified ? 'hubs.verified' : 'hubs.unverified')}
        </span>
        {link.stopped && <span className="tag warn">{t('hubs.stopped')}</span>}
        {verified && link.url !== '' && !link.stopped && (
          <button type="button" className="button" onClick={visit}>
            {t('hubs.visit')}
            <span className="visually-hidden"> {name(partner.name)}</span>
          </button>
        )}
      </p>
      <dl className="facts">
        <dt>{t('hubs.link')}</dt>
        <dd>{link.url === '' ? t('hubs.by-file') : <span className="mono">{link.url}</span>}</dd>
        <dt>{t('hubs.sent')}</dt>
        <dd>
          <Sent {...partner.sent} />
        </dd>
        <dt>{t('hubs.received')}</dt>
        <dd>
          {t('hubs.received.line', { count: partner.received.n })}
          {partner.received.at !== undefined && (
            <span className="dim"> · {t('hubs.received.at', { time: timeText(partner.received.at) })}</span>
          )}
        </dd>
        <dt>{t('hubs.troubles')}</dt>
        <dd>
          <Troubles partner={partner} />
        </dd>
        <dt>{t('hubs.fingerprint')}</dt>
        <dd className="mono small">{fingerprint}</dd>
      </dl>
      <LinkSettings partner={partner} onDone={onDone} />
    </li>
  );
}

function Sent({ n, acknowledged, waiting, acknowledgedAt }: PartnerHubView['sent']) {
  const { t } = useWords();
  const waits =
    waiting >= mostCounted
      ? t('hubs.waiting.more', { count: waiting })
      : t('hubs.waiting', { count: waiting });
  return (
    <>
      {t('hubs.sent.line', { n, acknowledged })}
      {waiting > 0 && <> · {waits}</>}
      <span className="dim">
        {' · '}
        {acknowledgedAt === undefined
          ? t('hubs.sent.never')
          : t('hubs.sent.at', { time: timeText(acknowledgedAt) })}
      </span>
    </>
  );
}

function Troubles({
  partner: { verified, received, quarantined, revoked, tried },
}: {
  partner: PartnerHubView;
}) {
  const { t } = useWords();
  if (!verified) return <span className="alarm">{t('hubs.compare')}</span>;
  const lines = [
    received.parked > 0 && t('hubs.parked', { count: received.parked }),
    quarantined > 0 && t('hubs.quarantined', { count: quarantined }),
    revoked > 0 && t('hubs.revoked', { count: revoked }),
  ].filter((line) => line !== false);
  const { problem } = received;
  const alarms = [
    problem !== undefined && t('hubs.problem', { time: timeText(problem.at), code: problem.code }),
    tried?.code !== undefined && t('hubs.failed', { time: timeText(tried.at), code: tried.code }),
  ].filter((line) => line !== false);
  if (lines.length + alarms.length === 0) return <span className="dim">{t('hubs.in-order')}</span>;
  return (
    <>
      {alarms.map((line) => (
        <span key={line} className="alarm">
          {line}{' '}
        </span>
      ))}
      {lines.join(' · ')}
    </>
  );
}
