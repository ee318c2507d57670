/** Who is who: MMSIs as they first appear, and what their static reports say. */
import type { StaticBatch } from '../ais/index.ts';
import { mmsiIdentity } from '../ais/index.ts';
import type { MessageRef, Subject } from '../core/index.ts';
import { message } from '../core/index.ts';
import { addRow, table } from './columns.ts';
import type { Table } from './columns.ts';

interface VesselColumns {
  mmsi: Uint32Array;
  imo: Uint32Array;
  /** M.1371-5 table 53; 255 unknown. */
  shipType: Uint8Array;
  /** Metres over all; 0 unknown. */
  lengthM: Float32Array;
  /** First of the vessel's tracks; −1 none. */
  firstTrack: Int32Array;
}

export interface VesselState {
  readonly rows: Table<VesselColumns>;
  readonly indexOf: Map<number, number>;
  /** Names and call signs by vessel; absent where never reported. */
  readonly names: string[];
  readonly callSigns: string[];
}

/** Identities that transmitters carry which nobody has set (Global Fishing Watch, treniformis). */
const junkIdentities = new Set([100000000, 111111110, 111111111, 124345678, 123456789, 222222222, 999999999]);

export class Vessels {
  state: VesselState = {
    rows: table(1024, (rows) => ({
      mmsi: new Uint32Array(rows),
      imo: new Uint32Array(rows),
      shipType: new Uint8Array(rows),
      lengthM: new Float32Array(rows),
      firstTrack: new Int32Array(rows),
    })),
    indexOf: new Map(),
    names: [],
    callSigns: [],
  };

  get count(): number {
    return this.state.rows.size;
  }

  /** The vessel of an MMSI, made when it is new. */
  of(mmsi: number): number {
    const known = this.state.indexOf.get(mmsi);
    if (known !== undefined) return known;
    const vessel = addRow(this.state.rows);
    const { columns } = this.state.rows;
    columns.mmsi[vessel] = mmsi;
    columns.shipType[vessel] = 255;
    columns.firstTrack[vessel] = -1;
    this.state.names.push('');
    this.state.callSigns.push('');
    this.state.indexOf.set(mmsi, vessel);
    return vessel;
  }

  mmsi(vessel: number): number {
    return this.state.rows.columns.mmsi[vessel];
  }

  shipType(vessel: number): number {
    return this.state.rows.columns.shipType[vessel];
  }

  /** Takes static reports; a field that a report lacks leaves what is known. */
  push(batch: StaticBatch): void {
    for (let i = 0; i < batch.length; i++) {
      const vessel = this.of(batch.mmsi[i]);
      const { columns } = this.state.rows;
      if (batch.imo[i] > 0) columns.imo[vessel] = batch.imo[i];
      if (batch.shipType[i] !== 255) columns.shipType[vessel] = batch.shipType[i];
      const lengthM = batch.toBowM[i] + batch.toSternM[i];
      if (lengthM > 0) columns.lengthM[vessel] = lengthM;
      if (batch.name[i] > 0) this.state.names[vessel] = batch.strings[batch.name[i]];
      if (batch.callSign[i] > 0) this.state.callSigns[vessel] = batch.strings[batch.callSign[i]];
    }
  }

  /** The vessel as the subject of a finding. */
  subject(vessel: number): Subject {
    const { columns } = this.state.rows;
    const facts: Record<string, number | string> = {};
    if (columns.imo[vessel] > 0) facts.imo = columns.imo[vessel];
    if (columns.shipType[vessel] !== 255) facts.shipType = columns.shipType[vessel];
    if (columns.lengthM[vessel] > 0) facts.lengthM = Math.round(columns.lengthM[vessel]);
    if (this.state.callSigns[vessel] !== '') facts.callSign = this.state.callSigns[vessel];
    const name = this.state.names[vessel].trim().slice(0, 200);
    return {
      kind: 'vessel',
      id: String(columns.mmsi[vessel]),
      ...(name === '' ? {} : { name }),
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
    };
  }

  /** The vessel as a sentence names it. */
  words(vessel: number): MessageRef {
    const mmsi = String(this.mmsi(vessel));
    const name = this.state.names[vessel].trim();
    return name === '' ? message('sea.vessel.unnamed', { mmsi }) : message('sea.vessel', { name, mmsi });
  }

  /** What is odd about the identity: a mark on the vessel, never a reason to refuse it. */
  marks(vessel: number): MessageRef[] {
    return identityMarks(this.mmsi(vessel)).map((mark) => message(`sea.mark.${mark}`));
  }
}

export type IdentityMark = 'junk-identity' | 'invalid-mid' | 'auxiliary-craft';

/**
 * What is odd about an MMSI: `junk-identity` (a factory setting, GFW treniformis), `invalid-mid` (no digits of a
 * country or economy, ITU-R M.585), `auxiliary-craft` (98…, launched from a mother ship).
 */
export function identityMarks(mmsi: number): IdentityMark[] {
  if (junkIdentities.has(mmsi) || mmsi % 1_000_000 === 0) return ['junk-identity'];
  const { kind, mid } = mmsiIdentity(mmsi);
  if (kind === 'auxiliary-craft') return ['auxiliary-craft'];
  return mid === undefined ? ['invalid-mid'] : [];
}
