import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Municipality } from '../../../src/coordination/api.ts';
import type { PartyView } from '../../../src/hub/api.ts';
import { useQuery } from '../../state/query.ts';
import { useMay } from '../../state/session.tsx';
import { useOutbox } from '../../away/outbox.tsx';
import { Field, Wide } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

const levels = ['prefecture', 'municipality', 'institution', 'partner', 'ngo', 'national'];

/** Who takes part, at which level, and whom each reports to; whoever opened the contingency adds others. */
export function Organisations() {
  const { p, term, name } = useRelief();
  const { state, nameOf, viewer } = useReliefState();
  const may = useMay()('coordinate');
  return (
    <section className="stack" aria-label={p('tab.organisations')}>
      <h2>{p('tab.organisations')}</h2>
      {may && state.contingency.owner === viewer && <AddOrganisation />}
      <Wide>
        <table>
          <caption className="visually-hidden">{p('tab.organisations')}</caption>
          <thead>
            <tr>
              <th scope="col">{p('node')}</th>
              <th scope="col">{p('level')}</th>
              <th scope="col">{p('parent')}</th>
              <th scope="col">{p('code')}</th>
            </tr>
          </thead>
          <tbody>
            {state.organisations.map(({ id, body }) => (
              <tr key={id}>
                <td>{name(body.name)}</td>
                <td>{term('level', body.level)}</td>
                <td>{body.parent === undefined ? '' : nameOf(body.parent)}</td>
                <td className="mono">{body.code ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

function AddOrganisation() {
  const { p, term, name } = useRelief();
  const { state, nameOf, viewer } = useReliefState();
  const { send } = useOutbox();
  const { data: parties } = useQuery<PartyView[]>('/parties');
  const known = new Set(state.organisations.map(({ body }) => body.party));
  const others = (parties ?? []).filter(({ id }) => !known.has(id));
  const [party, setParty] = useState('');
  const [level, setLevel] = useState('municipality');
  const [parent, setParent] = useState(viewer);
  const [words, setWords] = useState('');
  const [hours, setHours] = useState('12');
  const { data: local } = useQuery<Municipality[]>(
    words.trim() === ''
      ? undefined
      : `/coordination/municipalities?words=${encodeURIComponent(words.trim())}`,
  );
  const chosen = others.find(({ id }) => id === party) ?? others[0];
  if (chosen === undefined) return <p className="small dim">{p('organisation.all')}</p>;
  const place = local?.find(({ code }) => code === words.trim());
  const isLocal = level === 'prefecture' || level === 'municipality';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      party: chosen.id,
      name: chosen.name,
      level,
      ...(level === 'partner' || level === 'ngo' ? {} : { parent }),
      ...(isLocal && hours !== '' ? { reportsEveryHours: Number(hours) } : {}),
      ...(place === undefined
        ? {}
        : { code: place.code, place: { lonDeg: place.lonDeg, latDeg: place.latDeg } }),
    };
    send(
      '/coordination/subjects',
      { contingency: state.contingency.id, kind: 'organisation', body },
      `${p('organisation.add')}: ${name(chosen.name)}`,
    );
    setWords('');
  };
  return (
    <details className="panel">
      <summary>{p('organisation.add')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <Choice
          label={p('node')}
          value={chosen.id}
          onChange={setParty}
          options={others.map((each) => [each.id, name(each.name)])}
        />
        <Choice
          label={p('level')}
          value={level}
          onChange={setLevel}
          options={levels.map((each) => [each, term('level', each)])}
        />
        <Choice
          label={p('parent')}
          value={parent}
          onChange={setParent}
          options={state.organisations.map(({ body }) => [body.party, nameOf(body.party)])}
        />
        {isLocal && (
          <>
            <Field
              label={p('code.search')}
              value={words}
              onChange={setWords}
              optional
              list={(local ?? []).map((each) => [each.code, `${each.name.ja} ${each.name.en ?? ''}`])}
            />
            <Field label={p('reports-every')} type="number" value={hours} onChange={setHours} optional />
          </>
        )}
        <button type="submit" className="button primary">
          {p('organisation.add')}
        </button>
      </form>
    </details>
  );
}
