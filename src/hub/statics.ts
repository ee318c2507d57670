/** What vessels say of themselves, newest by feed: names, dimensions, destinations. */
import type { StaticBatch } from '../ais/index.ts';

export interface VesselStatic {
  readonly mmsi: number;
  readonly timeUtcMs: number;
  readonly name: string;
  readonly callSign: string;
  readonly imo: number;
  /** ITU-R M.1371-5, table 53; 0 when never said. */
  readonly shipType: number;
  readonly lengthM: number | null;
  readonly beamM: number | null;
  readonly draughtM: number | null;
  readonly destination: string;
}

const unknownType = 255;

/** One feed's statics. A report that lacks a field leaves what an earlier one said. */
export class Statics {
  readonly #byMmsi = new Map<number, VesselStatic>();

  get(mmsi: number): VesselStatic | undefined {
    return this.#byMmsi.get(mmsi);
  }

  get all(): Iterable<VesselStatic> {
    return this.#byMmsi.values();
  }

  set(vessel: VesselStatic): void {
    this.#byMmsi.set(vessel.mmsi, vessel);
  }

  /** Takes reports and returns the vessels of which they said something new. */
  put(batch: StaticBatch): VesselStatic[] {
    const changed = new Map<number, VesselStatic>();
    for (let i = 0; i < batch.length; i++) {
      const before = this.#byMmsi.get(batch.mmsi[i]);
      const after = merged(before, batch, i);
      if (before !== undefined && saysTheSame(before, after)) continue;
      this.#byMmsi.set(after.mmsi, after);
      changed.set(after.mmsi, after);
    }
    return [...changed.values()];
  }
}

function merged(before: VesselStatic | undefined, batch: StaticBatch, i: number): VesselStatic {
  const { strings } = batch;
  const sum = (a: number, b: number) => (Number.isNaN(a + b) || a + b === 0 ? null : a + b);
  return {
    mmsi: batch.mmsi[i],
    timeUtcMs: batch.timeUtcMs[i],
    name: strings[batch.name[i]] || before?.name || '',
    callSign: strings[batch.callSign[i]] || before?.callSign || '',
    imo: batch.imo[i] || before?.imo || 0,
    shipType: batch.shipType[i] === unknownType ? (before?.shipType ?? 0) : batch.shipType[i],
    lengthM: sum(batch.toBowM[i], batch.toSternM[i]) ?? before?.lengthM ?? null,
    beamM: sum(batch.toPortM[i], batch.toStarboardM[i]) ?? before?.beamM ?? null,
    draughtM: batch.draughtM[i] > 0 ? Number(batch.draughtM[i].toFixed(1)) : (before?.draughtM ?? null),
    destination: strings[batch.destination[i]] || before?.destination || '',
  };
}

function saysTheSame(a: VesselStatic, b: VesselStatic): boolean {
  return (
    a.name === b.name &&
    a.callSign === b.callSign &&
    a.imo === b.imo &&
    a.shipType === b.shipType &&
    a.lengthM === b.lengthM &&
    a.beamM === b.beamM &&
    a.draughtM === b.draughtM &&
    a.destination === b.destination
  );
}
