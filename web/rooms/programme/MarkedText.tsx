import type { DocumentPageView } from '../../../src/programme/api.ts';
import { Link } from '../../parts/Link.tsx';
import { entryPage, pageOf } from './pages.ts';

type Facts = DocumentPageView['facts'];

/** A document's text with every quote marked; overlapping quotes are marked one after another. */
export function MarkedText({ text, facts, at }: { text: string; facts: Facts; at?: string }) {
  const parts: React.ReactNode[] = [];
  let end = 0;
  for (const fact of facts.filter(({ stands }) => stands).toSorted((a, b) => a.start - b.start)) {
    const start = Math.max(fact.start, end);
    if (start >= fact.end) continue;
    parts.push(text.slice(end, start));
    const to = fact.state === 'proposed' ? pageOf('review', { id: fact.id }) : entryPage(fact.id);
    parts.push(
      <mark key={fact.id} className={`${fact.state}${fact.id === at ? ' here' : ''}`}>
        <Link to={to} title={fact.title}>
          {text.slice(start, fact.end)}
        </Link>
      </mark>,
    );
    end = fact.end;
  }
  parts.push(text.slice(end));
  return <>{parts}</>;
}
