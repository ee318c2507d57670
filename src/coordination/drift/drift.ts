/** A drift from a file: fields, particles, steps, maps, sorties and the plan of the next search, in order of time. */
import { CommonwatchError } from '../../core/errors.ts';
import type { DriftAnswer, DriftPoint, ParticlePositions, ProbabilityMap, SortieResult } from './api.ts';
import { landTest } from './coast.ts';
import type { Coast } from './coast.ts';
import { Field, uniform } from './fields.ts';
import type { VectorGrid } from './fields.ts';
import { leewayClass } from './leeway.ts';
import type { LeewayClass } from './leeway.ts';
import { probabilityMap, spreadOf } from './map.ts';
import { drawnParticles, givenParticles, status } from './particles.ts';
import type { Particles } from './particles.ts';
import { planeAt, toPlane } from './plane.ts';
import type { AreaShape, DriftProblem, FieldSpec, SortieSpec, VectorSpec } from './problem.ts';
import { invalid, utcMs } from './problem.ts';
import { Draws } from './random.ts';
import { applySortie, areaOfRectangle, planSearch } from './search.ts';
import type { Sortie } from './search.ts';
import { Simulation } from './simulate.ts';

/** What a drift needs from outside: tables and files that were read. */
export interface DriftWorld {
  /** Classes of data/coordination/leeway.csv. */
  readonly classes: readonly LeewayClass[];
  /** Land and the distance to the coast; without them nothing grounds. */
  readonly coast?: Coast;
  /** Reads the grid that a field names as its file. */
  readonly grid?: (
    field: { readonly file: string; readonly east?: string; readonly north?: string },
    kind: 'wind' | 'current',
  ) => VectorGrid;
}

const maxSteps = 10_000;
const defaults = { count: 1000, stepS: 600, outputStepS: 3600, jibePerHour: 0.04, seed: 1, radiusNm: 0 };

/** @throws `drift.invalid`, `drift.unknown-class`, `drift.field-invalid`, `drift.too-large` */
export function runDrift(problem: DriftProblem, world: DriftWorld): DriftAnswer {
  return new Run(problem, world).answer();
}

/** Something that happens at a time. */
interface Event {
  readonly utcMs: number;
  readonly happen: () => void;
}

class Run {
  readonly #problem: DriftProblem;
  readonly #world: DriftWorld;
  readonly #leeway: LeewayClass;
  readonly #draws: Draws;
  readonly #startMs: number;
  readonly #endMs: number;
  readonly #anchor: { lonDeg: number; latDeg: number };
  readonly #assumptions: { key: string; params?: Record<string, string | number> }[] = [];
  readonly #particles: Particles;
  readonly #simulation: Simulation;
  readonly #track: DriftPoint[] = [];
  readonly #maps: ProbabilityMap[] = [];
  readonly #positions: ParticlePositions[] = [];
  readonly #sorties: SortieResult[] = [];
  #found = 0;
  #plan: DriftAnswer['plan'];

  constructor(problem: DriftProblem, world: DriftWorld) {
    this.#problem = problem;
    this.#world = world;
    const own = (problem.classes ?? []).map((one) => ({ description: '', source: '', ...one }));
    this.#leeway = leewayClass([...own, ...world.classes], problem.class);
    this.#draws = new Draws(problem.seed ?? defaults.seed);
    const { startMs, anchor } = this.#begin();
    this.#startMs = startMs;
    this.#anchor = anchor;
    this.#endMs = this.#end();
    const stepS = problem.stepS ?? defaults.stepS;
    if ((this.#endMs - startMs) / 1000 / stepS > maxSteps)
      throw new CommonwatchError('drift.too-large', stepS);
    const wind = this.#field(problem.wind, 'wind', 'fromDeg');
    const current = this.#field(problem.current ?? { eastMs: 0, northMs: 0 }, 'current', 'towardsDeg');
    if (problem.current === undefined) this.#assume('drift.assume.no-current');
    this.#particles = this.#release(wind);
    const isLand = problem.coast === false || world.coast === undefined ? undefined : landTest(world.coast);
    if (isLand === undefined) this.#assume('drift.assume.no-coast');
    this.#simulation = new Simulation(
      this.#particles,
      {
        wind,
        current,
        mode: this.#mode,
        stepS,
        integrator: problem.integrator ?? 'euler',
        jibePerHour: problem.jibePerHour ?? defaults.jibePerHour,
        jibesUtcMs: problem.particles?.map(({ jibesUtc = [] }, i) =>
          jibesUtc.map((time) => utcMs(time, `/particles/${i}/jibesUtc`)).sort((a, b) => a - b),
        ),
        diffusivityM2S: problem.diffusivityM2S ?? 0,
        currentErrorMs: problem.currentErrorMs ?? 0,
        isLand,
        draws: this.#draws,
      },
      startMs,
    );
  }

  get #mode() {
    return this.#problem.mode ?? 'strict';
  }

