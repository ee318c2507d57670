import type { ReactNode } from 'react';
import type { SubjectView } from '../../../src/coordination/api.ts';
import { Figure } from '../../parts/Figure.tsx';
import { timeText } from '../../parts/times.ts';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

export { Field } from './fields.tsx';

/** A panel whose table may be wider than the screen. */
export function Wide({ children }: { children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
    <div className="panel scroll-x" tabIndex={0}>
      {children}
    </div>
  );
}

const alarming = ['declined', 'cannot', 'lapsed', 'cancelled', 'withdrawn'];
const done = ['met', 'confirmed', 'done', 'delivered', 'reached'];

export function StateTag({ state }: { state: string }) {
  const { term } = useRelief();
  const tone = alarming.includes(state) ? 'warn' : done.includes(state) ? 'good' : '';
  return <span className={`tag ${tone}`}>{term('state', state)}</span>;
}

/** Quantity, unit and item, with the source and the as-of time on hover and focus. */
export function Goods({
  item,
  unit,
  quantity,
  of,
}: {
  item: string;
  unit: string;
  quantity: number;
  of: Pick<SubjectView, 'source' | 'asOfUtcMs'>;
}) {
  const words = useRelief();
  const number = quantity.toLocaleString('en-US');
  const name = words.item(item);
  const unitName = unit === item ? '' : words.term('unitname', unit);
  const parts = words.language === 'ja' ? [name, number, unitName] : [number, unitName, name];
  return <Quantity of={of}>{parts.filter((part) => part !== '').join(' ')}</Quantity>;
}

export function Quantity({
  of,
  children,
}: {
  of: Pick<SubjectView, 'source' | 'asOfUtcMs'>;
  children: ReactNode;
}) {
  const { p } = useRelief();
  const { nameOf } = useReliefState();
  const source = p('source', { source: nameOf(of.source), time: timeText(of.asOfUtcMs) });
  return <Figure source={source}>{children}</Figure>;
}

/** How long something has been somebody's move. */
export function Clock({ subject }: { subject: SubjectView }) {
  const { p } = useRelief();
  const { nameOf, nowUtcMs } = useReliefState();
  if (subject.waitingOn.length === 0) return null;
  return (
    <span className="small dim">
      {p('waits', {
        on: subject.waitingOn.map(nameOf),
        ms: Math.max(0, nowUtcMs - subject.waitingSinceUtcMs),
      })}
    </span>
  );
}

/** Entered on behalf of another and not confirmed: said wherever it is shown. */
export function Behalf({ subject }: { subject: SubjectView }) {
  const { p } = useRelief();
  const { nameOf } = useReliefState();
  if (subject.actingFor === undefined) return null;
  return (
    <span className={`tag ${subject.unconfirmed ? 'warn' : 'good'}`}>
      {subject.unconfirmed
        ? p('behalf.unconfirmed', { party: nameOf(subject.actingFor) })
        : p('behalf.confirmed', { party: nameOf(subject.actingFor) })}
    </span>
  );
}
