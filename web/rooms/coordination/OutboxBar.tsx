import { useOutbox } from '../../away/outbox.tsx';
import { useRelief } from './words.ts';

/** What is written here and not yet at the hub; and what the hub refused, with why. */
export function OutboxBar() {
  const { p } = useRelief();
  const { waiting, reached, retry, discard } = useOutbox();
  if (waiting.length === 0) return null;
  const open = waiting.filter(({ refused }) => refused === undefined);
  const refused = waiting.filter((each) => each.refused !== undefined);
  return (
    <section className="panel stack outbox" aria-label={p('outbox')} aria-live="polite">
      {open.length > 0 && (
        <p>
          <span className={`dot ${reached ? 'late' : 'bad'}`} aria-hidden="true" />{' '}
          {reached
            ? p('outbox.sending', { count: open.length })
            : p('outbox.waiting', { count: open.length })}
        </p>
      )}
      {open.length > 0 && (
        <ul className="small dim">
          {open.map(({ key, label }) => (
            <li key={key}>{label}</li>
          ))}
        </ul>
      )}
      {refused.map(({ key, label, refused: why }) => (
        <div key={key} className="problem" role="alert">
          <strong>{p('outbox.refused', { label })}</strong>
          <span>{why?.message}</span>
          <span className="row">
            <code className="small">{why?.code}</code>
            <button type="button" className="button" onClick={() => retry(key)}>
              {p('outbox.retry')}
            </button>
            <button type="button" className="button quiet" onClick={() => discard(key)}>
              {p('outbox.discard')}
            </button>
          </span>
        </div>
      ))}
    </section>
  );
}
