/**
 * Nearest-neighbour search over polylines in earth-centred Cartesian coordinates: coasts, ports and the edges of
 * watched areas. A chain is a run of vertices that are joined by straight chords (a single vertex is a point).
 * Working in three dimensions makes the antimeridian and the poles ordinary places.
 *
 * A bounding-box tree halves the chains at the median of their longest axis. It is implicit: the node that
 * splits the range [lo, hi) at mid keeps its box at index mid, so it needs neither pointers nor objects.
 */

/** Vertices in metres (`x, y, z` each); chain i is vertices `starts[i]` up to (not including) `starts[i + 1]`. */
export interface Chains {
  readonly vertices: Float32Array;
  readonly starts: Uint32Array;
  /** What a chain belongs to; `nearestOfGroups` keeps the best of each group. */
  readonly groups: Uint16Array;
}

/** What a search found; a caller makes one and hands it in again and again. */
export interface Nearest {
  /** Index of the chain in the `Chains`, −1 when none lies within the limit. */
  chain: number;
  /** Length of the chord, metres. */
  chordM: number;
}

const mixed = 0xffff;
/** Deep enough for 2³² chains: the stack holds at most one sibling a level. */
const stackSize = 64;

export class ChainTree {
  readonly size: number;
  readonly #chains: Chains;
  /** Chains in the order of the tree. */
  readonly #order: Uint32Array;
  /** Six numbers a box (min x, y, z, max x, y, z): the internal node at mid first, then chain i at size + i. */
  readonly #boxes: Float32Array;
  /** The one group below a node, or `mixed`. */
  readonly #groupBelow: Uint16Array;
  readonly #stackLow = new Uint32Array(stackSize);
  readonly #stackHigh = new Uint32Array(stackSize);
  readonly #stackSq = new Float64Array(stackSize);

  constructor(chains: Chains) {
    this.#chains = chains;
    this.size = chains.groups.length;
    this.#order = Uint32Array.from({ length: this.size }, (_, i) => i);
    this.#boxes = new Float32Array(this.size * 12);
    this.#groupBelow = new Uint16Array(this.size * 2);
    const centres = this.#centres();
    if (this.size > 0) this.#build(0, this.size, centres);
  }

  /** Finds the chain nearest to a place, no farther than `limitM` (a chord, metres). */
  nearest(x: number, y: number, z: number, limitM: number, found: Nearest): void {
    let bestSq = limitM * limitM;
    found.chain = -1;
    let top = this.#start(x, y, z);
    while (top > 0) {
      top--;
      if (this.#stackSq[top] > bestSq) continue;
      const low = this.#stackLow[top];
      const high = this.#stackHigh[top];
      if (high - low > 1) {
        top = this.#pushChildren(top, low, high, x, y, z);
        continue;
      }
      const sq = this.#chainSq(this.#order[low], x, y, z);
      if (sq > bestSq) continue;
      bestSq = sq;
      found.chain = this.#order[low];
    }
    found.chordM = found.chain < 0 ? Number.POSITIVE_INFINITY : Math.sqrt(bestSq);
  }

  /**
   * For each group the chain nearest to a place, no farther than `limitM`: `chainOf[g]` (−1 when there is none)
   * and `chordOfM[g]` (infinite when there is none).
   */
  nearestOfGroups(
    x: number,
    y: number,
    z: number,
    limitM: number,
    chainOf: Int32Array,
    chordOfM: Float64Array,
  ): void {
    const limitSq = limitM * limitM;
    const bestSq = chordOfM.fill(limitSq);
    chainOf.fill(-1);
    let top = this.#start(x, y, z);
    while (top > 0) {
      top--;
      const low = this.#stackLow[top];
      const high = this.#stackHigh[top];
      const group = this.#groupBelow[this.#node(low, high)];
      if (this.#stackSq[top] > (group === mixed ? limitSq : bestSq[group])) continue;
      if (high - low > 1) {
        top = this.#pushChildren(top, low, high, x, y, z);
        continue;
      }
      const sq = this.#chainSq(this.#order[low], x, y, z);
      if (sq > bestSq[group]) continue;
      bestSq[group] = sq;
      chainOf[group] = this.#order[low];
    }
    for (let g = 0; g < chainOf.length; g++) {
      chordOfM[g] = chainOf[g] < 0 ? Number.POSITIVE_INFINITY : Math.sqrt(bestSq[g]);
    }
  }

  #node(low: number, high: number): number {
    return high - low === 1 ? this.size + low : (low + high) >>> 1;
  }

  #start(x: number, y: number, z: number): number {
    if (this.size === 0) return 0;
    this.#stackLow[0] = 0;
    this.#stackHigh[0] = this.size;
    this.#stackSq[0] = this.#boxSq(this.#node(0, this.size), x, y, z);
    return 1;
  }

