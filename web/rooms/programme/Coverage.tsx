import type { CoverageCell, CoverageView, Level } from '../../../src/programme/api.ts';
import { withQuery } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { entryPage, pageOf } from './pages.ts';
import { ScrollBox } from './ScrollBox.tsx';
import { levels, useProgrammeWords } from './words.ts';

/** Area × partner: what happened when, what never did as far as the record goes. */
export function Coverage() {
  const { p, named } = useProgrammeWords();
  const { level = '' } = usePlace().query;
  const { data, problem, reload } = useQuery<CoverageView>(withQuery('/programme/coverage', { level }), {
    live: true,
  });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  return (
    <>
      <p className="dim">{p('coverage.about')}</p>
      <LevelChoice
        level={level}
        onChoose={(chosen) => go(pageOf('coverage', chosen === '' ? {} : { level: chosen }))}
      />
      {data !== undefined && (
        <ScrollBox label={p('page.coverage')}>
          <table className="programme-coverage">
            <thead>
              <tr>
                <th scope="col">{p('coverage.area')}</th>
                {data.partners.map((partner) => (
                  <th key={partner} scope="col">
                    {partner}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map(({ area, goal, cells }) => (
                <tr key={area}>
                  <th scope="row">
                    {named('area', area)}{' '}
                    {goal !== undefined && (
                      <span className="tag strong" title={goal}>
                        {p('coverage.goal')}
                      </span>
                    )}
                  </th>
                  {cells.map((cell, i) => (
                    <td key={data.partners[i]} className={cell === null ? 'none' : ''}>
                      <Cell cell={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </>
  );
}

function Cell({ cell }: { cell: CoverageCell | null }) {
  const { p, named } = useProgrammeWords();
  if (cell === null) return <span className="dim small">{p('coverage.none')}</span>;
  const date = cell.latest?.replace('/', ' – ') ?? p('date.none');
  return (
    <Link to={entryPage(cell.id)} title={`${cell.title} (${named('basis', cell.dateBasis)})`}>
      <strong>{cell.count}</strong> <span className="small no-wrap">{date}</span>
    </Link>
  );
}

export function LevelChoice({ level, onChoose }: { level: string; onChoose: (level: string) => void }) {
  const { p, named } = useProgrammeWords();
  return (
    <label className="field programme-choice">
      <span>{p('statement.level')}</span>
      <select value={level} onChange={({ target }) => onChoose(target.value)}>
        <option value="">{p('all')}</option>
        {levels.map((each: Level) => (
          <option key={each} value={each}>
            {named('level', each)}
          </option>
        ))}
      </select>
    </label>
  );
}
