/** A progress line on standard error, where somebody is looking. */
export class ProgressLine {
  readonly #label: string;
  readonly #startedMs = performance.now();
  #shownMs = 0;

  constructor(label: string) {
    this.#label = label;
  }

  show = (done: number, total: number): void => {
    if (!process.stderr.isTTY) return;
    const nowMs = performance.now();
    if (done < total && nowMs - this.#shownMs < 100) return;
    this.#shownMs = nowMs;
    const share = total === 0 ? 1 : done / total;
    const filled = Math.round(share * 24);
    const restS = share === 0 ? 0 : ((nowMs - this.#startedMs) * (1 - share)) / share / 1000;
    const bar = '█'.repeat(filled) + '░'.repeat(24 - filled);
    process.stderr.write(
      `\r${this.#label} ${bar} ${Math.round(share * 100)} % · ${restS.toFixed(0)} s left   `,
    );
  };

  /** Leaves the line clear for what is printed next. */
  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}
