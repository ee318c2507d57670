import { useState } from 'react';
import type { Entry } from '../../../src/hub/api.ts';
import type { DisarmConfirmationBody, DisarmSuggestion, DisarmTable } from '../../../src/narratives/api.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useNarrativesWords } from './words.ts';

/** Techniques that a figure fits; a person confirms or rejects each. */
export function Disarm({
  collection,
  about,
  suggestions,
}: {
  collection: string;
  about: string;
  suggestions: readonly DisarmSuggestion[];
}) {
  const { n } = useNarrativesWords();
  const { data: table } = useQuery<DisarmTable>('/narratives/disarm/techniques');
  const { data: said, reload } = useQuery<Entry<DisarmConfirmationBody>[]>('/narratives/disarm', {
    live: true,
  });
  const own = (said ?? []).filter(({ body }) => body.about === about && body.collection === collection);
  return (
    <section className="panel stack">
      <h2>{n('disarm')}</h2>
      {table !== undefined && (
        <p className="small dim">{n('disarm.about', { source: table.source, version: table.version })}</p>
      )}
      {suggestions.length === 0 && <p className="dim">{n('disarm.nothing')}</p>}
      <ul className="lines">
        {suggestions.map((suggestion) => (
          <Suggestion
            key={suggestion.technique}
            collection={collection}
            about={about}
            suggestion={suggestion}
            reference={table?.techniques.find(({ id }) => id === suggestion.technique)?.ref}
            said={own.filter(({ body }) => body.technique === suggestion.technique)}
            onDone={reload}
          />
        ))}
      </ul>
    </section>
  );
}

function Suggestion({
  collection,
  about,
  suggestion: { technique, name, tactic, because },
  reference,
  said,
  onDone,
}: {
  collection: string;
  about: string;
  suggestion: DisarmSuggestion;
  reference: string | undefined;
  said: readonly Entry<DisarmConfirmationBody>[];
  onDone: () => void;
}) {
  const { n, say } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const may = useMay();
  const [reason, setReason] = useState('');
  const judge = (verdict: 'confirmed' | 'rejected') =>
    void attempt(async () => {
      await hub.post('/narratives/disarm', { collection, about, technique, verdict, reason });
      setReason('');
      onDone();
    }, n('disarm.done'));
  return (
    <li className="stack">
      <p>
        <strong title={reference}>{technique}</strong> {name} <span className="dim small">· {tactic}</span>
      </p>
      <p className="small">{say(because)}</p>
      {said.map(({ id, body }) => (
        <p key={id} className="small quote">
          {say({
            key: `narratives.disarm.${body.verdict}`,
            params: { by: body.by, technique, name: body.techniqueName },
          })}
          {body.reason !== '' && `: ${body.reason}`}
        </p>
      ))}
      {may('watch') && (
        <div className="row no-print">
          <label className="field grow">
            <span>{n('disarm.reason', { technique })}</span>
            <input value={reason} maxLength={4000} onChange={({ target }) => setReason(target.value)} />
          </label>
          <button type="button" className="button align-end" onClick={() => judge('confirmed')}>
            {n('disarm.confirm')}
          </button>
          <button type="button" className="button align-end" onClick={() => judge('rejected')}>
            {n('disarm.reject')}
          </button>
        </div>
      )}
    </li>
  );
}
