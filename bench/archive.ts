// The archive of positions: rows appended and sealed a CPU-second, bytes a row, and how long one vessel's track takes,
// against a scan of the same rows unsorted. `npm run bench -- archive [ROWS]` (5,000,000 unless told).
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { positionBatch } from '../src/ais/index.ts';
import { openArchive } from '../src/store/index.ts';

const rows = Number(process.argv[2] ?? 5_000_000);
const vessels = Math.max(100, Math.round(rows / 2880));
const startUtcMs = Date.UTC(2026, 10, 20);
const folder = mkdtempSync(join(tmpdir(), 'commonwatch-bench-'));
const cpuS = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

try {
  const archive = await openArchive(folder);
  const batch = positionBatch(8192);
  let began = cpuS();
  for (let row = 0; row < rows; row += batch.length) {
    batch.length = Math.min(8192, rows - row);
    for (let i = 0; i < batch.length; i++) {
      const at = row + i;
      const who = at % vessels;
      const tick = Math.floor(at / vessels);
      batch.timeUtcMs[i] = startUtcMs + tick * 30_000 + (who % 30) * 1000;
      batch.mmsi[i] = 281_000_000 + ((who * 7919) % 1_000_000);
      batch.lonDeg[i] = 120 + (who % 97) / 10 + tick / 2000;
      batch.latDeg[i] = 20 + (who % 89) / 10 + Math.sin(tick / 50) / 100;
      batch.sogKn[i] = 8 + (who % 80) / 10;
      batch.cogDeg[i] = (who * 13) % 360;
    }
    archive.appendPositions('coastal', batch);
  }
  report('append', cpuS() - began);
  began = cpuS();
  const seals = await archive.seal();
  report('sort and seal', cpuS() - began);
  const bytes = seals.reduce((sum, { file }) => sum + statSync(join(folder, file)).size, 0);
  console.log(
    `${seals.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${(bytes / rows).toFixed(2)} bytes a row`,
  );
  const times: number[] = [];
  let fixes = 0;
  for (let round = 0; round < 60; round++) {
    const mmsi = 281_000_000 + ((((round * 131) % vessels) * 7919) % 1_000_000);
    const from = performance.now();
    fixes += (await archive.track(mmsi, startUtcMs, startUtcMs + 86_400_000, ['coastal'])).timeUtcMs.length;
    if (round >= 10) times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const share = (part: number) => times[Math.floor(part * (times.length - 1))].toFixed(1);
  console.log(
    `track of one vessel in ${rows.toLocaleString('en-US')} rows: median ${share(0.5)} ms, 10 % ${share(0.1)}, 90 % ${share(0.9)} (${fixes} fixes read)`,
  );
  await archive.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(what: string, seconds: number): void {
  console.log(
    `${what}: ${seconds.toFixed(2)} CPU-s, ${Math.round(rows / seconds).toLocaleString('en-US')} rows/CPU-s`,
  );
}
