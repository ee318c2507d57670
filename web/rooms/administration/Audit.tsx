import { useState } from 'react';
import type { AuditPage, AuditRow } from '../../../src/hub/api.ts';
import { withQuery } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import type { WebWord } from '../../state/words.tsx';

const actions = [
  'saw',
  'exported',
  'judged',
  'released',
  'revoked',
  'changed',
  'administered',
  'signed-in',
  'signed-out',
] as const;

/** Who saw, exported, released and revoked what: all of it for the hub's administrators, one's own people's otherwise. */
export function Audit() {
  const { t } = useWords();
  const { hub, session } = useSession();
  const [action, setAction] = useState('');
  const [account, setAccount] = useState('');
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const filters = { action, account };
  const path = withQuery('/audit', { ...filters, limit: 50, cursor: cursors.at(-1) });
  const { data: page, problem, reload } = useQuery<AuditPage>(path);
  const filter = (change: () => void) => {
    change();
    setCursors([]);
  };
  return (
    <section className="panel stack">
      <h2>{t('audit.title')}</h2>
      <p className="dim">{t(session.permissions.includes('administer') ? 'audit.all' : 'audit.own')}</p>
      <div className="row">
        <label className="field">
          <span>{t('audit.action')}</span>
          <select value={action} onChange={({ target }) => filter(() => setAction(target.value))}>
            <option value="">{t('audit.any')}</option>
            {actions.map((each) => (
              <option key={each} value={each}>
                {t(`audit.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('login.account')}</span>
          <input
            value={account}
            maxLength={63}
            onChange={({ target }) => filter(() => setAccount(target.value.trim()))}
          />
        </label>
        <a className="button" href={hub.url(withQuery('/audit.csv', filters))} download="audit.csv">
          CSV
        </a>
      </div>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {page !== undefined && page.rows.length === 0 && <p className="dim">{t('audit.none')}</p>}
      {page !== undefined && page.rows.length > 0 && <Rows rows={page.rows} />}
      <div className="row">
        {cursors.length > 0 && (
          <button type="button" className="button" onClick={() => setCursors(cursors.slice(0, -1))}>
            {t('audit.newer')}
          </button>
        )}
        {page?.cursor !== undefined && (
          <button
            type="button"
            className="button"
            onClick={() => setCursors([...cursors, page.cursor as string])}
          >
            {t('audit.older')}
          </button>
        )}
      </div>
    </section>
  );
}

function Rows({ rows }: { rows: readonly AuditRow[] }) {
  const { t } = useWords();
  return (
    <ScrollBox label={t('audit.title')} plain>
      <table>
        <thead>
          <tr>
            {(['audit.time', 'login.account', 'admin.party', 'audit.action', 'audit.what'] as const).map(
              (word) => (
                <th key={word} scope="col">
                  {t(word)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // Rows of one moment can be alike: their place tells them apart.
            <tr key={`${row.at} ${i}`}>
              <td className="no-wrap">{timeText(row.at)}</td>
              <td className="mono">{row.account}</td>
              <td>
                {row.party}
                {row.seeingAs !== undefined && ` (${t('audit.as', { party: row.seeingAs })})`}
              </td>
              <td>{t(`audit.${row.action}` as WebWord)}</td>
              <td>
                <What row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function What({ row: { exit, target, title, detail } }: { row: AuditRow }) {
  const name = title ?? target;
  return (
    <>
      <span className="dim mono small">{exit}</span>{' '}
      {title !== undefined && target.startsWith('finding--') ? (
        <Link to={{ room: 'sea', query: { select: target } }}>{name}</Link>
      ) : (
        name
      )}
      {detail !== '' && <span className="small"> · {detail}</span>}
    </>
  );
}
