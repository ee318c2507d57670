import type { LaneGate, StatusBoard } from '../../../src/lanes/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useQuery } from '../../state/query.ts';
import { useLanesWords } from './words.ts';

const days = 14;

/** Passages that the sea room found, gate by gate, beside imported daily counts. No passages is no news of a closure. */
export function Status({ gates }: { gates: readonly LaneGate[] }) {
  const { p, named } = useLanesWords();
  const {
    data: board,
    problem,
    reload,
  } = useQuery<StatusBoard>(`/lanes/status?days=${days}`, { live: true });
  const rows = (board?.gates ?? []).filter(
    ({ passages, importedMean }) => passages > 0 || importedMean !== null,
  );
  return (
    <section className="panel stack">
      <h2>{p('status')}</h2>
      <p className="dim small">
        {p('status.about', { days })}
        {board !== undefined && ` ${timeText(new Date(board.toUtcMs).toISOString())}`}
      </p>
      {board?.isPartial === true && <p className="warning">{p('status.partial')}</p>}
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {board !== undefined && rows.length === 0 && <p className="empty">{p('status.none')}</p>}
      {rows.length > 0 && (
        <div className="scroll-x">
          <table>
            <thead>
              <tr>
                {(
                  [
                    'closure.gate',
                    'status.passages',
                    'status.days',
                    'status.last',
                    'status.imported',
                  ] as const
                ).map((word) => (
                  <th key={word} scope="col">
                    {p(word)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.gate}>
                  <th scope="row">{named(gates.find(({ id }) => id === row.gate)?.name, row.gate)}</th>
                  <td>
                    {row.passages}{' '}
                    <span className="small dim">{p('status.vessels', { count: row.vessels })}</span>
                  </td>
                  <td>
                    <Spark perDay={row.perDay.map(({ passages }) => passages)} />
                  </td>
                  <td>
                    {row.lastUtcMs === null ? (
                      '—'
                    ) : row.entries[0] === undefined ? (
                      timeText(new Date(row.lastUtcMs).toISOString())
                    ) : (
                      <Link to={{ room: 'sea', query: { select: row.entries[0] } }}>
                        {timeText(new Date(row.lastUtcMs).toISOString())}
                      </Link>
                    )}
                  </td>
                  <td>
                    {row.importedMean === null
                      ? '—'
                      : p('status.imported.line', {
                          week: (row.importedLastWeek ?? 0).toFixed(1),
                          mean: row.importedMean.toFixed(1),
                        })}
                    {row.importedSource !== null && <span className="small dim"> {row.importedSource}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Passages a day as small bars; the number beside it says the sum. */
function Spark({ perDay }: { perDay: readonly number[] }) {
  const top = Math.max(1, ...perDay);
  return (
    <svg className="lanes-spark" viewBox={`0 0 ${perDay.length * 5} 20`} aria-hidden="true">
      {perDay.map((count, day) => (
        // oxlint-disable-next-line react/no-array-index-key -- a day is its place
        <rect key={day} x={day * 5} width={4} y={20 - (18 * count) / top} height={(18 * count) / top + 1} />
      ))}
    </svg>
  );
}
