import type { PositionBatch, StaticBatch } from './batch.ts';

/** The filled rows of a batch in columns of their own, without room for more. */
export function slicePositions(batch: PositionBatch): PositionBatch {
  const n = batch.length;
  return {
    length: n,
    timeUtcMs: batch.timeUtcMs.slice(0, n),
    mmsi: batch.mmsi.slice(0, n),
    lonDeg: batch.lonDeg.slice(0, n),
    latDeg: batch.latDeg.slice(0, n),
    sogKn: batch.sogKn.slice(0, n),
    cogDeg: batch.cogDeg.slice(0, n),
    headingDeg: batch.headingDeg.slice(0, n),
    status: batch.status.slice(0, n),
    messageType: batch.messageType.slice(0, n),
    stationClass: batch.stationClass.slice(0, n),
    reception: batch.reception.slice(0, n),
    receiver: batch.receiver.slice(0, n),
    strings: batch.strings,
  };
}

/** The filled rows of a batch in columns of their own, without room for more. */
export function sliceStatics(batch: StaticBatch): StaticBatch {
  const n = batch.length;
  return {
    length: n,
    timeUtcMs: batch.timeUtcMs.slice(0, n),
    mmsi: batch.mmsi.slice(0, n),
    imo: batch.imo.slice(0, n),
    shipType: batch.shipType.slice(0, n),
    toBowM: batch.toBowM.slice(0, n),
    toSternM: batch.toSternM.slice(0, n),
    toPortM: batch.toPortM.slice(0, n),
    toStarboardM: batch.toStarboardM.slice(0, n),
    draughtM: batch.draughtM.slice(0, n),
    name: batch.name.slice(0, n),
    callSign: batch.callSign.slice(0, n),
    destination: batch.destination.slice(0, n),
    strings: batch.strings,
  };
}
