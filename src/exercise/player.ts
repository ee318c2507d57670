/**
 * Plays the exercise: every transmission as the sentences in which the feeds would deliver it. Time can be asked for
 * in any pieces, from any point; the bytes are the same.
 */
import type { Vessel } from './vessel.ts';
import { isSilent } from './vessel.ts';
import type { State } from './motion.ts';
import { satellites, stations } from './places.ts';
import { Radio, latestTicks, phaseOf, reception, tickMs } from './radio.ts';
import type { Reception } from './radio.ts';
import { chance } from './random.ts';
import { Outlet, ReportWriter, origin, readySentences, writeTag } from './sentences.ts';
import type { Fault, Origin, Report } from './sentences.ts';

export const feedIds = ['coastal-a', 'coastal-b', 'coastal-c', 'satellite-1'] as const;
export type FeedId = (typeof feedIds)[number];

/** What arrived over one feed. `bytes` belongs to the receiver. */
export interface Chunk {
  readonly feed: FeedId;
  readonly bytes: Uint8Array;
  /** When the last sentence of the chunk was delivered, ms UTC. */
  readonly deliveredUtcMs: number;
}

const secondsPerTick = tickMs / 1000;
const satelliteFeed = feedIds.indexOf('satellite-1');
/** Static reports every 6 min (M.1371-5, annex 8, table 45), base stations every 2, aids to navigation every 3. */
const everyTicks = { statics: 12, base: 4, aton: 6 } as const;
const draw = { lostPart: 21, eastNoise: 22, northNoise: 23 } as const;
const lostPartOdds = 0.015;
/** Fixes scatter by a few metres. */
const noiseDeg = 4 / 111_120;

/** A sentence that is delivered later than it was received. */
interface Delayed {
  readonly who: number;
  readonly tick: number;
  readonly by: 'station' | 'satellite';
}

