import { Choice } from '../../parts/Choice.tsx';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import type { ContingencyLine } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { ContingencyPage } from './ContingencyPage.tsx';
import { OutboxBar } from './OutboxBar.tsx';
import './coordination.css';
import { useOutbox } from '../../away/outbox.tsx';
import { Field } from './parts.tsx';
import { useRelief } from './words.ts';

/** Contingencies: who needs what, who has it, where it is, and who waits on whom. */
export default function Coordination() {
  const { item } = usePlace();
  return item === '' ? <ContingencyList /> : <ContingencyPage key={item} id={item} />;
}

function ContingencyList() {
  const { t } = useWords();
  const { p, term, name } = useRelief();
  const may = useMay()('coordinate');
  const { taken } = useOutbox();
  const { query } = usePlace();
  const { data, problem, reload } = useQuery<ContingencyLine[]>('/coordination/contingencies', {
    live: true,
  });
  useEffect(() => {
    if (taken > 0) reload();
  }, [taken, reload]);
  return (
    <div className="page">
      <div className="page-inner">
        <h1>{t('room.coordination')}</h1>
        <OutboxBar />
        {query.finding !== undefined && <p className="quote">{p('drift.which')}</p>}
        {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
        {data?.length === 0 && <Empty>{p('none')}</Empty>}
        <ul className="lines">
          {data?.map((line) => (
            <li key={line.id} className="row spread">
              <div>
                <Link to={{ item: line.id }}>{name(line.name)}</Link>
                <p className="small dim">
                  {term('kind', line.kind)} · {p('since', { time: timeText(line.startedUtcMs) })}
                </p>
              </div>
              {line.mine !== undefined && (
                <span className="tag">{p('you-are', { level: term('level', line.mine.level) })}</span>
              )}
            </li>
          ))}
        </ul>
        {may && <NewContingency onDone={reload} />}
      </div>
    </div>
  );
}

const kinds = ['earthquake', 'flood', 'typhoon', 'volcano', 'search-and-rescue', 'civil-protection', 'other'];

function NewContingency({ onDone }: { onDone: () => void }) {
  const { p, term } = useRelief();
  const { session } = useSession();
  const { send } = useOutbox();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState('earthquake');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = { en: title.trim(), ja: title.trim() };
    const me = { name: session.partyName, level: 'national' };
    send('/coordination/contingencies', { name, kind, me }, p('open'));
    setTitle('');
    onDone();
    go({ item: '' });
  };
  return (
    <details className="panel">
      <summary>{p('open')}</summary>
      <form className="stack" onSubmit={submit}>
        <Field label={p('name')} value={title} onChange={setTitle} />
        <Choice
          label={p('kind')}
          value={kind}
          onChange={setKind}
          options={kinds.map((each) => [each, term('kind', each)])}
        />
        <p>
          <button type="submit" className="button primary">
            {p('open')}
          </button>
        </p>
      </form>
    </details>
  );
}
