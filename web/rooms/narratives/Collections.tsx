import type { FormEvent } from 'react';
import type { Entry } from '../../../src/hub/api.ts';
import type { AnalysisSettings } from '../../../src/narratives/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useMay, useSession } from '../../state/session.tsx';
import { pageOf, useCollection } from './pages.ts';
import { useNarrativesWords } from './words.ts';

/** What a collection begins with; src/narratives says why. */
const usualSettings: AnalysisSettings = {
  windowS: 3600,
  minObjects: 3,
  falseDiscovery: 0.01,
  leastPosts: 2,
  homeLanguages: ['ja'],
  homeCountries: ['JP'],
  declaredOwners: {},
  merges: [],
  calendar: [],
};

/** Zones by minutes east of UTC, those of the region first. */
export const zones = [540, 480, 0, 60, 120, 180, 420, 600, -300, -480] as const;

export function zoneText(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The collections, and the way to a new one. */
export function Collections() {
  const { n } = useNarrativesWords();
  const { session } = useSession();
  const may = useMay();
  const { collections, problem, reload } = useCollection();
  return (
    <>
      <p className="dim">{n('about')}</p>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {collections?.length === 0 && <Empty>{n('collections.none')}</Empty>}
      {collections !== undefined && collections.length > 0 && (
        <ul className="panel lines">
          {collections.map(({ id, owner, created, body }) => (
            <li key={id} className="row spread">
              <span>
                <Link to={pageOf('list', { c: id })}>{body.title}</Link>{' '}
                <span className="small dim">
                  {timeText(created)}
                  {owner !== session.party && ` · ${n('collection.from', { party: owner })}`}
                </span>
              </span>
              <Link className="small" to={pageOf('sources', { c: id })}>
                {n('page.sources')}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {may('import') && <NewCollection />}
    </>
  );
}

function NewCollection() {
  const { n } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void attempt(async () => {
      const { id } = await hub.post<Entry>('/narratives/collections', {
        title: String(form.get('title')).trim(),
        zoneMinutes: Number(form.get('zone')),
        retentionDays: Number(form.get('days')),
        note: String(form.get('note')),
        settings: usualSettings,
      });
      go(pageOf('sources', { c: id }));
    }, n('collection.opened'));
  };
  return (
    <section className="panel">
      <h2>{n('collection.new')}</h2>
      <form className="form-grid" onSubmit={submit}>
        <label className="field">
          <span>{n('collection.name')}</span>
          <input name="title" required maxLength={200} />
        </label>
        <label className="field">
          <span>{n('collection.zone')}</span>
          <select name="zone">
            {zones.map((minutes) => (
              <option key={minutes} value={minutes}>
                {zoneText(minutes)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{n('collection.days')}</span>
          <input name="days" type="number" min={0} max={36_500} defaultValue={90} required />
        </label>
        <label className="field">
          <span>{n('collection.note')}</span>
          <input name="note" maxLength={4000} />
        </label>
        <button type="submit" className="button primary">
          {n('collection.new')}
        </button>
      </form>
    </section>
  );
}
