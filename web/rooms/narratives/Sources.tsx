import { useState } from 'react';
import type { FileRow } from '../../../src/narratives/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { CollectionChoice } from './CollectionHead.tsx';
import { LoadExport } from './LoadExport.tsx';
import { pathOf, useCollection } from './pages.ts';
import { Persons } from './Persons.tsx';
import { Settings } from './Settings.tsx';
import { Standing } from './Standing.tsx';
import { useNarrativesWords } from './words.ts';

/** Where a collection's posts come from, how they are analysed, and how long they are kept. */
export function Sources() {
  const { n } = useNarrativesWords();
  const { session } = useSession();
  const may = useMay();
  const { collections, collection, problem, reload } = useCollection();
  const [loaded, setLoaded] = useState(0);
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (collections === undefined) return null;
  if (collection === undefined) return <Empty>{n('collections.none')}</Empty>;
  const mine = collection.owner === session.party;
  return (
    <>
      <CollectionChoice collections={collections} collection={collection} />
      {mine && may('import') && (
        <LoadExport
          key={collection.id}
          collection={collection}
          onLoaded={() => setLoaded((before) => before + 1)}
        />
      )}
      <Files key={`${collection.id} ${loaded}`} collection={collection.id} />
      {mine && may('watch') && (
        <Settings key={`${collection.id} ${collection.modified}`} collection={collection} onSaved={reload} />
      )}
      {mine && <Persons collection={collection} />}
      <Standing id={collection.id} />
    </>
  );
}

/** read = taken + refused, for each file; each refusal with its reason. */
function Files({ collection }: { collection: string }) {
  const { n } = useNarrativesWords();
  const { data, problem, reload } = useQuery<{ files: FileRow[] }>(pathOf(collection));
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  return (
    <section className="stack">
      <h2>{n('files')}</h2>
      {data.files.length === 0 ? (
        <p className="dim">{n('files.none')}</p>
      ) : (
        <ScrollBox label={n('files')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{n('file.choose')}</th>
                <th scope="col">{n('files.format')}</th>
                <th scope="col" className="number">
                  {n('files.read')}
                </th>
                <th scope="col" className="number">
                  {n('files.taken')}
                </th>
                <th scope="col">{n('files.refused')}</th>
              </tr>
            </thead>
            <tbody>
              {data.files.map((file, i) => (
                // oxlint-disable-next-line react/no-array-index-key -- a file may be loaded twice under one name
                <tr key={`${file.file} ${i}`}>
                  <td>{file.file}</td>
                  <td>{file.format}</td>
                  <td className="number">{file.read.toLocaleString('en-US')}</td>
                  <td className="number">{file.taken.toLocaleString('en-US')}</td>
                  <td>
                    <Refused file={file} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  );
}

export function Refused({ file }: { file: Pick<FileRow, 'refused' | 'undecodable'> }) {
  const { n } = useNarrativesWords();
  return (
    <ul className="small">
      {file.refused.length === 0 && <li>0</li>}
      {file.refused.map(({ reason, count, samples }) => (
        <li key={reason}>
          {count} · <code>{reason}</code> <span className="dim">({samples.join(', ')})</span>
        </li>
      ))}
      {file.undecodable !== undefined && file.undecodable > 0 && (
        <li className="alarm">{n('file.undecodable', { count: file.undecodable })}</li>
      )}
    </ul>
  );
}
