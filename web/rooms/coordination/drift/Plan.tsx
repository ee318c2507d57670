import { useState } from 'react';
import type { SearchAssignment, SearchPlan } from '../../../../src/coordination/api.ts';
import { useOutbox } from '../../../away/outbox.tsx';
import { Choice } from '../../../parts/Choice.tsx';
import { useMay } from '../../../state/session.tsx';
import { useReliefState } from '../state.tsx';
import { useRelief } from '../words.ts';

/** Who searches what next; each may become a task of an organisation, and a search that was flown. */
export function Plan({
  plan,
  onFlown,
}: {
  plan: SearchPlan;
  onFlown: (assignment: SearchAssignment) => void;
}) {
  const { p, term } = useRelief();
  return (
    <section className="stack" aria-label={p('drift.plan')}>
      <h3>{p('drift.plan')}</h3>
      <p>{p('drift.plan.all', { pos: plan.probabilityOfSuccess, bound: plan.bound })}</p>
      <ul className="lines">
        {plan.assignments.map((each) => {
          const text = p('drift.assignment', {
            unit: each.unit,
            at: [each.area.lonDeg, each.area.latDeg],
            length: each.area.lengthNm,
            width: each.area.widthNm,
            axis: each.area.axisDeg,
            spacing: each.pattern.trackSpacingNm,
            sweep: each.sweepWidthNm,
            coverage: each.coverage,
            pattern: term('pattern', each.pattern.kind),
            pod: each.probabilityOfDetection,
            pos: each.probabilityOfSuccess,
          });
          return (
            <li key={each.unit} className="stack">
              <p>{text}</p>
              <div className="row">
                <button type="button" className="button" onClick={() => onFlown(each)}>
                  {p('drift.flown')}
                </button>
                <AsTask unit={each.unit} title={text} />
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function AsTask({ unit, title }: { unit: string; title: string }) {
  const { p } = useRelief();
  const { state, me, nameOf } = useReliefState();
  const { send } = useOutbox();
  const may = useMay()('coordinate');
  const [assignee, setAssignee] = useState('');
  const [sent, setSent] = useState(false);
  if (!may || me === undefined || me.level === 'partner' || me.level === 'ngo') return null;
  if (sent) return <span className="tag good">{p('drift.task.sent', { party: nameOf(assignee) })}</span>;
  const give = () => {
    const body = { title: title.slice(0, 300), assignee, acknowledgeWithinMinutes: 30 };
    send('/coordination/subjects', { contingency: state.contingency.id, kind: 'task', body }, title);
    setSent(true);
  };
  return (
    <>
      <Choice
        label={p('drift.task.whose', { unit })}
        value={assignee}
        onChange={setAssignee}
        options={[
          ['', '—'],
          ...state.organisations.map(({ body }) => [body.party, nameOf(body.party)] as const),
        ]}
      />
      <button type="button" className="button" disabled={assignee === ''} onClick={give}>
        {p('drift.task.give')}
      </button>
    </>
  );
}
