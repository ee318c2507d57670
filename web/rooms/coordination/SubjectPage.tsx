import type { LotView, Step, SubjectView } from '../../../src/coordination/api.ts';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useMay } from '../../state/session.tsx';
import { ActForms } from './ActForms.tsx';
import { ConsignmentLine } from './Consignments.tsx';
import { LotMoves } from './Stock.tsx';
import { Behalf, Clock, Goods, Quantity, StateTag } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** One thing with all that is known of it: where it stands, whose move it is, what was done, what I can do. */
export function SubjectPage({ subject }: { subject: SubjectView }) {
  const { p, term } = useRelief();
  const relief = useReliefState();
  const may = useMay()('coordinate');
  const flags = relief.flags.filter((flag) => flag.subject === subject.id);
  const open = relief.open[subject.id] ?? [];
  const consignments = relief.state.consignments.filter(
    ({ body }) => body.request === subject.id || body.offer === subject.id,
  );
  return (
    <article className="stack" aria-labelledby="relief-subject">
      <p>
        <Link to={{ query: { select: undefined } }}>← {p('back')}</Link>
      </p>
      <header className="stack">
        <p className="small dim">{term('subject', subject.kind)}</p>
        <h2 id="relief-subject">
          <SubjectTitle subject={subject} />
        </h2>
        <p className="row">
          <StateTag state={subject.state} /> <Behalf subject={subject} /> <Clock subject={subject} />
        </p>
      </header>
      {flags.map((flag) => (
        <p key={`${flag.kind} ${flag.sinceUtcMs}`} className="quote dissent">
          {relief.say(flag.text)}
        </p>
      ))}
      <Facts subject={subject} />
      {may && open.length > 0 && <ActForms subject={subject} acts={open} />}
      {subject.kind === 'lot' && may && <LotMoves lot={subject} />}
      {subject.kind === 'lot' && <LotAccounts lot={subject} />}
      {consignments.length > 0 && (
        <section className="stack">
          <h3>{p('tab.consignments')}</h3>
          <ul className="lines">
            {consignments.map((each) => (
              <ConsignmentLine key={each.id} consignment={each} />
            ))}
          </ul>
        </section>
      )}
      <Steps subject={subject} />
    </article>
  );
}

export function SubjectTitle({ subject }: { subject: SubjectView }) {
  const { p, item, name, term } = useRelief();
  const { nameOf } = useReliefState();
  switch (subject.kind) {
    case 'request':
    case 'offer':
      return (
        <>
          <Goods {...subject.body} of={subject} />
        </>
      );
    case 'consignment':
      return <>{p('from-to', { from: nameOf(subject.body.from), to: nameOf(subject.body.to) })}</>;
    case 'task':
      return <>{subject.body.title}</>;
    case 'directive':
      return (
        <>
          {term('directive', subject.body.kind)}: {subject.body.text}
        </>
      );
    case 'site':
      return <>{name(subject.body.name)}</>;
    case 'lot':
      return (
        <>
          {item(subject.body.item)} {subject.body.asset ?? ''} ({subject.body.unit})
        </>
      );
    case 'plan':
      return <>{subject.body.name}</>;
  }
}

