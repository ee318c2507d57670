import type { DocumentPageView, DocumentView } from '../../../src/programme/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { MarkedText } from './MarkedText.tsx';
import { entryPage, pageOf } from './pages.ts';
import { ScrollBox } from './ScrollBox.tsx';
import { useProgrammeWords } from './words.ts';

/** The documents of the record; one of them with its quotes marked in the text. */
export function Documents() {
  const { id } = usePlace().query;
  return id === undefined ? <DocumentList /> : <DocumentPage key={id} id={id} />;
}

function DocumentList() {
  const { p } = useProgrammeWords();
  const { data, problem, reload } = useQuery<DocumentView[]>('/programme/documents', { live: true });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  if (data.length === 0) return <Empty>{p('documents.none')}</Empty>;
  return (
    <ScrollBox label={p('page.documents')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{p('documents.file')}</th>
            <th scope="col">{p('documents.author')}</th>
            <th scope="col">{p('documents.date')}</th>
            <th scope="col" className="number">
              {p('documents.statements')}
            </th>
            <th scope="col" className="number">
              {p('documents.waiting')}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((document) => (
            <tr key={document.id}>
              <td>
                <Link to={entryPage(document.id)}>{document.title ?? document.file}</Link>
              </td>
              <td>{document.author ?? '—'}</td>
              <td>
                <DocumentDate document={document} />
              </td>
              <td className="number">{document.statements}</td>
              <td className="number">
                {document.waiting === 0 ? (
                  0
                ) : (
                  <Link to={pageOf('review', { document: document.file })}>{document.waiting}</Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function DocumentDate({ document: { date, dateBasis } }: { document: DocumentView }) {
  const { p, named } = useProgrammeWords();
  if (date === null) return <span className="dim">{p('date.none')}</span>;
  return <>{p('date.with', { date, basis: named('basis', dateBasis) })}</>;
}

function DocumentPage({ id }: { id: string }) {
  const { p } = useProgrammeWords();
  const { data, problem, reload } = useQuery<DocumentPageView>(`/programme/documents/${id}`, { live: true });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  const gone = data.facts.filter(({ stands }) => !stands);
  return (
    <>
      <p>
        <Link to={pageOf('documents')}>{p('documents.back')}</Link>
      </p>
      <header>
        <h2>{data.title ?? data.file}</h2>
        <p className="dim">
          {data.author ?? '—'} · <DocumentDate document={data} />
        </p>
        {data.address !== undefined && <p className="mono small">{data.address}</p>}
        {data.sha256 !== undefined && <p className="mono small dim">SHA-256 {data.sha256}</p>}
      </header>
      {data.text !== undefined && (
        <p className="small dim">{p('documents.verified', { count: data.facts.length - gone.length })}</p>
      )}
      {gone.length > 0 && <p className="alarm">{p('documents.gone')}</p>}
      {data.text === undefined ? (
        <>
          <p className="dim">{p('review.no-text')}</p>
          <ul className="panel lines">
            {data.facts.map((fact) => (
              <li key={fact.id}>
                <Link to={entryPage(fact.id)}>{fact.title}</Link>{' '}
                <span className="small dim">
                  {fact.start}–{fact.end}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <div className="panel programme-text">
          <MarkedText text={data.text} facts={data.facts} />
        </div>
      )}
    </>
  );
}
