/** The clock that the feeds run on: the wall's, or the scenario's in an exercise. */
export class Clock {
  #atUtcMs: number;
  #wallMs: number;
  #rate: number;
  readonly #wall: () => number;

  /** @param atUtcMs where it stands now; the wall's own time when absent */
  constructor(wall: () => number = Date.now, atUtcMs = wall(), rate = 1) {
    this.#wall = wall;
    this.#wallMs = wall();
    this.#atUtcMs = atUtcMs;
    this.#rate = rate;
  }

  get rate(): number {
    return this.#rate;
  }

  nowUtcMs(): number {
    return this.#atUtcMs + (this.#wall() - this.#wallMs) * this.#rate;
  }

  /** Moves the clock, and sets how fast it goes on; 0 holds it. */
  set(atUtcMs: number, rate: number): void {
    this.#wallMs = this.#wall();
    this.#atUtcMs = atUtcMs;
    this.#rate = rate;
  }
}
