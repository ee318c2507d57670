import { useEffect, useMemo, useState } from 'react';
import type { Brief, Language, PartyView } from '../../../src/hub/api.ts';
import { HubClient, withQuery } from '../../api/client.ts';
import type { Problem } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useLive } from '../../state/live.tsx';
import { asProblem, useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { BriefSheet } from './BriefSheet.tsx';

const hourMs = 3_600_000;
const spans = [12, 24, 48, 168] as const;
/** Side by side more would not fit, and nobody compares more. */
const mostSheets = 3;

/** One partner's morning on one page; for the owner also three of them side by side. */
export default function BriefPage() {
  const { t } = useWords();
  const { session } = useSession();
  const { query } = usePlace();
  const { nowUtcMs } = useLive();
  const may = useMay()('release');
  const { data: parties } = useQuery<PartyView[]>('/parties');
  const own = session.seeingAs?.party ?? session.party;
  const chosen = (query.for ?? own)
    .split(',')
    .filter((id) => id !== '')
    .slice(0, mostSheets);
  const hours = Number(query.hours ?? '24') || 24;
  // To the minute, and fixed while one looks at it: a page does not change under the reader's eyes.
  const [openedUtcMs] = useState(() => Math.floor(nowUtcMs() / 60_000) * 60_000);
  const since = new Date(openedUtcMs - hours * hourMs).toISOString();
  const language = query.lang === 'en' || query.lang === 'ja' ? query.lang : session.language;
  return (
    <div className="page brief-page">
      <div className="brief-bar row no-print">
        <h1>{t('room.brief')}</h1>
        {may && <PartyChoice parties={parties ?? []} chosen={chosen} />}
        <label className="row">
          <span className="small dim">{t('brief.since')}</span>
          <select
            value={hours}
            onChange={({ target }) => go({ query: { hours: target.value } }, { replace: true })}
          >
            {spans.map((span) => (
              <option key={span} value={span}>
                {t('brief.hours', { hours: span })}
              </option>
            ))}
          </select>
        </label>
        <label className="row">
          <span className="small dim">{t('language')}</span>
          <select
            value={language}
            onChange={({ target }) => go({ query: { lang: target.value } }, { replace: true })}
          >
            <option value="en">English</option>
            <option value="ja">日本語</option>
          </select>
        </label>
        <button type="button" className="button" onClick={() => print()}>
          {t('brief.print')}
        </button>
      </div>
      <div className={`sheets count-${chosen.length}`}>
        {chosen.map((party) => (
          <PartySheet key={party} party={party} since={since} language={language} />
        ))}
      </div>
    </div>
  );
}

/** Up to three partners; one is always chosen. */
function PartyChoice({ parties, chosen }: { parties: readonly PartyView[]; chosen: readonly string[] }) {
  const { t, name } = useWords();
  const set = (next: readonly string[]) => go({ query: { for: next.join(',') } }, { replace: true });
  return (
    <div className="row">
      {Array.from({ length: Math.min(mostSheets, chosen.length + 1) }, (_, i) => (
        <label key={chosen[i] ?? 'next'}>
          <span className="visually-hidden">{t('brief.for', { number: i + 1 })}</span>
          <select
            value={chosen[i] ?? ''}
            onChange={({ target }) =>
              set(
                target.value === ''
                  ? chosen.filter((_each, j) => j !== i)
                  : [...chosen.slice(0, i), target.value, ...chosen.slice(i + 1)],
              )
            }
          >
            {i > 0 && <option value="">{t(i < chosen.length ? 'brief.remove' : 'brief.beside')}</option>}
            {parties
              .filter(({ id }) => id === chosen[i] || !chosen.includes(id))
              .map((party) => (
                <option key={party.id} value={party.id}>
                  {name(party.name)}
                </option>
              ))}
          </select>
        </label>
      ))}
    </div>
  );
}

/** A brief is made through its reader's own eyes, whoever asks for it. */
function PartySheet({ party, since, language }: { party: string; since: string; language: Language }) {
  const { t } = useWords();
  const { session } = useSession();
  const [brief, setBrief] = useState<Brief>();
  const [problem, setProblem] = useState<Problem>();
  const hub = useMemo(
    () => new HubClient(session.csrf, party === session.party ? undefined : party),
    [session.csrf, session.party, party],
  );
  const query = { since, lang: language };
  const path = withQuery('/brief', query);
  useEffect(() => {
    const abort = new AbortController();
    hub.get<Brief>(path, abort.signal).then(
      (answer) => {
        setBrief(answer);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(asProblem(error));
      },
    );
    return () => abort.abort();
  }, [hub, path]);
  return (
    <div className="sheet-holder">
      {problem !== undefined && <ErrorNote problem={problem} />}
      {brief !== undefined && (
        <>
          <p className="no-print">
            <a href={hub.url(withQuery('/brief.pdf', query))} download>
              {t('brief.pdf')}
            </a>
          </p>
          <BriefSheet brief={brief} />
        </>
      )}
      {brief === undefined && problem === undefined && <p className="dim">{t('loading')}</p>}
    </div>
  );
}
