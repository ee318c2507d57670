import type { FormEvent } from 'react';
import type { CalendarEntry } from '../../../src/narratives/api.ts';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { pathOf } from './pages.ts';
import type { CollectionEntry } from './pages.ts';
import { linesOf, useNarrativesWords, valuesOf } from './words.ts';

/** What an analyst knows of a collection: its home, declared owners, a calendar, and how narrow to look. */
export function Settings({ collection, onSaved }: { collection: CollectionEntry; onSaved: () => void }) {
  const { n } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { schema: _schema, ...body } = collection.body;
  const { settings } = body;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    void attempt(async () => {
      await hub.put(pathOf(collection.id), {
        ...body,
        retentionDays: Number(text('days')),
        settings: {
          ...settings,
          windowS: Number(text('window')) * 60,
          minObjects: Number(text('objects')),
          leastPosts: Number(text('least')),
          homeLanguages: valuesOf(text('languages')),
          homeCountries: valuesOf(text('countries')),
          declaredOwners: ownersOf(text('owners')),
          calendar: linesOf(text('calendar')).map(calendarOf),
        },
      });
      onSaved();
    }, n('settings.saved'));
  };
  const number = (name: string, label: string, value: number, min: number) => (
    <label className="field">
      <span>{label}</span>
      <input name={name} type="number" min={min} step="any" required defaultValue={value} />
    </label>
  );
  return (
    <details className="panel">
      <summary>
        <strong>{n('settings')}</strong>
      </summary>
      <form className="form-grid" onSubmit={submit}>
        {number('window', n('settings.window'), settings.windowS / 60, 0.001)}
        {number('objects', n('settings.objects'), settings.minObjects, 1)}
        {number('least', n('settings.least'), settings.leastPosts, 2)}
        {number('days', n('collection.days'), body.retentionDays, 0)}
        <label className="field">
          <span>{n('settings.home-languages')}</span>
          <input name="languages" defaultValue={settings.homeLanguages.join(', ')} />
        </label>
        <label className="field">
          <span>{n('settings.home-countries')}</span>
          <input name="countries" defaultValue={settings.homeCountries.join(', ')} />
        </label>
        <label className="field">
          <span>{n('settings.owners')}</span>
          <textarea
            name="owners"
            defaultValue={Object.entries(settings.declaredOwners)
              .map(([site, owner]) => `${site} = ${owner}`)
              .join('\n')}
          />
        </label>
        <label className="field">
          <span>{n('settings.calendar')}</span>
          <textarea
            name="calendar"
            defaultValue={settings.calendar
              .map(({ from, to, kind, name }) => `${from}, ${to}, ${kind}, ${name}`)
              .join('\n')}
          />
        </label>
        <button type="submit" className="button">
          {n('settings.save')}
        </button>
      </form>
    </details>
  );
}

function ownersOf(text: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const [site, ...owner] = line.split('=');
      return [site.trim().toLowerCase(), owner.join('=').trim()];
    }),
  );
}

/** What does not fit is refused by the hub, with its place. */
function calendarOf(line: string): CalendarEntry {
  const [from = '', to = '', kind = '', ...name] = line.split(',').map((part) => part.trim());
  return { from, to, kind: kind as CalendarEntry['kind'], name: name.join(', ') };
}
