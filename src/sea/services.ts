/** What the sea's routes ask the hub for, by name: `positions`, `earth` and `areas`. The hub provides them. */
import type { AreaSpec, Earth } from '../earth/index.ts';
import type { TrackView, VesselView } from './api.ts';

/** `positions`: cut by the hub to the feeds that the viewer may see. */
export interface PositionsService {
  /** A vessel's newest report; undefined when no feed that the viewer may see has it. */
  latest(mmsi: number): Omit<VesselView, 'flag' | 'marks'> | undefined;
  track(mmsi: number, fromUtcMs: number, toUtcMs: number): Promise<TrackView>;
}

/** `earth`: the tables that ship with the hub. */
export type EarthService = Earth;

/** `areas`: the watched areas of the configuration, as plain data. */
export type AreasService = readonly AreaSpec[];
