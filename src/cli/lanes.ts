/** `commonwatch lanes route | gates | scenario | validate`. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CommonwatchError } from '../core/errors.ts';
import { parameterTable, parseScenario, runScenario, shipClasses, validate } from '../lanes/index.ts';
import type { End, Lanes, Route, ScenarioResult } from '../lanes/index.ts';
import type { CliCommand } from './command.ts';
import { loadLanes } from '../hub/lanes.ts';

const readyHint = 'a ready-made scenario, such as hormuz-2026 or bab-and-taiwan; see docs/lanes.md';

const usage = `Usage: commonwatch lanes route --from PLACE --to PLACE [--via GATE[,GATE]] [--close GATE[,GATE]]
                               [--class CLASS] [--arctic] [--alternatives N] [--json]
       commonwatch lanes gates [--json]
       commonwatch lanes scenario FILE.json|ID [--json]
       commonwatch lanes validate [--json]

  PLACE            LON,LAT in degrees, or the id of a port (data/lanes/ports.json)
  --via            gates to pass, in this order
  --close          gates that are closed
  --class          ${shipClasses.map(({ id }) => id).join(', ')}
  --arctic         the Northern Sea Route and the Northwest Passage may be taken
  --alternatives   so many routes by different passages, shortest first
  ID               ${readyHint}
  --json           one JSON object: {severed, distanceNm, passages[], line[], snappedNm[], …}`;

export const lanes: CliCommand = {
  name: 'lanes',
  summary: { en: 'routes at sea, closed straits, and what they cost', ja: '海上航路・海峡封鎖とその影響' },
  usage,
  run,
};

async function run(args: string[]): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === 'route') return route(rest);
  if (verb === 'gates') return gates(rest);
  if (verb === 'scenario') return scenario(rest);
  if (verb === 'validate') return validation(rest);
  throw new CommonwatchError('command.usage', verb, { detail: usage });
}

function options(args: string[]) {
  try {
    return parseArgs({
      args: joined(args),
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        via: { type: 'string', multiple: true },
        close: { type: 'string', multiple: true },
        class: { type: 'string' },
        arctic: { type: 'boolean', default: false },
        alternatives: { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string' },
      },
    });
  } catch (error) {
    throw new CommonwatchError('command.usage', args.join(' '), { cause: error });
  }
}

/** parseArgs takes `-73.98,40.55` for an option: the value is joined to its name. */
function joined(args: string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (/^--(from|to)$/.test(args[i]) && args[i + 1] !== undefined) out.push(`${args[i]}=${args[++i]}`);
    else out.push(args[i]);
  }
  return out;
}

function route(args: string[]): number {
  const { values } = options(args);
  if (values.from === undefined || values.to === undefined)
    throw new CommonwatchError('command.usage', args.join(' '), { detail: 'Name --from and --to.' });
  const all = loadLanes();
  const request = {
    from: place(all, values.from),
    to: place(all, values.to),
    via: listed(values.via),
    close: listed(values.close),
    shipClass: values.class,
    arctic: values.arctic,
  };
  const count = values.alternatives === undefined ? 1 : Number(values.alternatives);
  if (!Number.isInteger(count) || count < 1 || count > 10)
    throw new CommonwatchError('command.usage', values.alternatives, {
      detail: '--alternatives takes 1 to 10.',
    });
  const first = all.router.route(request);
  const others = count > 1 && !first.severed ? all.router.alternatives(request, count).slice(1) : [];
  print(values.json ? JSON.stringify(answer(first, others)) : [first, ...others].map(routeText).join('\n'));
  return 0;
}

function answer(first: Route | { severed: true }, others: readonly Route[]) {
  const rounded = (x: number) => Math.round(x * 1e5) / 1e5;
  const plain = (found: Route) => ({
    ...found,
    line: found.line.map(([lon, lat]) => [rounded(lon), rounded(lat)]),
    passages: found.passages.map(({ gate }) => gate),
    crossings: found.passages,
  });
  if (first.severed)
    return { severed: true, distanceNm: null, passages: [], crossings: [], line: [], alternatives: [] };
  return { ...plain(first), alternatives: others.map(plain) };
}

function routeText(found: Route | { severed: true }): string {
  if (found.severed) return 'severed: no way under these closures';
  const snapped = Math.max(...found.snappedNm);
  const note = snapped > 1 ? ` (ends moved to the water by up to ${snapped.toFixed(1)} nm)` : '';
  return `${found.distanceNm.toFixed(0)} nm  ${found.passages.map(({ gate }) => gate).join(' – ') || 'no passage'}${note}`;
}