  answer(): DriftAnswer {
    const { stepS = defaults.stepS, seed = defaults.seed } = this.#problem;
    const events = this.#events();
    for (const { utcMs: at, happen } of events) {
      while (this.#simulation.utcMs < at)
        this.#simulation.step(Math.min(stepS, (at - this.#simulation.utcMs) / 1000));
      happen();
    }
    return {
      mode: this.#mode,
      class: this.#leeway.id,
      source: this.#leeway.source,
      count: this.#particles.count,
      seed,
      stepS,
      startUtc: new Date(this.#startMs).toISOString(),
      endUtc: new Date(this.#endMs).toISOString(),
      track: this.#track,
      maps: this.#maps,
      ...(this.#positions.length > 0 ? { positions: this.#positions } : {}),
      statusNames: Object.keys(status),
      sorties: this.#sorties,
      ...(this.#plan === undefined ? {} : { plan: this.#plan }),
      assumptions: this.#assumptions,
    };
  }

  #assume(key: string, params?: Record<string, string | number>): void {
    this.#assumptions.push(params === undefined ? { key } : { key, params });
  }

  #begin(): { startMs: number; anchor: { lonDeg: number; latDeg: number } } {
    const { start, particles } = this.#problem;
    if (particles === undefined) {
      if (start === undefined)
        throw invalid('/start', 'names the last known position, where there are no particles');
      return { startMs: utcMs(start.utc, '/start/utc'), anchor: start };
    }
    const times = particles.map(({ startUtc }, i) => {
      const time = startUtc ?? start?.utc;
      if (time === undefined) throw invalid(`/particles/${i}/startUtc`, 'says when this particle begins');
      return utcMs(time, `/particles/${i}/startUtc`);
    });
    const first = times.reduce((a, b) => Math.min(a, b));
    return {
      startMs: start === undefined ? first : Math.min(first, utcMs(start.utc, '/start/utc')),
      anchor: start ?? particles[0],
    };
  }

  #end(): number {
    const { durationH, endUtc } = this.#problem;
    if (endUtc === undefined && durationH === undefined)
      throw invalid('/durationH', 'or endUtc says how long it drifts');
    const end =
      endUtc === undefined ? this.#startMs + (durationH as number) * 3_600_000 : utcMs(endUtc, '/endUtc');
    if (end <= this.#startMs) throw invalid('/endUtc', 'lies after the start');
    return end;
  }

  #field(spec: FieldSpec, name: 'wind' | 'current', direction: 'fromDeg' | 'towardsDeg'): Field {
    const field = new Field(this.#grid(spec, name, direction), this.#anchor.lonDeg);
    if (!field.covers(this.#startMs, this.#endMs))
      throw new CommonwatchError('drift.field-invalid', undefined, {
        path: `/${name}`,
        detail: `The ${name} does not cover the time from ${new Date(this.#startMs).toISOString()} to ${new Date(this.#endMs).toISOString()}.`,
      });
    return field;
  }

  #grid(spec: FieldSpec, name: 'wind' | 'current', direction: 'fromDeg' | 'towardsDeg'): VectorGrid {
    if ('file' in spec) {
      if (this.#world.grid === undefined)
        throw invalid(`/${name}/file`, 'files are read by the command only');
      return this.#world.grid(spec, name);
    }
    if ('grid' in spec) {
      const { lonDeg, latDeg, timesUtc, eastMs, northMs } = spec.grid;
      const numbers = (values: readonly (number | null)[]) =>
        Float32Array.from(values, (value) => value ?? Number.NaN);
      return {
        lonDeg,
        latDeg,
        timesUtcMs: timesUtc.map((time, t) => utcMs(time, `/${name}/grid/timesUtc/${t}`)),
        eastMs: numbers(eastMs),
        northMs: numbers(northMs),
      };
    }
    const list = Array.isArray(spec) ? spec : [spec];
    this.#assume(`drift.assume.uniform-${name}`);
    return uniform(
      list.map((value, at) => {
        if (list.length > 1 && value.utc === undefined)
          throw invalid(`/${name}/${at}/utc`, 'says when this value holds');
        return {
          utcMs: value.utc === undefined ? this.#startMs : utcMs(value.utc, `/${name}/${at}/utc`),
          ...components(value, direction, `/${name}/${at}`),
        };
      }),
    );
  }

  #release(wind: Field): Particles {
    const { particles, start, count = defaults.count } = this.#problem;
    if (particles !== undefined)
      return givenParticles(
        particles.map((one, i) => ({
          lonDeg: one.lonDeg,
          latDeg: one.latDeg,
          startUtcMs:
            one.startUtc === undefined ? this.#startMs : utcMs(one.startUtc, `/particles/${i}/startUtc`),
          orientation: one.orientation === 0 || one.orientation === 'right' ? 'right' : 'left',
          epsilonDownwindCms: one.epsilonDownwindCms,
          epsilonCrosswindCms: one.epsilonCrosswindCms,
          jibesUtcMs: [],
        })),
        this.#leeway,
        this.#mode,
      );
    if (start === undefined) throw invalid('/start', 'is needed');
    const datum = {
      lonDeg: start.lonDeg,
      latDeg: start.latDeg,
      startUtcMs: this.#startMs,
      radiusNm: start.radiusNm ?? defaults.radiusNm,
      ...(start.end === undefined
        ? {}
        : {
            end: {
              lonDeg: start.end.lonDeg,
              latDeg: start.end.latDeg,
              utcMs: utcMs(start.end.utc, '/start/end/utc'),
            },
          }),
    };
    return drawnParticles(
      count,
      datum,
      this.#leeway,
      this.#mode,
      this.#draws,
      this.#downwindDeg(wind, start),
    );
  }

  /** Where the first wind blows to: the axis that pairs of particles are mirrored about. */
  #downwindDeg(wind: Field, { lonDeg, latDeg }: { lonDeg: number; latDeg: number }): number {
    wind.at(this.#startMs, { west: lonDeg, east: lonDeg, south: latDeg, north: latDeg });
    const column = Math.round((lonDeg - wind.west) * wind.perLon);
    const row = Math.round((latDeg - wind.south) * wind.perLat);
    if (!(column >= 0 && row >= 0 && column < wind.columns && row < wind.rows))
      throw new CommonwatchError('drift.field-invalid', undefined, {
        path: '/wind',
        detail: 'The wind does not reach the start.',
      });
    const at = 2 * (row * wind.columns + column);
    return (Math.atan2(wind.now[at], wind.now[at + 1]) * 180) / Math.PI;
  }

  /** Outputs, sorties and the plan by time; at the same time outputs come first, so that a map is as before a sortie. */
  #events(): Event[] {
    const {
      map,
      sorties = [],
      search,
      outputStepS = defaults.outputStepS,
      listParticles,
      particles,
    } = this.#problem;
    const events: Event[] = [];
    const within = (at: number, path: string) => {
      if (at < this.#startMs || at > this.#endMs) throw invalid(path, 'lies within the drift');
      return at;
    };
    for (let at = this.#startMs; at < this.#endMs; at += outputStepS * 1000)
      events.push({ utcMs: at, happen: () => this.#output(listParticles ?? particles !== undefined) });
    events.push({ utcMs: this.#endMs, happen: () => this.#output(listParticles ?? particles !== undefined) });
    sorties.forEach((spec, i) => {
      const sortie = sortieOf(spec, i);
      events.push({
        utcMs: within(sortie.utcMs, `/sorties/${i}/utc`),
        happen: () => {
          const result = applySortie(this.#particles, sortie, this.#found);
          this.#found = result.cumulativeSuccess;
          this.#sorties.push(result);
        },
      });
    });
    const times = map?.timesUtc?.map((time, t) =>
      within(utcMs(time, `/map/timesUtc/${t}`), `/map/timesUtc/${t}`),
    );
    for (const at of times ?? [this.#endMs])
      events.push({
        utcMs: at,
        happen: () => this.#maps.push(probabilityMap(this.#particles, at, this.#anchor, map?.cellNm)),
      });
    if (search !== undefined) {
      const at =
        search.utc === undefined ? this.#endMs : within(utcMs(search.utc, '/search/utc'), '/search/utc');
      events.push({ utcMs: at, happen: () => this.#planSearch() });
    }
    return events.sort((a, b) => a.utcMs - b.utcMs);
  }

  #output(lists: boolean): void {
    const { particles } = this.#simulation;
    const spread = spreadOf(particles);
    const utc = new Date(this.#simulation.utcMs).toISOString();
    this.#track.push({
      utc,
      meanLonDeg: wrapped(spread.plane.lonDeg),
      meanLatDeg: spread.plane.latDeg,
      spreadNm: Math.sqrt(spread.eastEast + spread.northNorth),
    });
    if (!lists) return;
    this.#positions.push({
      utc,
      lonDeg: Array.from(particles.lonDeg, wrapped),
      latDeg: Array.from(particles.latDeg),
      status: Array.from(particles.status),
      orientation: Array.from(particles.side),
    });
  }

  #planSearch(): void {
    const { search } = this.#problem;
    if (search === undefined) return;
    const last = this.#track[this.#track.length - 1];
    const [east, north] = toPlane(
      planeAt(this.#anchor.lonDeg, this.#anchor.latDeg),
      last.meanLonDeg,
      last.meanLatDeg,
    );
    const course = ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
    const units = search.units.map((unit) => ({
      ...unit,
      width: unit,
      pattern: unit.pattern ?? ('parallel-sweep' as const),
    }));
    this.#plan = planSearch(this.#particles, units, search.model ?? 'exponential', course);
    this.#assume('drift.assume.search-time', { percent: 85 });
  }
}

function wrapped(lonDeg: number): number {
  return lonDeg - 360 * Math.floor((lonDeg + 180) / 360);
}

const metresPerSecondPerKnot = 1852 / 3600;

/** @param direction which of the two a bare speed needs: winds are named by where they come from */
function components(value: VectorSpec, direction: 'fromDeg' | 'towardsDeg', path: string) {
  if (value.eastMs !== undefined && value.northMs !== undefined)
    return { eastMs: value.eastMs, northMs: value.northMs };
  const speed =
    value.speedMs ?? (value.speedKn === undefined ? undefined : value.speedKn * metresPerSecondPerKnot);
  if (speed === undefined) throw invalid(path, 'needs eastMs and northMs, or a speed and a direction');
  if (value.fromDeg === undefined && value.towardsDeg === undefined)
    throw invalid(path, `needs ${direction}`);
  const towards = (((value.towardsDeg ?? (value.fromDeg as number) + 180) % 360) * Math.PI) / 180;
  return { eastMs: speed * Math.sin(towards), northMs: speed * Math.cos(towards) };
}

function sortieOf(spec: SortieSpec, at: number): Sortie {
  const path = `/sorties/${at}`;
  const trackNm =
    spec.trackNm ??
    (spec.speedKn !== undefined && spec.hours !== undefined ? spec.speedKn * spec.hours : undefined);
  if (spec.pod === undefined && (spec.sweepWidthNm === undefined || trackNm === undefined))
    throw invalid(path, 'needs pod, or sweepWidthNm with trackNm or with speedKn and hours');
  return {
    id: spec.id ?? String(at + 1),
    unit: spec.unit ?? '',
    utcMs: utcMs(spec.utc, `${path}/utc`),
    ...areaOf(spec.area),
    pod: spec.pod,
    width: spec.sweepWidthNm === undefined ? undefined : { ...spec, sweepWidthNm: spec.sweepWidthNm },
    trackNm,
    model: spec.model ?? 'exponential',
  };
}

function areaOf(area: AreaShape): Pick<Sortie, 'contains' | 'areaNm2'> {
  if ('lengthNm' in area) return areaOfRectangle({ ...area, axisDeg: area.axisDeg ?? 0 });
  if ('radiusNm' in area) {
    const plane = planeAt(area.lonDeg, area.latDeg);
    return {
      areaNm2: Math.PI * area.radiusNm ** 2,
      contains: (lonDeg, latDeg) => Math.hypot(...toPlane(plane, lonDeg, latDeg)) <= area.radiusNm,
    };
  }
  const width = (((area.east - area.west) % 360) + 360) % 360;
  const plane = planeAt(area.west + width / 2, (area.south + area.north) / 2);
  return {
    areaNm2: width * plane.nmPerLon * (area.north - area.south) * plane.nmPerLat,
    contains: (lonDeg, latDeg) =>
      latDeg >= area.south && latDeg <= area.north && (((lonDeg - area.west) % 360) + 360) % 360 <= width,
  };
}
