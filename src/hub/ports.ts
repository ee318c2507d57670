/** Ports by name, for the search box; distances are the earth's own business. */
import type { PortTable } from '../earth/index.ts';
import type { SearchAnswer } from './api.ts';

type Port = SearchAnswer['ports'][number];

export class PortNames {
  readonly #ports: readonly (Port & { readonly lower: string })[];

  constructor({ unitDeg, count, names, rows }: PortTable) {
    const ports: (Port & { lower: string })[] = [];
    const at = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < 3; k++) at[k] += rows[i * 3 + k];
      const name = names[at[0]];
      if (name !== '')
        ports.push({ name, lonDeg: at[1] * unitDeg, latDeg: at[2] * unitDeg, lower: name.toLowerCase() });
    }
    this.#ports = ports;
  }

  /** Names that begin with the words first, each name once (a port has many anchorage points). */
  named(words: string, limit: number): Port[] {
    const wanted = words.trim().toLowerCase();
    if (wanted === '') return [];
    const found = new Map<string, Port & { rank: number }>();
    for (const { lower, ...port } of this.#ports)
      if (lower.includes(wanted) && !found.has(port.name))
        found.set(port.name, { ...port, rank: lower.startsWith(wanted) ? 0 : 1 });
    return [...found.values()]
      .toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
      .slice(0, limit)
      .map(({ name, lonDeg, latDeg }) => ({ name, lonDeg, latDeg }));
  }
}
