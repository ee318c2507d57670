import { useEffect, useMemo, useRef } from 'react';
import type { Standing } from '../../../src/hub/api.ts';
import type { Episode } from '../../../src/sea/api.ts';
import type { Problem } from '../../api/client.ts';
import { StandingTag } from '../../findings/StandingTag.tsx';
import { confidenceText } from '../../findings/texts.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { ExportMenu } from '../../parts/ExportMenu.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useKeys } from '../../state/keys.ts';
import { go, usePlace } from '../../state/location.ts';
import { useWords } from '../../state/words.tsx';

/** What a watch looks at first; the alarm's colour is for these alone, while nobody has judged them. */
const urgent = new Set(['zone-entry', 'suspected-disabling']);
/** More links than this to the findings of one episode nobody follows; the exports hold them all. */
const mostLinks = 12;
const standings = ['open', 'confirmed', 'dismissed', 'withdrawn'] as const satisfies readonly Standing[];

/** The findings as episodes, newest first, each one line to read aloud. */
export function FindingsList({
  episodes,
  problem,
  onRetry,
}: {
  episodes: readonly Episode[] | undefined;
  problem: Problem | undefined;
  onRetry: () => void;
}) {
  const { t } = useWords();
  const { query } = usePlace();
  const list = useRef<HTMLOListElement>(null);
  const shown = useMemo(
    () =>
      (episodes ?? []).filter(
        ({ kind, standing }) =>
          (query.kind === undefined || kind === query.kind) &&
          (query.standing === undefined || standing === query.standing),
      ),
    [episodes, query.kind, query.standing],
  );
  const at = shown.findIndex(({ findings }) => query.select !== undefined && findings.includes(query.select));
  const isShown = at >= 0;
  // A link opens with its finding in sight; later the list stays where the hand left it.
  useEffect(() => {
    if (isShown) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [isShown]);
  const step = (by: number) => {
    const next = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
    if (next === undefined) return;
    go({ query: { select: next.findings[0] } });
    requestAnimationFrame(() =>
      list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }),
    );
  };
  useKeys([
    { key: 'j', word: 'keys.next', run: () => step(1) },
    { key: 'k', word: 'keys.previous', run: () => step(at < 0 ? 1 : -1) },
  ]);
  return (
    <>
      <Filters episodes={episodes ?? []} shown={shown} />
      {problem !== undefined && <ErrorNote problem={problem} onRetry={onRetry} />}
      {episodes !== undefined && shown.length === 0 && (
        <Empty
          action={
            episodes.length > 0 && (
              <button
                type="button"
                className="button"
                onClick={() => go({ query: { kind: undefined, standing: undefined } })}
              >
                {t('findings.all')}
              </button>
            )
          }
        >
          {t(episodes.length > 0 ? 'findings.none-so' : 'findings.none')}
        </Empty>
      )}
      <ol className="episodes" ref={list}>
        {shown.map((episode) => (
          <EpisodeLine key={episode.id} episode={episode} isSelected={episode === shown[at]} />
        ))}
      </ol>
      <p className="small dim episodes-foot">
        {t('findings.keys')} <kbd>J</kbd> <kbd>K</kbd>
      </p>
    </>
  );
}

function EpisodeLine({ episode, isSelected }: { episode: Episode; isSelected: boolean }) {
  const words = useWords();
  const { t, kind } = words;
  const { query } = usePlace();
  const { findings, title, startUtcMs, standing, confidence, ongoing } = episode;
  return (
    <li>
      <Link
        to={{ query: { select: findings[0] } }}
        className="episode"
        aria-current={isSelected ? 'true' : undefined}
      >
        <span className={`tag ${standing === 'open' && urgent.has(episode.kind) ? 'warn' : ''}`}>
          {kind('sea', episode.kind)}
        </span>{' '}
        {title}
        <span className="small dim episode-meta">
          {timeText(startUtcMs)} · {confidenceText(confidence, words)}
          {findings.length > 1 && ` · ${t('findings.several', { count: findings.length })}`}
          {ongoing && ` · ${t('what.ongoing')}`} {standing !== 'open' && <StandingTag standing={standing} />}
        </span>
      </Link>
      {isSelected && findings.length > 1 && (
        <ul className="episode-more row small">
          <li className="dim">{t('findings.episode', { count: findings.length })}</li>
          {findings.slice(0, mostLinks).map((id, i) => (
            <li key={id}>
              <Link to={{ query: { select: id } }} aria-current={id === query.select ? 'true' : undefined}>
                {findings.length - i}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Filters({ episodes, shown }: { episodes: readonly Episode[]; shown: readonly Episode[] }) {
  const { t, kind } = useWords();
  const { query } = usePlace();
  const kinds = [...new Set(episodes.map((episode) => episode.kind))].sort();
  const open = shown.filter(({ standing }) => standing === 'open').length;
  return (
    <div className="findings-head">
      <p className="small dim">{t('findings.count', { count: shown.length, open })}</p>
      <div className="row">
        <label>
          <span className="visually-hidden">{t('findings.kind')}</span>
          <select
            value={query.kind ?? ''}
            onChange={({ target }) => go({ query: { kind: target.value || undefined } }, { replace: true })}
          >
            <option value="">{t('findings.kind.all')}</option>
            {kinds.map((name) => (
              <option key={name} value={name}>
                {kind('sea', name)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="visually-hidden">{t('findings.standing')}</span>
          <select
            value={query.standing ?? ''}
            onChange={({ target }) =>
              go({ query: { standing: target.value || undefined } }, { replace: true })
            }
          >
            <option value="">{t('findings.standing.all')}</option>
            {standings.map((name) => (
              <option key={name} value={name}>
                {t(`standing.${name}`)}
              </option>
            ))}
          </select>
        </label>
        <ExportMenu query={{ types: 'finding', kinds: query.kind }} />
      </div>
    </div>
  );
}
