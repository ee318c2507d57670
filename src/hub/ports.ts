/** Ports by name, for the search box; distances are the earth's own business. */
import type { PortTable } from '../earth/index.ts';
import type { SearchAnswer } from './api.ts';

type Port = SearchAnswer['ports'][number];

export class PortNames {
  readonly #ports: readonly (Port & { readonly lower: string })[];

  constructor({ unitDeg, count, names, rows }: PortTable) {
    const ports = new Map<string, Port & { lower: string }>();
    const at = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < 3; k++) at[k] += rows[i * 3 + k];
      const name = names[at[0]];
      // A port has many anchorage points: its first stands for it.
      if (name === '' || ports.has(name)) continue;
      const place = { lonDeg: at[1] * unitDeg, latDeg: at[2] * unitDeg };
      ports.set(name, { name, ...place, lower: name.toLowerCase() });
    }
    this.#ports = [...ports.values()];
  }

  /** Names that begin with the words first. */
  named(words: string, limit: number): Port[] {
    const wanted = words.trim().toLowerCase();
    if (wanted === '') return [];
    const rank = (lower: string) => (lower.startsWith(wanted) ? 0 : 1);
    return this.#ports
      .filter(({ lower }) => lower.includes(wanted))
      .toSorted((a, b) => rank(a.lower) - rank(b.lower) || (a.name < b.name ? -1 : 1))
      .slice(0, limit)
      .map(({ name, lonDeg, latDeg }) => ({ name, lonDeg, latDeg }));
  }
}
