import { Suspense, lazy, useMemo, useState } from 'react';
import type { FormEvent } from 'react';
import type { Feature } from 'geojson';
import type { LaneGate, LanePort, LaneRouteAnswer, LaneShipClass } from '../../../src/lanes/api.ts';
import { collection, nothing } from '../../chart/shapes.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import type { Problem } from '../../api/client.ts';
import { asProblem } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { nm, useLanesWords } from './words.ts';

const OverlayMap = lazy(() => import('../../chart/OverlayMap.tsx'));
const start = { lonDeg: 85, latDeg: 18, zoom: 1.6 };

/** From port to port by sea: distance, days, the passages in order, and other ways. */
export function RoutePlanner({
  ports,
  gates,
  classes,
}: {
  ports: readonly LanePort[];
  gates: readonly LaneGate[];
  classes: readonly LaneShipClass[];
}) {
  const { p, named } = useLanesWords();
  const { hub } = useSession();
  const [answer, setAnswer] = useState<LaneRouteAnswer>();
  const [problem, setProblem] = useState<Problem>();
  const byName = useMemo(
    () => new Map(ports.flatMap((port) => [[port.id, port.id] as const, [labelOf(port), port.id] as const])),
    [ports],
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const place = (name: string) => {
      const text = String(form.get(name)).trim();
      const at = /^(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)$/.exec(text);
      if (at !== null) return { lonDeg: Number(at[1]), latDeg: Number(at[2]) };
      return { portId: byName.get(text) ?? text };
    };
    const list = (name: string) =>
      form
        .getAll(name)
        .map(String)
        .filter((each) => each !== '');
    setProblem(undefined);
    hub
      .post<LaneRouteAnswer>('/lanes/routes', {
        from: place('from'),
        to: place('to'),
        via: list('via'),
        close: list('close'),
        ...(form.get('class') === '' ? {} : { shipClass: String(form.get('class')) }),
        arctic: form.get('arctic') === 'on',
        alternatives: 3,
      })
      .then(setAnswer, (error: unknown) => {
        setAnswer(undefined);
        setProblem(asProblem(error));
      });
  };
  const lines = useMemo(
    () =>
      answer === undefined
        ? nothing
        : collection(
            answer.routes.flatMap(({ line }, i) =>
              line.map(
                (piece): Feature => ({
                  type: 'Feature',
                  properties:
                    i === 0 ? { role: 'accent', widthPx: 3 } : { role: 'dim', dashed: true, widthPx: 1.6 },
                  geometry: { type: 'LineString', coordinates: piece.map((at) => [...at]) },
                }),
              ),
            ),
          ),
    [answer],
  );
  return (
    <div className="lanes-planner">
      <section className="stack">
        <form className="panel stack" onSubmit={submit}>
          <datalist id="lanes-ports">
            {ports.map((port) => (
              <option key={port.id} value={labelOf(port)}>
                {port.id}
              </option>
            ))}
          </datalist>
          <label className="field">
            <span>{p('route.from')}</span>
            <input name="from" list="lanes-ports" required defaultValue="ras-tanura" />
          </label>
          <label className="field">
            <span>{p('route.to')}</span>
            <input name="to" list="lanes-ports" required defaultValue="chiba" />
          </label>
          <div className="row">
            <GateSelect name="via" label={p('route.via')} gates={gates} />
            <GateSelect name="close" label={p('route.close')} gates={gates} />
          </div>
          <label className="field">
            <span>{p('closure.class')}</span>
            <select name="class" defaultValue="">
              <option value="">{p('route.class.none')}</option>
              {classes.map(({ id, name }) => (
                <option key={id} value={id}>
                  {named(name, id)}
                </option>
              ))}
            </select>
          </label>
          <label className="choice">
            <input type="checkbox" name="arctic" /> {p('route.arctic')}
          </label>
          <button type="submit" className="button primary">
            {p('route.find')}
          </button>
          <p className="small dim">{p('route.hint')}</p>
        </form>
        {problem !== undefined && <ErrorNote problem={problem} />}
        <div aria-live="polite">
          {answer?.severed === true && <p className="warning">{p('route.severed')}</p>}
          {answer !== undefined && !answer.severed && (
            <ol className="stack">
              {answer.routes.map((route, i) => (
                <li key={route.distanceNm} className="panel">
                  <strong>{nm(route.distanceNm)}</strong>
                  {route.days !== null && ` · ${p('route.days', { days: route.days.toFixed(1) })}`}{' '}
                  {i === 0 && <span className="tag strong">{p('route.shortest')}</span>}
                  <p className="small">
                    {route.passages
                      .map(({ gate }) => named(gates.find(({ id }) => id === gate)?.name, gate))
                      .join(' → ') || p('route.no-passage')}
                  </p>
                </li>
              ))}
            </ol>
          )}
        </div>
      </section>
      <Suspense fallback={<p className="empty">{p('map.loading')}</p>}>
        <OverlayMap start={start} fills={nothing} lines={lines} points={nothing} label={p('route.map')} />
      </Suspense>
    </div>
  );
}

function labelOf({ name, country }: LanePort): string {
  return `${name} (${country})`;
}

function GateSelect({ name, label, gates }: { name: string; label: string; gates: readonly LaneGate[] }) {
  const { named } = useLanesWords();
  return (
    <label className="field">
      <span>{label}</span>
      <select name={name} multiple size={4}>
        {gates.map((gate) => (
          <option key={gate.id} value={gate.id}>
            {named(gate.name, gate.id)}
          </option>
        ))}
      </select>
    </label>
  );
}