  /** Pushes both halves, the nearer one on top so that it is searched first. */
  #pushChildren(top: number, low: number, high: number, x: number, y: number, z: number): number {
    const mid = (low + high) >>> 1;
    const leftSq = this.#boxSq(this.#node(low, mid), x, y, z);
    const rightSq = this.#boxSq(this.#node(mid, high), x, y, z);
    const far = leftSq < rightSq ? top : top + 1;
    const near = leftSq < rightSq ? top + 1 : top;
    this.#stackLow[far] = mid;
    this.#stackHigh[far] = high;
    this.#stackSq[far] = rightSq;
    this.#stackLow[near] = low;
    this.#stackHigh[near] = mid;
    this.#stackSq[near] = leftSq;
    return top + 2;
  }

  #boxSq(node: number, x: number, y: number, z: number): number {
    const boxes = this.#boxes;
    const at = node * 6;
    const dx = Math.max(boxes[at] - x, 0, x - boxes[at + 3]);
    const dy = Math.max(boxes[at + 1] - y, 0, y - boxes[at + 4]);
    const dz = Math.max(boxes[at + 2] - z, 0, z - boxes[at + 5]);
    return dx * dx + dy * dy + dz * dz;
  }

  /** Square of the distance from a place to a chain. */
  #chainSq(chain: number, x: number, y: number, z: number): number {
    const { vertices, starts } = this.#chains;
    const end = (starts[chain + 1] - 1) * 3;
    let at = starts[chain] * 3;
    let ax = x - vertices[at];
    let ay = y - vertices[at + 1];
    let az = z - vertices[at + 2];
    let bestSq = ax * ax + ay * ay + az * az;
    for (; at < end; at += 3) {
      const bx = x - vertices[at + 3];
      const by = y - vertices[at + 4];
      const bz = z - vertices[at + 5];
      const ex = ax - bx;
      const ey = ay - by;
      const ez = az - bz;
      const lengthSq = ex * ex + ey * ey + ez * ez;
      const along = lengthSq === 0 ? 0 : (ax * ex + ay * ey + az * ez) / lengthSq;
      const t = along < 0 ? 0 : along > 1 ? 1 : along;
      const dx = ax - t * ex;
      const dy = ay - t * ey;
      const dz = az - t * ez;
      const sq = dx * dx + dy * dy + dz * dz;
      if (sq < bestSq) bestSq = sq;
      ax = bx;
      ay = by;
      az = bz;
    }
    return bestSq;
  }

  /** Middle of each chain's box, three numbers a chain: what the tree sorts by. */
  #centres(): Float32Array {
    const centres = new Float32Array(this.size * 3);
    const box = new Float32Array(6);
    for (let i = 0; i < this.size; i++) {
      this.#boxOf(i, box, 0);
      for (let axis = 0; axis < 3; axis++) centres[i * 3 + axis] = (box[axis] + box[axis + 3]) / 2;
    }
    return centres;
  }

  /** Writes the box of a chain. */
  #boxOf(chain: number, out: Float32Array, at: number): void {
    const { vertices, starts } = this.#chains;
    const end = starts[chain + 1] * 3;
    for (let axis = 0; axis < 3; axis++) {
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      for (let v = starts[chain] * 3 + axis; v < end; v += 3) {
        const value = vertices[v];
        if (value < min) min = value;
        if (value > max) max = value;
      }
      out[at + axis] = min;
      out[at + 3 + axis] = max;
    }
  }

  #build(low: number, high: number, centres: Float32Array): void {
    this.#sort(low, high, centres);
    for (let i = 0; i < this.size; i++) {
      this.#boxOf(this.#order[i], this.#boxes, (this.size + i) * 6);
      this.#groupBelow[this.size + i] = this.#chains.groups[this.#order[i]];
    }
    this.#join(low, high);
  }

  /** Halves the range at the median of its longest axis, then each half. */
  #sort(low: number, high: number, centres: Float32Array): void {
    if (high - low < 2) return;
    const axis = longestAxis(this.#order, low, high, centres);
    const mid = (low + high) >>> 1;
    select(this.#order, mid, low, high - 1, centres, axis);
    this.#sort(low, mid, centres);
    this.#sort(mid, high, centres);
  }

  /** Boxes and groups of the internal nodes, from the bottom up; returns the node of the range. */
  #join(low: number, high: number): number {
    const node = this.#node(low, high);
    if (high - low === 1) return node;
    const left = this.#join(low, node);
    const right = this.#join(node, high);
    const boxes = this.#boxes;
    for (let axis = 0; axis < 3; axis++) {
      boxes[node * 6 + axis] = Math.min(boxes[left * 6 + axis], boxes[right * 6 + axis]);
      boxes[node * 6 + 3 + axis] = Math.max(boxes[left * 6 + 3 + axis], boxes[right * 6 + 3 + axis]);
    }
    const group = this.#groupBelow[left];
    this.#groupBelow[node] = group === this.#groupBelow[right] ? group : mixed;
    return node;
  }
}

function longestAxis(order: Uint32Array, low: number, high: number, centres: Float32Array): number {
  let longest = 0;
  let length = -1;
  for (let axis = 0; axis < 3; axis++) {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let i = low; i < high; i++) {
      const value = centres[order[i] * 3 + axis];
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (max - min > length) {
      length = max - min;
      longest = axis;
    }
  }
  return longest;
}

/** Hoare's selection: afterwards what lies before `k` is no greater than what lies from `k` on. */
function select(
  order: Uint32Array,
  k: number,
  left: number,
  right: number,
  centres: Float32Array,
  axis: number,
): void {
  while (right > left) {
    const pivot = centres[order[(left + right) >>> 1] * 3 + axis];
    let i = left;
    let j = right;
    while (i <= j) {
      while (centres[order[i] * 3 + axis] < pivot) i++;
      while (centres[order[j] * 3 + axis] > pivot) j--;
      if (i > j) break;
      const held = order[i];
      order[i++] = order[j];
      order[j--] = held;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}
