import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Entry } from '../../../src/hub/api.ts';
import type { AbcdeBody, AbcdeField, AbcdePart } from '../../../src/narratives/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { pageOf, pathOf, useCollection } from './pages.ts';
import { Standing } from './Standing.tsx';
import { linesOf, useNarrativesWords } from './words.ts';

const parts: readonly AbcdePart[] = ['actor', 'behaviour', 'content', 'degree', 'effect'];

export function Sheets() {
  const { n } = useNarrativesWords();
  const { data, problem, reload } = useQuery<Entry<AbcdeBody>[]>('/narratives/abcde', { live: true });
  return (
    <>
      <p className="dim">{n('sheet.about')}</p>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {data?.length === 0 && <Empty>{n('sheet.none')}</Empty>}
      {data !== undefined && data.length > 0 && (
        <ul className="panel lines">
          {data.map(({ id, modified, body }) => (
            <li key={id}>
              <Link to={pageOf('sheet', { entry: id })}>{body.title}</Link>{' '}
              <span className="small dim">{timeText(modified)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** One sheet: a kept one, or one begun from what was measured of a narrative or a group. */
export function SheetPage() {
  const { t } = useNarrativesWords();
  const { thing, entry } = usePlace().query;
  const { collection } = useCollection();
  const { data: kept, problem, reload } = useQuery<Entry<AbcdeBody>[]>('/narratives/abcde', { live: true });
  const draftPath =
    entry === undefined && thing !== undefined && collection !== undefined
      ? `${pathOf(collection.id)}/abcde/${thing}`
      : undefined;
  const { data: draft, problem: failed } = useQuery<AbcdeBody>(draftPath);
  const found = kept?.find(({ id }) => id === entry);
  const body = found?.body ?? draft;
  if (problem !== undefined || failed !== undefined)
    return <ErrorNote problem={(problem ?? failed) as NonNullable<typeof problem>} onRetry={reload} />;
  if (body === undefined) return <p className="dim">{t('loading')}</p>;
  return (
    <>
      <Sheet key={found?.modified ?? thing} body={body} entry={found} />
      {found !== undefined && <Standing id={found.id} />}
    </>
  );
}

function Sheet({ body, entry }: { body: AbcdeBody; entry: Entry<AbcdeBody> | undefined }) {
  const { n } = useNarrativesWords();
  const { hub, session } = useSession();
  const { attempt } = useNotices();
  const writes = useMay()('watch') && (entry === undefined || entry.owner === session.party);
  const [title, setTitle] = useState(body.title);
  const [fields, setFields] = useState(body.parts);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const { schema: _schema, ...rest } = body;
    const sheet = { ...rest, title, parts: fields };
    void attempt(async () => {
      if (entry === undefined) {
        const { id } = await hub.post<Entry>('/narratives/abcde', sheet);
        go(pageOf('sheet', { entry: id }), { replace: true });
      } else await hub.put(`/narratives/abcde/${entry.id}`, sheet);
    }, n('sheet.saved'));
  };
  return (
    <form className="stack" onSubmit={save}>
      <label className="field">
        <span>{n('brief.title')}</span>
        <input
          value={title}
          required
          maxLength={200}
          readOnly={!writes}
          onChange={({ target }) => setTitle(target.value)}
        />
      </label>
      {parts.map((part) => (
        <Part
          key={part}
          part={part}
          field={fields[part]}
          writes={writes}
          onChange={(changed) =>
            setFields((before) => ({ ...before, [part]: { ...before[part], ...changed } }))
          }
        />
      ))}
      {writes && (
        <p className="row no-print">
          <button type="submit" className="button primary">
            {n('sheet.save')}
          </button>
          <button type="button" className="button" onClick={() => print()}>
            {n('brief.print')}
          </button>
        </p>
      )}
    </form>
  );
}

function Part({
  part,
  field,
  writes,
  onChange,
}: {
  part: AbcdePart;
  field: AbcdeField;
  writes: boolean;
  onChange: (changed: Partial<AbcdeField>) => void;
}) {
  const { n, say } = useNarrativesWords();
  const named = { part: n(`sheet.${part}`) };
  // Typed as it is written: an empty line while somebody is writing must not vanish under the hand.
  const [others, setOthers] = useState(field.alternatives.join('\n'));
  return (
    <section className="panel stack">
      <h2>{n(`sheet.${part}`)}</h2>
      {field.observed.length > 0 && (
        <>
          <h3>{n('sheet.observed')}</h3>
          <ul className="small narratives-observed">
            {field.observed.map((message) => (
              <li key={say(message)}>{say(message)}</li>
            ))}
          </ul>
        </>
      )}
      <label className="field">
        <span>{n('sheet.text', named)}</span>
        <textarea
          value={field.text}
          maxLength={8000}
          readOnly={!writes}
          onChange={({ target }) => onChange({ text: target.value })}
        />
      </label>
      <div className="form-grid">
        <label className="field">
          <span>{n('sheet.confidence', named)}</span>
          <input
            type="number"
            min={0}
            max={100}
            value={field.confidence}
            readOnly={!writes}
            onChange={({ target }) => onChange({ confidence: Math.round(Number(target.value)) })}
          />
        </label>
        <label className="field">
          <span>{n('sheet.alternatives', named)}</span>
          <textarea
            value={others}
            readOnly={!writes}
            onChange={({ target }) => {
              setOthers(target.value);
              onChange({ alternatives: linesOf(target.value) });
            }}
          />
        </label>
      </div>
    </section>
  );
}
