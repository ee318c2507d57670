/**
 * `npm run bench -- watch [VESSELS] [HOURS]`: from bytes to findings, positions per CPU-second, with every detector on,
 * and the memory of the whole process. 50,000 vessels between Taiwan and Japan unless told: two fifths lie in ports,
 * half are under way, one in twenty drifts offshore, one in twenty meets another. They report every three minutes.
 *
 * The sentences are made a minute at a time, outside the measured time; the measured time is user and system time of
 * this process. The first round warms up and does not count. The cost of each detector is what the rate loses with it.
 */
import { createIngest } from '../src/ais/index.ts';
import { createArea, type Earth, type LonLat } from '../src/earth/index.ts';
import { loadEarth } from '../src/feeds/earth.ts';
import { type DetectorName, detectorNames, startWatch } from '../src/sea/index.ts';

const vesselCount = Number(process.argv[2] ?? 50_000);
const hours = Number(process.argv[3] ?? 3);
const rounds = 3;
const reportMinutes = 3;
const startUtcMs = Date.UTC(2026, 10, 21);
const minuteMs = 60_000;

/** A small seeded generator (mulberry32), so that every run has the same input. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Fleet {
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  readonly sogKn: Float64Array;
  readonly cogDeg: Float64Array;
}

const ports: readonly LonLat[] = [
  [139.75, 35.55],
  [135.2, 34.62],
  [130.9, 33.93],
  [127.65, 26.2],
  [120.3, 22.6],
  [121.75, 25.15],
  [129.05, 35.1],
  [122.0, 30.6],
];

function fleet(size: number, earth: Earth): Fleet {
  const next = random(size);
  const made: Fleet = {
    lonDeg: new Float64Array(size),
    latDeg: new Float64Array(size),
    sogKn: new Float64Array(size),
    cogDeg: new Float64Array(size),
  };
  for (let i = 0; i < size; i++) {
    const role = i % 20;
    if (role < 8) place(made, i, near(ports[i % ports.length], 0.05, next), 0, 0);
    else if (role < 18) place(made, i, atSea(earth, 0, next), 6 + 12 * next(), 360 * next());
    else if (role === 18) place(made, i, atSea(earth, 30, next), 0.6, 360 * next());
    // The second of a pair lies beside the drifter before it.
    else place(made, i, [made.lonDeg[i - 1] + 0.002, made.latDeg[i - 1]], 0.6, made.cogDeg[i - 1]);
  }
  return made;
}

function place(to: Fleet, i: number, [lon, lat]: LonLat, sogKn: number, cogDeg: number): void {
  to.lonDeg[i] = lon;
  to.latDeg[i] = lat;
  to.sogKn[i] = sogKn;
  to.cogDeg[i] = cogDeg;
}

function near([lon, lat]: LonLat, spreadDeg: number, next: () => number): LonLat {
  return [lon + spreadDeg * (next() - 0.5), lat + spreadDeg * (next() - 0.5)];
}

function atSea(earth: Earth, offshoreNm: number, next: () => number): LonLat {
  for (;;) {
    const spot: LonLat = [118 + 30 * next(), 16 + 24 * next()];
    if (!earth.isLand(...spot) && earth.distanceToCoastNm(...spot) >= offshoreNm) return spot;
  }
}

/** Moves a vessel by its speed and course, for the time between two reports. */
function sail({ lonDeg, latDeg, sogKn, cogDeg }: Fleet, i: number): void {
  const nm = (sogKn[i] * reportMinutes) / 60;
  const course = (cogDeg[i] * Math.PI) / 180;
  latDeg[i] += (nm / 60) * Math.cos(course);
  lonDeg[i] += ((nm / 60) * Math.sin(course)) / Math.cos((latDeg[i] * Math.PI) / 180);
}

const armour = Uint8Array.from({ length: 64 }, (_, value) => (value < 40 ? value + 48 : value + 56));
const head = new TextEncoder().encode('!AIVDM,1,1,,A,');

/** Writes sentences of type 1 with tag blocks into one buffer, as fast as can be. */
class Pen {
  readonly bytes: Uint8Array;
  length = 0;
  readonly #six = new Uint8Array(28);

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  sentence(timeUtcMs: number, mmsi: number, lon: number, lat: number, sogKn: number, cogDeg: number): void {
    this.#tag(timeUtcMs);
    this.#payload(mmsi, lon, lat, sogKn, cogDeg);
    const start = this.length;
    this.bytes.set(head, start);
    this.length += head.length;
    for (const value of this.#six) this.bytes[this.length++] = armour[value];
    this.#text(',0');
    this.#checksum(start + 1);
    this.#text('\r\n');
  }

  #tag(timeUtcMs: number): void {
    this.#text('\\');
    const start = this.length;
    this.#text(`s:station-1,c:${timeUtcMs / 1000}`);
    this.#checksum(start);
    this.#text('\\');
  }

