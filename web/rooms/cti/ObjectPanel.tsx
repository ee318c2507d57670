import type { GraphAnswer, MatchAnswer, ObjectPage, SightingLine } from '../../../src/cti/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useQuery } from '../../state/query.ts';
import { useMay } from '../../state/session.tsx';
import { Graph } from './Graph.tsx';
import { ObjectLines } from './ObjectLines.tsx';
import { SightForm } from './SightForm.tsx';
import { useCtiWords } from './words.ts';

/** One object: what it says, what it matches, who saw it, what hangs together with it. */
export function ObjectPanel({ id }: { id: string }) {
  const { c, stixKind } = useCtiWords();
  const may = useMay();
  const { data, problem, reload } = useQuery<ObjectPage>(`/cti/objects/${id}`, { live: true });
  const graph = useQuery<GraphAnswer>(`/cti/objects/${id}/graph`, { live: true });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return <section className="panel" aria-busy="true" />;
  const { line, json, sightings, matches } = data;
  const object = JSON.parse(json) as Record<string, unknown>;
  const shown = ['description', 'pattern', 'value', 'abstract', 'content'].flatMap((name) =>
    typeof object[name] === 'string' ? [[name, object[name]] as const] : [],
  );
  return (
    <article className="panel stack" aria-label={line.name}>
      <header className="row">
        <h2 className="grow">{line.name}</h2>
        <Link to={{ item: '' }} className="button quiet">
          {c('close')}
        </Link>
      </header>
      <p className="dim">
        {stixKind(line.kind)} · TLP:{line.tlp} · {c('given-by', { by: line.owner })} ·{' '}
        {timeText(line.modified)}
      </p>
      {shown.map(([name, text]) => (
        <p key={name} className={name === 'pattern' || name === 'value' ? 'mono cti-text' : 'cti-text'}>
          {text}
        </p>
      ))}
      {matches !== undefined && <Matches answer={matches} />}
      <Sightings sightings={sightings} />
      {may('watch') && !['relationship', 'sighting'].includes(line.kind) && (
        <SightForm id={id} onDone={reload} />
      )}
      {graph.data !== undefined && graph.data.nodes.length > 1 && <Graph graph={graph.data} />}
      <details>
        <summary>{c('json')}</summary>
        <pre className="small cti-json">{json}</pre>
      </details>
    </article>
  );
}

function Matches({ answer: { looked, isCut, matches, failure } }: { answer: MatchAnswer }) {
  const { c } = useCtiWords();
  return (
    <section className="stack">
      <h3>{c('matches')}</h3>
      {failure !== undefined && <p className="dim">{c(`matches.${failure}`)}</p>}
      {failure === undefined && (
        <p className="dim small">{c(isCut ? 'matches.cut' : 'matches.looked', { n: looked })}</p>
      )}
      {failure === undefined && matches.length === 0 && <p>{c('matches.none')}</p>}
      {matches.length > 0 && <ObjectLines lines={matches} />}
    </section>
  );
}

function Sightings({ sightings }: { sightings: readonly SightingLine[] }) {
  const { c } = useCtiWords();
  return (
    <section className="stack">
      <h3>{c('sightings')}</h3>
      {sightings.length === 0 && <p className="dim">{c('sightings.none')}</p>}
      <ul className="lines">
        {sightings.map(({ line, count, firstSeen, lastSeen, note }) => (
          <li key={line.id}>
            {c('sighted', { n: count, by: line.owner })}
            {firstSeen !== undefined && ` · ${timeText(firstSeen)}`}
            {lastSeen !== undefined && ` – ${timeText(lastSeen)}`}
            {note !== undefined && ` · ${note}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
