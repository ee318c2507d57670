import type { SourceView } from '../../../src/programme/api.ts';
import { useProgrammeWords } from './words.ts';

/** Where something is written: who says it, in which words, where in which document. */
export function Sources({ sources }: { sources: readonly SourceView[] }) {
  const { p } = useProgrammeWords();
  if (sources.length === 0) return <p className="small dim">{p('sources.none')}</p>;
  return (
    <ul className="programme-sources small" aria-label={p('sources')}>
      {sources.map((source, i) => (
        <li key={`${source.document ?? source.address ?? ''} ${source.start ?? i}`}>
          <Source source={source} />
        </li>
      ))}
    </ul>
  );
}

function Source({ source }: { source: SourceView }) {
  const { p } = useProgrammeWords();
  const { document, title, author, quote, start, end, address, note } = source;
  if (document === undefined)
    return (
      <>
        <span className="mono">{address}</span>
        {note === undefined ? '' : ` · ${note}`}
      </>
    );
  return (
    <>
      {author !== undefined && <span className="dim">{p('source.says', { by: author })} </span>}
      {quote !== undefined && <q>{quote}</q>}{' '}
      <span className="dim">
        {title ?? document}
        {start === undefined || end === undefined ? '' : ` · ${start}–${end}`}
      </span>
    </>
  );
}
