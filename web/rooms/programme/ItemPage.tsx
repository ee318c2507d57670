import type { ItemListView, ItemPageView, SourceView } from '../../../src/programme/api.ts';
import { Figure } from '../../parts/Figure.tsx';
import { Link } from '../../parts/Link.tsx';
import { entryPage } from './pages.ts';
import { Sources } from './Sources.tsx';
import { StatementList } from './Statement.tsx';
import { useProgrammeWords } from './words.ts';

/** An item of any kind: what it holds, what it is linked with, what is said of it, what the checks find. */
export function ItemPage({ item }: { item: ItemPageView }) {
  const { p, named, say } = useProgrammeWords();
  return (
    <>
      <header>
        <p className="dim">{named('kind', item.kind)}</p>
        <h2>{item.title}</h2>
      </header>
      <div className="two-columns">
        <section className="panel stack">
          <ItemFields item={item} linked={item.linked.map(({ link }) => link)} />
          {item.hhi !== undefined && (
            <p>
              {p('item.hhi')}{' '}
              <Figure source={`${p('item.hhi.of')} · ${sourceLine(item.sources, item.modified)}`}>
                {item.hhi.toFixed(3)}
              </Figure>{' '}
              <span className="dim small">{p('item.hhi.of')}</span>
            </p>
          )}
          <Sources sources={item.sources} />
          <p className="small dim">{p('source.read', { asOf: item.modified })}</p>
        </section>
        <div className="stack">
          {item.findings.length > 0 && (
            <section className="panel stack">
              <h3>{p('item.findings')}</h3>
              {item.findings.map(({ sentence, evidence }) => (
                <div key={JSON.stringify(sentence)} className="stack">
                  <p>{say(sentence)}</p>
                  <Sources sources={evidence} />
                </div>
              ))}
            </section>
          )}
          {item.linked.map(({ link, items }) => (
            <section key={link} className="panel stack">
              <h3>{named('link', link)}</h3>
              <ul className="lines">
                {items.map((each) => (
                  <li key={each.id}>
                    <Link to={entryPage(each.id)}>{each.title}</Link> <ItemDates item={each} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
      <section className="stack">
        <h3>{p('item.statements')}</h3>
        <StatementList statements={item.statements} />
      </section>
    </>
  );
}

function sourceLine(sources: readonly SourceView[], asOf: string): string {
  const [first] = sources;
  return `${first?.title ?? first?.document ?? first?.address ?? ''} · ${asOf.slice(0, 10)}`;
}

/** When an instrument was signed, came into force and ends: signed is not in force. */
export function ItemDates({ item: { fields } }: { item: ItemListView }) {
  const { named } = useProgrammeWords();
  const dates = (['signed', 'inForce', 'expiry', 'due', 'start', 'end', 'year'] as const).filter(
    (name) => fields[name] !== undefined,
  );
  if (dates.length === 0) return null;
  return (
    <span className="small dim">
      {dates.map((name) => `${named('field', name)} ${String(fields[name])}`).join(' · ')}
    </span>
  );
}

interface ProposalState {
  readonly state: string;
  readonly at: string | null;
  readonly source: SourceView;
}

/** Fields whose items are linked beside are not told by their keys again. */
function ItemFields({ item: { fields }, linked }: { item: ItemListView; linked: readonly string[] }) {
  const { named } = useProgrammeWords();
  return (
    <dl className="facts">
      {Object.entries(fields)
        .filter(([name, value]) => value !== undefined && !linked.includes(name))
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{named('field', name)}</dt>
            <dd>
              <FieldValue name={name} value={value} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

function FieldValue({ name, value }: { name: string; value: unknown }) {
  const { named, p } = useProgrammeWords();
  if (name === 'states')
    return (
      <ol className="stack">
        {(value as ProposalState[]).map(({ state, at, source }) => (
          <li key={`${state} ${at}`}>
            <strong>{named('value', state)}</strong> {at ?? p('date.none')}
            <Sources sources={[source]} />
          </li>
        ))}
      </ol>
    );
  if (name === 'shares') return <Shares shares={value as Readonly<Record<string, number>>} />;
  if (name === 'aliases') return (value as { name: string }[]).map((alias) => alias.name).join(' · ');
  if (Array.isArray(value)) return (value as string[]).join(' · ');
  if (typeof value === 'boolean') return named('value', String(value));
  if (name === 'area') return named('area', String(value));
  if (name === 'level') return named('level', String(value));
  return named('value', String(value));
}

/** Supplier shares as bars with their figures. */
function Shares({ shares }: { shares: Readonly<Record<string, number>> }) {
  const sorted = Object.entries(shares).toSorted(([, a], [, b]) => b - a);
  return (
    <ul className="programme-shares">
      {sorted.map(([supplier, share]) => (
        <li key={supplier}>
          <span>{supplier}</span>
          <span className="page-bar-of" aria-hidden="true">
            <span style={{ width: `${Math.round(share * 100)}%` }} />
          </span>
          <span className="number">{Math.round(share * 100)} %</span>
        </li>
      ))}
    </ul>
  );
}