export class Player {
  readonly #vessels: readonly Vessel[];
  readonly #seed: number;
  readonly #startUtcMs: number;
  readonly #endUtcMs: number;
  readonly #radio: Radio;
  readonly #byPhase: readonly (readonly number[])[];
  readonly #statics: readonly (readonly Uint8Array[])[];
  readonly #outlets = feedIds.map(() => new Outlet());
  readonly #stations = stations.map(({ id, feed }) => ({
    origin: origin(id, false),
    feed: feedIds.indexOf(feed),
  }));
  readonly #satellites = satellites.map((id) => origin(id, true));
  readonly #writer = new ReportWriter();
  readonly #reception: Reception = reception();
  readonly #state: State = { lonDeg: 0, latDeg: 0, sogKn: 0, cogDeg: 0 };
  readonly #report: Report = {
    mmsi: 0,
    lonDeg: 0,
    latDeg: 0,
    sogKn: 0,
    cogDeg: 0,
    status: 0,
    timeUtcMs: 0,
  };
  /** What is still to be delivered, by tick modulo its length, then by second. */
  #waiting: Delayed[][] = [];
  #nextSecond = Number.NaN;

  constructor(vessels: readonly Vessel[], seed: number, startUtcMs: number, endUtcMs: number) {
    this.#vessels = vessels;
    this.#seed = seed;
    this.#startUtcMs = startUtcMs;
    this.#endUtcMs = endUtcMs;
    this.#radio = new Radio(seed);
    this.#byPhase = Array.from({ length: secondsPerTick }, (_, phase) =>
      vessels.flatMap((_vessel, who) => (phaseOf(who) === phase ? [who] : [])),
    );
    this.#statics = vessels.map(staticSentences);
  }

  /**
   * Delivers everything between two times (the second is not included).
   * @param stepMs how much scenario time a chunk holds at most
   */
  play(fromUtcMs: number, toUtcMs: number, emit: (chunk: Chunk) => void, stepMs = tickMs): void {
    const seconds = (utcMs: number) => Math.ceil((utcMs - this.#startUtcMs) / 1000);
    const from = Math.max(0, seconds(fromUtcMs));
    const to = Math.min(seconds(toUtcMs), seconds(this.#endUtcMs));
    if (from >= to) return;
    if (from !== this.#nextSecond) this.#prime(from);
    const step = Math.max(1, Math.round(stepMs / 1000));
    for (let second = from; second < to; second++) {
      this.#transmit(second, true);
      this.#deliverLate(second);
      if (second + 1 === seconds(this.#endUtcMs)) this.#deliverRest(second);
      if ((second + 1) % step === 0 || second + 1 === to) this.#flush(second, emit);
    }
    this.#nextSecond = to;
  }

  /** Fills the queue of late sentences from the time before, without delivering anything. */
  #prime(from: number): void {
    this.#waiting = Array.from({ length: (latestTicks + 1) * secondsPerTick }, () => []);
    for (let second = Math.max(0, from - latestTicks * secondsPerTick); second < from; second++) {
      this.#transmit(second, false);
      this.#waiting[second % this.#waiting.length].length = 0;
    }
  }

  #flush(second: number, emit: (chunk: Chunk) => void): void {
    const deliveredUtcMs = this.#startUtcMs + second * 1000;
    this.#outlets.forEach((outlet, feed) => {
      if (outlet.length > 0) emit({ feed: feedIds[feed], bytes: outlet.take(), deliveredUtcMs });
    });
  }

  #transmit(second: number, deliver: boolean): void {
    const tick = Math.floor(second / secondsPerTick);
    for (const who of this.#byPhase[second % secondsPerTick]) {
      if (!isDue(this.#vessels[who], tick) || !this.#hear(who, tick)) continue;
      const heard = this.#reception;
      if (heard.satellite >= 0) this.#delay(second, this.#radio.downlinkTicks(tick), who, tick, 'satellite');
      if (heard.lateTicks > 0) this.#delay(second, heard.lateTicks, who, tick, 'station');
      else if (deliver && heard.station >= 0) this.#fromStation(who, tick);
    }
  }

  #delay(second: number, ticks: number, who: number, tick: number, by: Delayed['by']): void {
    const due = second + ticks * secondsPerTick;
    this.#waiting[due % this.#waiting.length].push({ who, tick, by });
  }

  #deliverLate(second: number): void {
    const due = this.#waiting[second % this.#waiting.length];
    for (const { who, tick, by } of due) {
      this.#hear(who, tick);
      if (by === 'station') this.#fromStation(who, tick);
      else this.#fromSatellite(who, tick);
    }
    due.length = 0;
  }

  /** When the exercise ends, the feeds hand over what they still hold. */
  #deliverRest(last: number): void {
    for (let second = last + 1; second < last + this.#waiting.length; second++) this.#deliverLate(second);
  }

  /** Fills `#report` and `#reception`; false when the transmitter is off. */
  #hear(who: number, tick: number): boolean {
    const vessel = this.#vessels[who];
    const timeUtcMs = this.#startUtcMs + tick * tickMs + phaseOf(who) * 1000;
    if (isSilent(vessel, timeUtcMs)) return false;
    const { lonDeg, latDeg, sogKn, cogDeg } = vessel.voyage.at(timeUtcMs, this.#state);
    const report = this.#report;
    const scatter = vessel.station === 'a' || vessel.station === 'b' ? noiseDeg : 0;
    report.mmsi = vessel.mmsi;
    report.timeUtcMs = timeUtcMs;
    report.lonDeg = lonDeg + scatter * (2 * chance(this.#seed, draw.eastNoise, who, tick) - 1);
    report.latDeg = latDeg + scatter * (2 * chance(this.#seed, draw.northNoise, who, tick) - 1);
    report.sogKn = sogKn;
    report.cogDeg = cogDeg;
    report.status = sogKn < 0.2 ? vessel.restStatus : vessel.movingStatus;
    this.#radio.hear(who, vessel.station === 'b', lonDeg, latDeg, tick, this.#reception);
    return true;
  }

  #fromStation(who: number, tick: number): void {
    const { station, second, fault, twice } = this.#reception;
    const { origin: from, feed } = this.#stations[station];
    this.#write(who, tick, feed, from, fault);
    if (twice) this.#write(who, tick, feed, from, fault);
    if (second >= 0)
      this.#write(who, tick, this.#stations[second].feed, this.#stations[second].origin, 'none');
  }

  #fromSatellite(who: number, tick: number): void {
    const from = this.#satellites[this.#reception.satellite];
    const vessel = this.#vessels[who];
    if (vessel.station === 'a' && this.#radio.isLongRange(who, tick)) {
      const outlet = this.#outlets[satelliteFeed];
      writeTag(outlet, from, this.#report.timeUtcMs);
      this.#writer.longRange(outlet, this.#report, channelOf(tick), 'none');
    } else if (vessel.station === 'a' || vessel.station === 'b')
      this.#write(who, tick, satelliteFeed, from, 'none');
  }

  #write(who: number, tick: number, feed: number, from: Origin, fault: Fault): void {
    const vessel = this.#vessels[who];
    const outlet = this.#outlets[feed];
    const report = this.#report;
    if (vessel.station !== 'aton') {
      writeTag(outlet, from, report.timeUtcMs);
      if (vessel.station === 'a') this.#writer.classA(outlet, report, channelOf(tick), fault);
      else if (vessel.station === 'b') this.#writer.classB(outlet, report, channelOf(tick), fault);
      else this.#writer.base(outlet, report, channelOf(tick), fault);
    }
    if (vessel.station === 'aton' || (tick + who) % everyTicks.statics === 0)
      this.#writeStatics(who, tick, outlet, from);
  }

  /** Static reports; of one in two parts, now and then a part is lost. */
  #writeStatics(who: number, tick: number, outlet: Outlet, from: Origin): void {
    const sentences = this.#statics[who];
    const isMultipart = this.#vessels[who].station === 'a' && sentences.length === 2;
    const lot = isMultipart ? chance(this.#seed, draw.lostPart, who, tick) : 1;
    const lostPart = lot >= lostPartOdds ? -1 : lot < lostPartOdds / 2 ? 0 : 1;
    sentences.forEach((sentence, part) => {
      if (part === lostPart) return;
      writeTag(outlet, from, this.#report.timeUtcMs, isMultipart ? part + 1 : 0, groupOf(who, tick));
      outlet.reserve(sentence.length);
      outlet.text(sentence);
    });
  }
}

function channelOf(tick: number): 'A' | 'B' {
  return tick % 2 === 0 ? 'A' : 'B';
}

function isDue({ station }: Vessel, tick: number): boolean {
  if (station === 'base') return tick % everyTicks.base === 0;
  return station !== 'aton' || tick % everyTicks.aton === 0;
}

/** The group id that joins the parts of a message, four digits. */
function groupOf(who: number, tick: number): number {
  return 1000 + ((who * 31 + tick * 7) % 9000);
}

function staticSentences(vessel: Vessel, who: number): readonly Uint8Array[] {
  const { mmsi, name, callSign, imo, shipType, lengthM, beamM, draughtM, destination } = vessel;
  const toSternM = Math.round(lengthM * 0.3);
  const toPortM = Math.round(beamM / 2);
  const size = { toBowM: lengthM - toSternM, toSternM, toPortM, toStarboardM: beamM - toPortM };
  switch (vessel.station) {
    case 'a':
      return readySentences(
        {
          type: 5,
          mmsi,
          imoNumber: imo,
          callSign,
          name,
          shipType,
          ...size,
          positionFixingDevice: 1,
          draughtM,
          destination,
        },
        who % 10,
      );
    case 'b':
      return [
        ...readySentences({ type: 24, mmsi, partNumber: 0, name }, 0),
        ...readySentences({ type: 24, mmsi, partNumber: 1, shipType, vendorId: 'CWX', callSign, ...size }, 0),
      ];
    case 'aton': {
      const { lonDeg, latDeg } = vessel.voyage.at(0, { lonDeg: 0, latDeg: 0, sogKn: 0, cogDeg: 0 });
      return readySentences(
        {
          type: 21,
          mmsi,
          aidType: 14,
          name,
          positionAccuracy: true,
          longitudeDeg: lonDeg,
          latitudeDeg: latDeg,
          positionFixingDevice: 7,
          timeStampSecond: 60,
        },
        0,
      );
    }
    case 'base':
      return [];
  }
}