/** @throws `lanes.unknown-port`, `lanes.not-at-sea` */
function place(all: Lanes, text: string): End {
  if (!text.includes(',')) return { port: all.portAt(text.trim().toLowerCase()) };
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [lonDeg, latDeg] = numbers;
  if (
    numbers.length !== 2 ||
    !numbers.every(Number.isFinite) ||
    Math.abs(latDeg) > 90 ||
    Math.abs(lonDeg) > 360
  )
    throw new CommonwatchError('lanes.not-at-sea', text);
  return { lonDeg, latDeg };
}

function listed(values: readonly string[] | undefined): string[] {
  return (values ?? []).flatMap((value) => value.split(',')).filter((id) => id.trim() !== '');
}

function gates(args: string[]): number {
  const { values } = options(args);
  const { index, network } = loadLanes();
  const rows = index.gates.map(({ id, name, line, openEnd }, at) => ({
    id,
    name,
    aliases: index.aliasesOf(id),
    line,
    openEnd: openEnd ?? false,
    portals: network.gateOfPortal.filter((gate) => gate === at).length,
  }));
  print(
    values.json ? JSON.stringify(rows) : rows.map(({ id, name }) => `${id.padEnd(22)} ${name.en}`).join('\n'),
  );
  return 0;
}

async function scenario(args: string[]): Promise<number> {
  const { values, positionals } = options(args);
  if (positionals.length !== 1) throw new CommonwatchError('command.usage', args.join(' '));
  const all = loadLanes();
  const ready = all.ready.find(({ id }) => id === positionals[0]);
  const result = runScenario(all, parseScenario(ready?.scenario ?? (await readJson(positionals[0]))));
  print(values.json ? JSON.stringify(result) : scenarioText(result));
  return 0;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new CommonwatchError('lanes.invalid-scenario', file, {
      cause: error,
      detail: 'It must be a JSON file.',
    });
  }
}

function scenarioText(result: ScenarioResult): string {
  const { monteCarlo: draws } = result;
  const usd = (x: number) => `${(x / 1e6).toFixed(0)} M US$`;
  const lines = [
    `${result.name || 'Scenario'}: ${result.durationDays.toFixed(0)} days`,
    `Resource cost ${usd(result.resourceCostUsd)} (P5 ${usd(draws.resourceCostUsd.p5)}, P50 ${usd(draws.resourceCostUsd.p50)}, P95 ${usd(draws.resourceCostUsd.p95)}; seed ${draws.seed}, ${draws.draws} draws)`,
    result.freightRatio === null
      ? 'Container freight: not predicted, no share of the fleet is known'
      : `Container freight × ${result.freightRatio.toFixed(2)} (a market rate, not a cost)`,
    '',
    ...result.flows.map(
      (flow) =>
        `  ${flow.flow.padEnd(18)} ${flow.status.padEnd(11)} ${String(flow.openNm?.toFixed(0) ?? '–').padStart(6)} → ${String(flow.closedNm?.toFixed(0) ?? '–').padStart(6)} nm  ${flow.extraDays === null ? '' : `+${flow.extraDays.toFixed(1)} d`}  ${flow.closedPassages.join(' ')}`,
    ),
    '',
    ...result.countries.flatMap(({ country, commodity, tonnesDelayed, tonnesSevered, costUsd, stocks }) => [
      `  ${country} ${commodity}: delayed ${(tonnesDelayed / 1e6).toFixed(2)} Mt, severed ${(tonnesSevered / 1e6).toFixed(2)} Mt, ${usd(costUsd)}`,
      ...stocks.map(({ stock, emptyDay, emptyDayIfItGoesOn, shortfallShare }) =>
        stockText(stock.days, stock.asOf, shortfallShare, emptyDay, emptyDayIfItGoesOn),
      ),
    ]),
  ];
  return lines.join('\n');
}

function stockText(
  days: number,
  asOf: string,
  share: number,
  emptyDay: number | null,
  goingOn: number | null,
): string {
  const head = `    stock of ${days} days (${asOf}): `;
  if (share === 0) return `${head}not drawn down`;
  const missing = `${(share * 100).toFixed(0)} % of imports missing`;
  if (emptyDay !== null) return `${head}used up after ${emptyDay} days, ${missing}`;
  return `${head}lasts; ${missing}, would be used up after ${(goingOn ?? 0).toFixed(0)} days if it went on`;
}

function validation(args: string[]): number {
  const { values } = options(args);
  const rows = validate(loadLanes());
  if (values.json) {
    print(JSON.stringify({ rows, parameters: parameterTable }));
    return 0;
  }
  for (const { what, unit, computed, published, role, within, source, note } of rows) {
    print(
      `${within ? '  ' : '! '}${what.padEnd(70)} ${computed.toFixed(Math.abs(computed) < 10 ? 2 : 0).padStart(7)} ${unit.padEnd(12)} published ${published} (${role}; ${source})`,
    );
    if (note !== undefined && !within) print(`    ${note}`);
  }
  return 0;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
