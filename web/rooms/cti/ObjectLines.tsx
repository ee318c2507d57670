import type { ObjectLine } from '../../../src/cti/api.ts';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useCtiWords } from './words.ts';

/** Objects in a table, each a link to itself. */
export function ObjectLines({ lines, chosen = '' }: { lines: readonly ObjectLine[]; chosen?: string }) {
  const { c, stixKind } = useCtiWords();
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col">{c('kind')}</th>
            <th scope="col">{c('name')}</th>
            <th scope="col">{c('owner')}</th>
            <th scope="col">TLP</th>
            <th scope="col">{c('modified')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, kind, name, owner, tlp, modified }) => (
            <tr key={id} aria-current={id === chosen ? 'true' : undefined}>
              <td className="no-wrap">{stixKind(kind)}</td>
              <td>
                <Link to={{ item: id }}>{name}</Link>
              </td>
              <td>{owner}</td>
              <td className="no-wrap">{tlp}</td>
              <td className="no-wrap">{timeText(modified)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
