/**
 * Leeway: how an object moves through the water under the wind. v (cm/s) = (slope + ε/20) · W + offset + ε/2, with W the
 * wind at 10 m in m/s, once for the downwind and once for the crosswind component; one ε a particle and component stands
 * for the scatter of the experiments. Source of method and coefficients: A. A. Allen and J. V. Plourde, "Review of
 * Leeway", USCG CG-D-08-99 (1999); A. A. Allen, "Leeway Divergence", CG-D-05-05 (2005); Ø. Breivik and A. A. Allen, "An
 * operational search and rescue model for the Norwegian Sea and the North Sea", J. Marine Systems 69 (2008).
 */
import { CommonwatchError } from '../../core/errors.ts';

/** One component: slope in % of the wind speed (= cm/s a m/s), offset and standard deviation in cm/s. */
export interface LeewayComponent {
  readonly slopePct: number;
  readonly offsetCms: number;
  readonly sdCms: number;
}

/** A class of drifting objects. Crosswind left is negative to the left of downwind. */
export interface LeewayClass {
  readonly id: string;
  readonly description: string;
  readonly downwind: LeewayComponent;
  readonly right: LeewayComponent;
  readonly left: LeewayComponent;
  readonly source: string;
}

const columns = [
  'class',
  'dw_slope_pct',
  'dw_offset_cms',
  'dw_sd_cms',
  'cwr_slope_pct',
  'cwr_offset_cms',
  'cwr_sd_cms',
  'cwl_slope_pct',
  'cwl_offset_cms',
  'cwl_sd_cms',
] as const;

/** Classes from a CSV with the columns of data/coordination/leeway.csv, in any order. @throws `drift.invalid` */
export function parseLeewayCsv(text: string): LeewayClass[] {
  const [header, ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(cells);
  const at = new Map((header ?? []).map((name, i) => [name.trim(), i]));
  for (const name of columns)
    if (!at.has(name))
      throw new CommonwatchError('drift.invalid', name, {
        detail: `A table of leeway classes has a column ${name}.`,
      });
  return rows.map((row, line) => {
    const text = (name: string) => row[at.get(name) ?? -1]?.trim() ?? '';
    const value = (name: (typeof columns)[number]) => {
      const number = Number(text(name));
      if (text(name) === '' || !Number.isFinite(number))
        throw new CommonwatchError('drift.invalid', text(name), { path: `/classes/${line}/${name}` });
      return number;
    };
    return {
      id: text('class'),
      description: text('description'),
      downwind: {
        slopePct: value('dw_slope_pct'),
        offsetCms: value('dw_offset_cms'),
        sdCms: value('dw_sd_cms'),
      },
      right: {
        slopePct: value('cwr_slope_pct'),
        offsetCms: value('cwr_offset_cms'),
        sdCms: value('cwr_sd_cms'),
      },
      left: {
        slopePct: value('cwl_slope_pct'),
        offsetCms: value('cwl_offset_cms'),
        sdCms: value('cwl_sd_cms'),
      },
      source: text('source'),
    };
  });
}

/** Cells of a line of CSV; quotes as in RFC 4180. */
function cells(line: string): string[] {
  const out: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    out.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  return out;
}

/** @throws `drift.unknown-class` */
export function leewayClass(classes: readonly LeewayClass[], id: string): LeewayClass {
  const found = classes.find((one) => one.id.toUpperCase() === id.toUpperCase());
  if (found === undefined) throw new CommonwatchError('drift.unknown-class', id);
  return found;
}
