import { useEffect, useState } from 'react';
import type { JobView } from '../../../src/hub/api.ts';
import type { PreviewReport } from '../../../src/narratives/api.ts';
import type { Problem } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { JobProgress } from '../../parts/JobProgress.tsx';
import { timeText } from '../../parts/times.ts';
import { useLatest } from '../../state/latest.ts';
import { useNotices } from '../../state/notices.tsx';
import { asProblem, useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { zones, zoneText } from './Collections.tsx';
import { pathOf } from './pages.ts';
import type { CollectionEntry } from './pages.ts';
import { Refused } from './Sources.tsx';
import { shortAccount, useNarrativesWords } from './words.ts';

/** As much as the hub looks at for a preview. */
const headBytes = 262_144;
const fields = [
  'post',
  'account',
  'time',
  'text',
  'repostOf',
  'replyTo',
  'urls',
  'tags',
  'media',
  'language',
  'platform',
  'country',
  'automated',
  'engagement',
] as const;
type Mapping = Readonly<Partial<Record<(typeof fields)[number], string>>>;
interface SavedMapping {
  readonly name: string;
  readonly mapping: Mapping;
}
interface Choices {
  readonly zone: number;
  readonly encoding: string;
  readonly mapping: Mapping | undefined;
}

/** Whatever can be read, dropped or chosen: what would come of it is seen before it is loaded. */
export function LoadExport({ collection, onLoaded }: { collection: CollectionEntry; onLoaded: () => void }) {
  const { n } = useNarrativesWords();
  const { hub } = useSession();
  const [file, setFile] = useState<File>();
  const [columns, setColumns] = useState<readonly string[]>([]);
  const [choices, setChoices] = useState<Choices>({
    zone: collection.body.zoneMinutes,
    encoding: '',
    mapping: undefined,
  });
  const [report, setReport] = useState<PreviewReport>();
  const [problem, setProblem] = useState<Problem>();
  const [job, setJob] = useState<JobView>();
  const path = pathOf(collection.id);

  const look = async (chosen: File, how: Choices) => {
    setFile(chosen);
    setProblem(undefined);
    setJob(undefined);
    const bytes = chosen.slice(0, headBytes);
    setColumns(await columnsOf(bytes, how.encoding));
    if (how.mapping !== undefined && !isComplete(how.mapping)) {
      setReport(undefined);
      return;
    }
    const head = new File([bytes], chosen.name);
    const isWhole = String(chosen.size <= headBytes);
    try {
      const sent = { ...sentFields(how), isWhole };
      setReport(await hub.upload<PreviewReport>(`${path}/preview`, head, () => {}, undefined, sent));
    } catch (error) {
      setReport(undefined);
      setProblem(asProblem(error));
    }
  };
  const load = async () => {
    if (file === undefined) return;
    try {
      setJob(await hub.upload<JobView>(`${path}/files`, file, () => {}, undefined, sentFields(choices)));
      setReport(undefined);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const change = (part: Partial<Choices>) => {
    const next = { ...choices, ...part };
    setChoices(next);
    if (file !== undefined) void look(file, next);
  };
  const isOver = useDrop((dropped) => void look(dropped, choices));
  return (
    <section className="panel stack">
      <h2>{n('file.load')}</h2>
      <p className="small dim">{n('file.about')}</p>
      <div className="form-grid">
        <label className="field">
          <span>{n('file.choose')}</span>
          <input
            type="file"
            onChange={({ target }) => {
              const chosen = target.files?.[0];
              if (chosen !== undefined) void look(chosen, choices);
            }}
          />
        </label>
        <label className="field">
          <span>{n('collection.zone')}</span>
          <select value={choices.zone} onChange={({ target }) => change({ zone: Number(target.value) })}>
            {zones.map((minutes) => (
              <option key={minutes} value={minutes}>
                {zoneText(minutes)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{n('file.encoding')}</span>
          <input
            value={choices.encoding}
            placeholder="shift_jis"
            onChange={({ target }) => setChoices((before) => ({ ...before, encoding: target.value }))}
            onBlur={() => change({})}
          />
        </label>
      </div>
      {isOver && <span className="drop-here panel">{n('file.drop')}</span>}
      {problem !== undefined && <ErrorNote problem={problem} />}
      {file !== undefined && job === undefined && (
        <MappingChoice
          columns={columns.length > 0 ? columns : (report?.columns ?? [])}
          mapping={choices.mapping}
          onChange={(mapping) => change({ mapping })}
        />
      )}
      {report !== undefined && (
        <>
          <Preview report={report} />
          <p>
            <button
              type="button"
              className="button primary"
              disabled={report.taken === 0}
              onClick={() => void load()}
            >
              {n('file.read', { file: file?.name ?? '' })}
            </button>
          </p>
        </>
      )}
      {job !== undefined && <JobProgress key={job.id} start={job} onDone={onLoaded} />}
    </section>
  );
}

function sentFields({ zone, encoding, mapping }: Choices): Record<string, string> {
  return {
    zoneMinutes: String(zone),
    ...(encoding.trim() === '' ? {} : { encoding: encoding.trim() }),
    ...(mapping === undefined || Object.keys(mapping).length === 0
      ? {}
      : { mapping: JSON.stringify(mapping) }),
  };
}

/** Without these there is no post. */
function isComplete({ post, account, time }: Mapping): boolean {
  return post !== undefined && account !== undefined && time !== undefined;
}

/** The names in a table's header, or in the first object of JSON lines: for a file whose columns nobody recognises. */
async function columnsOf(head: Blob, encoding: string): Promise<string[]> {
  let text: string;
  try {
    text = new TextDecoder(encoding.trim() || 'utf-8').decode(await head.arrayBuffer());
  } catch {
    // The hub says which encodings there are.
    return [];
  }
  const line = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0];
  if (line.startsWith('{')) {
    try {
      return Object.keys(JSON.parse(line) as object);
    } catch {
      return [];
    }
  }
  const [separator] = [',', ';', '\t'].toSorted((a, b) => line.split(b).length - line.split(a).length);
  return line.split(separator).map((name) => name.replace(/^"|"$/g, '').trim());
}

/** A file that is dropped anywhere on the page. @returns whether one is held over it */
function useDrop(take: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useLatest(take);
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) latest.current(file);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    addEventListener('dragover', onDragOver);
    addEventListener('drop', onDrop);
    addEventListener('dragleave', onLeave);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('drop', onDrop);
      removeEventListener('dragleave', onLeave);
    };
  }, [latest]);
  return over;
}

/** Which column is what: as recognised, as saved, or by hand. */
function MappingChoice({
  columns,
  mapping,
  onChange,
}: {
  columns: readonly string[];
  mapping: Mapping | undefined;
  onChange: (mapping: Mapping | undefined) => void;
}) {
  const { n } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: saved, reload } = useQuery<SavedMapping[]>('/narratives/mappings');
  const [name, setName] = useState('');
  const own = 'own';
  const current = saved?.find((each) => each.mapping === mapping)?.name;
  const choose = (value: string) =>
    onChange(
      value === ''
        ? undefined
        : value === own
          ? {}
          : saved?.find((each) => `saved ${each.name}` === value)?.mapping,
    );
  const save = () =>
    void attempt(async () => {
      await hub.post('/narratives/mappings', { name: name.trim(), mapping });
      setName('');
      reload();
    }, n('file.mapping.saved'));
  return (
    <fieldset>
      <label className="field narratives-choice">
        <span>{n('file.mapping')}</span>
        <select
          value={mapping === undefined ? '' : current === undefined ? own : `saved ${current}`}
          onChange={({ target }) => choose(target.value)}
        >
          <option value="">{n('file.mapping.none')}</option>
          <option value={own}>{n('file.mapping.own')}</option>
          {(saved ?? []).map((each) => (
            <option key={each.name} value={`saved ${each.name}`}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      {mapping !== undefined && current === undefined && (
        <>
          <div className="form-grid">
            {fields.map((field) => (
              <label key={field} className="field">
                <span>{n('file.mapping.field', { field: n(`field.${field}`) })}</span>
                <select
                  value={mapping[field] ?? ''}
                  onChange={({ target }) => {
                    const { [field]: _before, ...rest } = mapping;
                    onChange(target.value === '' ? rest : { ...rest, [field]: target.value });
                  }}
                >
                  <option value="">{n('file.mapping.leave')}</option>
                  {columns.map((column) => (
                    <option key={column} value={column}>
                      {column}
                    </option>
                  ))}
                </select>
              </label>
            ))}
          </div>
          <div className="row">
            <label className="field grow">
              <span>{n('file.mapping.name')}</span>
              <input value={name} maxLength={100} onChange={({ target }) => setName(target.value)} />
            </label>
            <button
              type="button"
              className="button align-end"
              disabled={!isComplete(mapping) || name.trim() === ''}
              onClick={save}
            >
              {n('file.mapping.save')}
            </button>
          </div>
        </>
      )}
    </fieldset>
  );
}

function Preview({ report }: { report: PreviewReport }) {
  const { n } = useNarrativesWords();
  const { format, read, taken } = report;
  return (
    <div className="stack" role="status">
      <h3>{n('file.preview')}</h3>
      <p>{n('file.counts', { format, read, taken, refused: read - taken })}</p>
      {(report.refused.length > 0 || (report.undecodable ?? 0) > 0) && <Refused file={report} />}
      <p className="small dim">
        {Object.entries(report.places)
          .map(([field, place]) => `${field} ← ${place}`)
          .join(' · ')}
      </p>
      <ScrollBox label={n('file.preview')}>
        <table className="narratives-table small">
          <tbody>
            {report.posts.slice(0, 8).map((post) => (
              <tr key={post.row}>
                <td className="no-wrap">{timeText(post.at)}</td>
                <td className="mono no-wrap">{shortAccount(post.account)}</td>
                <td className="narratives-text">{post.text.slice(0, 160)}</td>
                <td>{[post.platform, post.language, post.country].filter(Boolean).join(' · ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}