  #checksum(from: number): void {
    let sum = 0;
    for (let i = from; i < this.length; i++) sum ^= this.bytes[i];
    this.#text(`*${sum.toString(16).toUpperCase().padStart(2, '0')}`);
  }

  #text(text: string): void {
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }

  #payload(mmsi: number, lon: number, lat: number, sogKn: number, cogDeg: number): void {
    this.#six.fill(0);
    this.#put(0, 6, 1);
    this.#put(8, 30, mmsi);
    this.#put(38, 4, sogKn === 0 ? 5 : 0);
    this.#put(42, 8, 128);
    this.#put(50, 10, Math.round(sogKn * 10));
    this.#put(61, 28, Math.round(lon * 600_000) + (lon < 0 ? 2 ** 28 : 0));
    this.#put(89, 27, Math.round(lat * 600_000) + (lat < 0 ? 2 ** 27 : 0));
    this.#put(116, 12, Math.round(cogDeg * 10) % 3600);
    this.#put(128, 9, 511);
    this.#put(137, 6, 60);
  }

  #put(start: number, width: number, value: number): void {
    let rest = value;
    for (let bit = start + width - 1; bit >= start; bit--) {
      const six = (bit / 6) | 0;
      if (rest & 1) this.#six[six] |= 1 << (5 - (bit - six * 6));
      rest >>>= 1;
    }
  }
}

interface Measure {
  readonly positions: number;
  readonly cpuS: number;
  readonly findings: ReadonlyMap<string, number>;
  readonly peakBytes: number;
}

function measure(size: number, detectors: readonly DetectorName[], earth: Earth): Measure {
  const ships = fleet(size, earth);
  const area = createArea({
    kind: 'circle',
    id: 'bench',
    name: { en: 'Bench', ja: '試験' },
    centre: [127, 28],
    radiusNm: 60,
  });
  const watch = startWatch({ detectors: [...detectors] }, { earth, areas: [area] });
  const ingest = createIngest({
    format: 'nmea',
    onPositions: (batch) => watch.push('positions', batch),
    onStatics: (batch) => watch.push('statics', batch),
  });
  const pen = new Pen(Math.ceil(size / reportMinutes) * 110 + 1000);
  const kindOf = new Map<string, string>();
  const count = () => {
    for (const { id, body } of watch.take()) kindOf.set(id, body.withdrawn ? 'withdrawn' : body.kind);
  };
  let positions = 0;
  let cpuUs = 0;
  let peakBytes = 0;
  for (let minute = 0; minute < hours * 60; minute++) {
    pen.length = 0;
    for (let i = minute % reportMinutes; i < size; i += reportMinutes) {
      sail(ships, i);
      const time = startUtcMs + minute * minuteMs + ((i * 37) % 60) * 1000;
      pen.sentence(time, 431_000_000 + i, ships.lonDeg[i], ships.latDeg[i], ships.sogKn[i], ships.cogDeg[i]);
      positions += 1;
    }
    const before = process.cpuUsage();
    ingest.push(pen.bytes.subarray(0, pen.length));
    ingest.flush();
    if (minute === hours * 60 - 1) {
      ingest.end();
      watch.end();
    }
    count();
    const used = process.cpuUsage(before);
    cpuUs += used.user + used.system;
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }
  const findings = new Map<string, number>();
  for (const kind of kindOf.values()) findings.set(kind, (findings.get(kind) ?? 0) + 1);
  return { positions, cpuS: cpuUs / 1e6, findings, peakBytes };
}

const earth = loadEarth();
measure(Math.min(vesselCount, 2000), detectorNames, earth);

console.log(
  `${vesselCount.toLocaleString('en-US')} vessels, ${hours} h, a report every ${reportMinutes} min, all detectors`,
);
const rates: number[] = [];
let peakBytes = 0;
for (let round = 1; round <= rounds; round++) {
  globalThis.gc?.();
  const { positions, cpuS, findings, peakBytes: peak } = measure(vesselCount, detectorNames, earth);
  rates.push(positions / cpuS);
  peakBytes = Math.max(peakBytes, peak);
  const kinds = [...findings].sort().map(([kind, n]) => `${kind} ${n.toLocaleString('en-US')}`);
  console.log(
    `round ${round}: ${Math.round(positions / cpuS).toLocaleString('en-US')} positions per CPU-s (${positions.toLocaleString('en-US')} in ${cpuS.toFixed(1)} s); ${kinds.join(', ')}`,
  );
}
rates.sort((a, b) => a - b);
const median = rates[Math.floor(rates.length / 2)];
const spread = (rates[rates.length - 1] - rates[0]) / median;
console.log(
  `median ${Math.round(median).toLocaleString('en-US')} positions per CPU-s (spread ${(100 * spread).toFixed(0)} %; bar 150,000): ${median >= 150_000 ? 'kept' : 'MISSED'}`,
);
console.log(
  `peak memory ${(peakBytes / 1e6).toFixed(0)} MB (bar 500 MB): ${peakBytes <= 500e6 ? 'kept' : 'MISSED'}`,
);

const few = Math.min(vesselCount, 10_000);
console.log(`\ncost of each detector, ${few.toLocaleString('en-US')} vessels:`);
const perPosition = (detectors: readonly DetectorName[]) => {
  const times = [1, 2, 3].map(() => {
    const { positions, cpuS } = measure(few, detectors, earth);
    return (1e6 * cpuS) / positions;
  });
  return times.sort((a, b) => a - b)[1];
};
const bare = perPosition([]);
console.log(`  decode, order, clean and join   ${bare.toFixed(2)} µs a position`);
for (const name of detectorNames)
  console.log(`  ${name.padEnd(30)} + ${(perPosition([name]) - bare).toFixed(2)} µs`);
