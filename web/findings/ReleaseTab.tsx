import { useEffect, useState } from 'react';
import type { EntryView, GroupView, PartyView, ReleasePreview, ReleaseRequest } from '../../src/hub/api.ts';
import { timeText } from '../parts/times.ts';
import { useQuery } from '../state/query.ts';
import { useMay, useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';
import { audienceText } from './texts.ts';

/** Who sees it now; and for whoever may release, the way to who would. */
export function ReleaseTab({ view, onRelease }: { view: EntryView; onRelease: () => void }) {
  const words = useWords();
  const { t } = words;
  const may = useMay();
  const { release } = view.entry;
  const mayRelease = view.mine && may('release');
  const { data: parties } = useQuery<PartyView[]>('/parties');
  const { data: groups } = useQuery<GroupView[]>('/groups');
  return (
    <div className="stack">
      <dl className="facts">
        <dt>{t('release.marking')}</dt>
        <dd>
          TLP:{release.tlp} · {release.classification}
          {release.orcon && ' · ORCON'}
          {release.caveats.length > 0 && ` · ${release.caveats.join(', ')}`}
        </dd>
        <dt>{t('release.audience')}</dt>
        <dd>{view.mine ? audienceText(release, words, parties ?? [], groups ?? []) : t('release.to-you')}</dd>
        {release.expiresAt !== undefined && (
          <>
            <dt>{t('release.expires')}</dt>
            <dd>{timeText(release.expiresAt)}</dd>
          </>
        )}
        {release.redactions.length > 0 && (
          <>
            <dt>{t('release.left-out')}</dt>
            <dd>{release.redactions.join(', ')}</dd>
          </>
        )}
      </dl>
      {mayRelease ? (
        <SeenNow view={view} />
      ) : (
        <p className="dim">{t(view.mine ? 'release.may-not' : 'release.onward')}</p>
      )}
      {mayRelease && (
        <p>
          <button type="button" className="button primary" onClick={onRelease}>
            {t('release.open')} <kbd>R</kbd>
          </button>
        </p>
      )}
    </div>
  );
}

/** Asks the hub itself who sees the entry as it is released now. */
function SeenNow({ view }: { view: EntryView }) {
  const { hub } = useSession();
  const { t, name } = useWords();
  const [preview, setPreview] = useState<ReleasePreview>();
  const { id, release, modified } = view.entry;
  const request = JSON.stringify(asRequest(release));
  useEffect(() => {
    let current = true;
    hub.post<ReleasePreview>(`/entries/${id}/release/preview`, JSON.parse(request)).then(
      (answer) => current && setPreview(answer),
      // What cannot be previewed is said by the lines above; the dialog will say why.
      () => current && setPreview(undefined),
    );
    return () => {
      current = false;
    };
  }, [hub, id, request, modified]);
  if (preview === undefined) return null;
  return (
    <section className="stack">
      <h3>{t('release.now', { count: preview.organisations.length, people: preview.people })}</h3>
      <ul>
        {preview.organisations.map(({ party, name: names, people }) => (
          <li key={party} className="row spread">
            {name(names)} <span className="dim">{t('release.people', { count: people })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The release that stands, as a request for the same again. */
export function asRequest({
  tlp,
  audience,
  caveats,
  orcon,
  expiresAt,
}: EntryView['entry']['release']): ReleaseRequest {
  return { tlp, audience, caveats, orcon, ...(expiresAt === undefined ? {} : { expiresAt }) };
}
