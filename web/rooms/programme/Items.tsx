import type { ItemKind, ItemListView } from '../../../src/programme/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { ItemDates } from './ItemPage.tsx';
import { entryPage, pageOf } from './pages.ts';
import { useProgrammeWords } from './words.ts';

const kinds: readonly ItemKind[] = [
  'instrument',
  'goal',
  'actor',
  'activity',
  'commitment',
  'proposal',
  'obstacle',
  'position',
  'technology',
  'dependency',
  'body',
];

/** The objects of the record, kind by kind. */
export function Items() {
  const { p, named } = useProgrammeWords();
  const { kind = 'instrument' } = usePlace().query;
  const { data, problem, reload } = useQuery<ItemListView[]>(`/programme/items?kind=${kind}`, { live: true });
  return (
    <>
      <label className="field programme-choice">
        <span>{p('statement.kind')}</span>
        <select value={kind} onChange={({ target }) => go(pageOf('items', { kind: target.value }))}>
          {kinds.map((each) => (
            <option key={each} value={each}>
              {named('kind', each)}
            </option>
          ))}
        </select>
      </label>
      {kind === 'technology' && <p className="dim">{p('item.technologies')}</p>}
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {data?.length === 0 && <Empty>{p('items.none')}</Empty>}
      {data !== undefined && data.length > 0 && (
        <ul className="panel lines">
          {data.map((item) => (
            <li key={item.id}>
              <p>
                <Link to={entryPage(item.id)}>{item.title}</Link>
              </p>
              <p className="small">
                <ItemSummary item={item} /> <ItemDates item={item} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What of an item a list tells besides its dates. */
function ItemSummary({ item: { kind, title, fields } }: { item: ItemListView }) {
  const { named } = useProgrammeWords();
  const parts: (string | undefined)[] = [
    fields.level === undefined ? undefined : named('level', String(fields.level)),
    kind !== 'actor' && fields.area !== undefined ? named('area', String(fields.area)) : undefined,
    fields.by as string | undefined,
    fields.status === undefined ? undefined : named('value', String(fields.status)),
    fields.outcome === undefined ? undefined : named('value', String(fields.outcome)),
    fields.edt === title ? undefined : (fields.edt as string | undefined),
    lastState(fields.states, named),
  ];
  return <span className="dim">{parts.filter((part) => part !== undefined).join(' · ')}</span>;
}

function lastState(
  states: unknown,
  named: ReturnType<typeof useProgrammeWords>['named'],
): string | undefined {
  const last = Array.isArray(states)
    ? (states.at(-1) as { state: string; at: string | null } | undefined)
    : undefined;
  return last === undefined ? undefined : `${named('value', last.state)} ${last.at ?? ''}`.trim();
}
