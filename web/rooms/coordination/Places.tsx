import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useMay } from '../../state/session.tsx';
import { ReliefMap } from './ReliefMap.tsx';
import { useOutbox } from '../../away/outbox.tsx';
import { Field, Quantity, Wide } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

const kinds = ['shelter', 'hub', 'local-hub', 'stockpile', 'isolated-area', 'hospital', 'port', 'airfield'];
const hourMs = 3_600_000;

/** Hubs, shelters, areas that are cut off: who runs them and what they report; unknown where nobody did. */
export function Places() {
  const { p, term, name } = useRelief();
  const { state, flags, nameOf } = useReliefState();
  const may = useMay()('coordinate');
  return (
    <section className="stack" aria-label={p('tab.places')}>
      <h2>{p('tab.places')}</h2>
      <ReliefMap />
      {may && <NewCount />}
      {may && <NewSite />}
      {state.sites.length === 0 && <Empty>{p('places.none')}</Empty>}
      <Wide>
        <table>
          <caption className="visually-hidden">{p('tab.places')}</caption>
          <thead>
            <tr>
              <th scope="col">{p('site')}</th>
              <th scope="col">{p('kind')}</th>
              <th scope="col">{p('responsible')}</th>
              <th scope="col" className="number">
                {p('reported')}
              </th>
            </tr>
          </thead>
          <tbody>
            {state.sites.map((site) => {
              const count = state.counts.find(({ about }) => about === site.id);
              const isSilent = flags.some(({ kind, subject }) => kind === 'no-report' && subject === site.id);
              return (
                <tr key={site.id}>
                  <td>
                    <Link to={{ query: { select: site.id } }}>{name(site.body.name)}</Link>
                  </td>
                  <td>{term('site', site.body.kind)}</td>
                  <td>
                    {site.responsible === undefined ? (
                      <span className="tag warn">{p('nobody')}</span>
                    ) : (
                      nameOf(site.responsible)
                    )}
                  </td>
                  <td className="number">
                    {count === undefined ? (
                      <span className="dim">{p('unknown')}</span>
                    ) : (
                      <Quantity of={count}>
                        {count.value.toLocaleString('en-US')} {term('measure', count.measure)}
                      </Quantity>
                    )}
                    {isSilent && <span className="tag warn">{term('flags', 'no-report')}</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
      <Totals />
    </section>
  );
}

/** A sum says of how many it is: who did not report is not at zero. */
function Totals() {
  const { p, term } = useRelief();
  const { state, flags } = useReliefState();
  const told = state.counts.filter(({ measure }) => measure === 'evacuees');
  if (told.length === 0) return null;
  const silent = flags.filter(({ kind }) => kind === 'no-report').length;
  const sites = new Set(state.sites.map(({ id }) => id));
  const atSites = told.filter(({ about }) => sites.has(about));
  const total = atSites.reduce((sum, { value }) => sum + value, 0);
  return (
    <p>
      {p('total', {
        measure: term('measure', 'evacuees'),
        total,
        reported: atSites.length,
        silent,
        time: timeText(Math.max(...told.map(({ asOfUtcMs }) => asOfUtcMs))),
      })}
    </p>
  );
}

function NewCount() {
  const { p, name, term } = useRelief();
  const { state, viewer, nameOf, nowUtcMs } = useReliefState();
  const { send } = useOutbox();
  const [about, setAbout] = useState(viewer);
  const [value, setValue] = useState('');
  const [source, setSource] = useState('');
  const [hoursAgo, setHoursAgo] = useState('0');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(
      '/coordination/counts',
      {
        contingency: state.contingency.id,
        measure: 'evacuees',
        about,
        value: Number(value),
        source: source.trim(),
        asOfUtcMs: nowUtcMs - Number(hoursAgo) * hourMs,
      },
      `${p('count.new')}: ${value} ${term('measure', 'evacuees')}`,
    );
    setValue('');
  };
  return (
    <details className="panel">
      <summary>{p('count.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <Choice
          label={p('site')}
          value={about}
          onChange={setAbout}
          options={[
            [viewer, nameOf(viewer)],
            ...state.sites.map(({ id, body }) => [id, name(body.name)] as const),
          ]}
        />
        <Field label={term('measure', 'evacuees')} type="number" value={value} onChange={setValue} />
        <Field label={p('source.field')} value={source} onChange={setSource} />
        <Field label={p('hours-ago')} type="number" value={hoursAgo} onChange={setHoursAgo} />
        <button type="submit" className="button primary">
          {p('count.send')}
        </button>
      </form>
    </details>
  );
}

function NewSite() {
  const { p, term } = useRelief();
  const { state, me, viewer } = useReliefState();
  const { send } = useOutbox();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState('shelter');
  const [lon, setLon] = useState('');
  const [lat, setLat] = useState('');
  if (me === undefined || me.level === 'partner') return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [lonDeg, latDeg] = [Number(lon), Number(lat)];
    const body = {
      name: { en: title.trim(), ja: title.trim() },
      kind,
      ...(kind === 'isolated-area' ? {} : { responsible: viewer }),
      ...(lon === '' || lat === '' ? {} : { place: { lonDeg, latDeg } }),
    };
    send(
      '/coordination/subjects',
      { contingency: state.contingency.id, kind: 'site', body },
      `${p('site.new')}: ${title}`,
    );
    setTitle('');
  };
  return (
    <details className="panel">
      <summary>{p('site.new')}</summary>
      <form className="form-grid" onSubmit={submit}>
        <Field label={p('name')} value={title} onChange={setTitle} />
        <Choice
          label={p('kind')}
          value={kind}
          onChange={setKind}
          options={kinds.map((each) => [each, term('site', each)])}
        />
        <Field label={p('longitude')} value={lon} onChange={setLon} optional />
        <Field label={p('latitude')} value={lat} onChange={setLat} optional />
        <button type="submit" className="button primary">
          {p('site.send')}
        </button>
      </form>
    </details>
  );
}
