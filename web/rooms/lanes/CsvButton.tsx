import type { Scenario } from '../../../src/lanes/api.ts';
import { save } from '../../parts/save.ts';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { useLanesWords } from './words.ts';

/** A table of the scenario on the screen as a file. */
export function CsvButton({
  table,
  scenario,
}: {
  table: 'countries' | 'flows' | 'exposure';
  scenario: Scenario;
}) {
  const { p } = useLanesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const get = () =>
    void attempt(async () => {
      const { content, fileName } = await hub.file('/lanes/scenarios/table.csv', { table, scenario });
      save(content, fileName);
    }, p('csv.saved'));
  return (
    <button type="button" className="button quiet" onClick={get} aria-label={p(`csv.${table}`)}>
      CSV
    </button>
  );
}