/** The parties and figures of a subject, each once. */
function Facts({ subject }: { subject: SubjectView }) {
  const { p, term } = useRelief();
  const { nameOf } = useReliefState();
  const rows: (readonly [string, React.ReactNode])[] = [[p('entered-by'), nameOf(subject.owner)]];
  if (subject.kind === 'request') {
    const { requester, basis, deliverTo, people, askedOf } = subject.body;
    rows.push([p('requester'), nameOf(requester)], [p('basis'), term('basis', basis)]);
    if (askedOf !== undefined) rows.push([p('asked-of'), nameOf(askedOf)]);
    if (deliverTo !== undefined) rows.push([p('deliver-to'), deliverTo]);
    if (people !== undefined) rows.push([p('people'), people.toLocaleString('en-US')]);
    rows.push([
      p('delivered'),
      <Quantity key="q" of={subject}>
        {p('confirmed-of', { confirmed: subject.confirmed, quantity: subject.body.quantity })}
      </Quantity>,
    ]);
  }
  if (subject.kind === 'offer')
    rows.push([p('donor'), nameOf(subject.body.donor)], [p('host'), nameOf(subject.body.host)]);
  if (subject.kind === 'task') rows.push([p('assignee'), nameOf(subject.body.assignee)]);
  if (subject.kind === 'consignment')
    for (const line of subject.body.lines)
      rows.push([p('goods'), <Goods key={line.lot} {...line} of={subject} />]);
  if (subject.kind === 'consignment' && subject.received !== undefined)
    for (const { lot, quantity, sent } of subject.received)
      rows.push([
        p('received'),
        <Quantity key={lot} of={subject}>
          {p('confirmed-of', { confirmed: quantity, quantity: sent })}
        </Quantity>,
      ]);
  if (subject.kind === 'site') {
    rows.push([p('kind'), term('site', subject.body.kind)]);
    rows.push([
      p('responsible'),
      subject.responsible === undefined ? p('nobody') : nameOf(subject.responsible),
    ]);
  }
  if (subject.kind === 'directive')
    for (const area of subject.areas)
      rows.push([
        nameOf(area.party),
        `${term('state', area.state)}${area.people === undefined ? '' : ` · ${p('people-reached', { people: area.people })}`}`,
      ]);
  rows.push([p('as-of.label'), `${timeText(subject.asOfUtcMs)} · ${nameOf(subject.source)}`]);
  return (
    <dl className="facts panel">
      {rows.map(([label, value], i) => (
        // oxlint-disable-next-line react/no-array-index-key -- the rows of one subject do not change places
        <div key={i} className="fact">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function LotAccounts({ lot }: { lot: LotView }) {
  const { p, term } = useRelief();
  const { nameOf } = useReliefState();
  const inWords = (account: string) => {
    const [kind, node = '', to = ''] = account.split(':');
    const parties = [node, kind === 'transit' || kind === 'quota' ? to : ''].filter((party) => party !== '');
    return [term('account', kind), parties.map(nameOf).join(' → ')].filter((text) => text !== '').join(': ');
  };
  const sum = lot.accounts.reduce((total, { quantity }) => total + quantity, 0);
  return (
    <section className="panel scroll-x">
      <table>
        <caption className="small dim">{p('accounts', { sum })}</caption>
        <tbody>
          {lot.accounts.map(({ account, quantity }) => (
            <tr key={account}>
              <th scope="row">{inWords(account)}</th>
              <td className="number">{quantity.toLocaleString('en-US')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Steps({ subject }: { subject: SubjectView }) {
  const { p } = useRelief();
  const { nameOf } = useReliefState();
  return (
    <section className="stack">
      <h3>{p('history')}</h3>
      <ol className="history">
        <li>
          <p className="small dim">
            {timeText(subject.atUtcMs)} · {nameOf(subject.owner)}
          </p>
          <p>{p('entered')}</p>
        </li>
        {subject.steps.map((step) => (
          <StepLine key={step.id} step={step} />
        ))}
      </ol>
    </section>
  );
}

function StepLine({ step }: { step: Step }) {
  const { p, term } = useRelief();
  const { nameOf } = useReliefState();
  const isVoid = step.refused !== undefined || step.overriddenBy !== undefined;
  return (
    <li>
      <p className="small dim">
        {timeText(step.atUtcMs)} · {nameOf(step.by)}
        {step.actingFor !== undefined && step.actingFor !== step.by && (
          <>
            {' '}
            <span className="tag warn">
              {step.unconfirmed
                ? p('behalf.unconfirmed', { party: nameOf(step.actingFor) })
                : p('behalf.confirmed', { party: nameOf(step.actingFor) })}
            </span>
          </>
        )}
      </p>
      <p>
        {isVoid ? <s>{term('act', step.act)}</s> : term('act', step.act)}
        {step.reason !== undefined && ` — ${step.reason}`}
      </p>
      {step.refused !== undefined && <p className="small alarm">{p('step.no-authority')}</p>}
      {step.overriddenBy !== undefined && <p className="small alarm">{p('step.came-later')}</p>}
    </li>
  );
}
