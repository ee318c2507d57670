/** Figures for whoever runs the hub, in Prometheus' text format. They count all parties' use: administrators only. */

/** Upper bounds of the buckets, seconds. */
const boundsS = [0.005, 0.02, 0.1, 0.5, 2, 10];

interface ExitFigures {
  readonly byStatus: Map<number, number>;
  readonly buckets: number[];
  count: number;
  sumS: number;
}

export class Metrics {
  readonly #exits = new Map<string, ExitFigures>();
  readonly #gauges = new Map<string, { help: string; read: () => number }>();

  gauge(name: string, help: string, read: () => number): void {
    this.#gauges.set(name, { help, read });
  }

  answered(exit: string, status: number, durationMs: number): void {
    let figures = this.#exits.get(exit);
    if (figures === undefined) {
      figures = { byStatus: new Map(), buckets: boundsS.map(() => 0), count: 0, sumS: 0 };
      this.#exits.set(exit, figures);
    }
    const seconds = durationMs / 1000;
    figures.byStatus.set(status, (figures.byStatus.get(status) ?? 0) + 1);
    figures.count += 1;
    figures.sumS += seconds;
    for (let i = 0; i < boundsS.length; i++) if (seconds <= boundsS[i]) figures.buckets[i] += 1;
  }

  text(): string {
    const lines: string[] = [];
    for (const [name, { help, read }] of this.#gauges)
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${read()}`);
    lines.push('# HELP commonwatch_answers_total Answers by exit and status.');
    lines.push('# TYPE commonwatch_answers_total counter');
    for (const [exit, { byStatus }] of this.#exits)
      for (const [status, count] of byStatus)
        lines.push(`commonwatch_answers_total{exit="${exit}",status="${status}"} ${count}`);
    lines.push('# HELP commonwatch_answer_seconds How long answers took.');
    lines.push('# TYPE commonwatch_answer_seconds histogram');
    for (const [exit, { buckets, count, sumS }] of this.#exits) {
      for (let i = 0; i < boundsS.length; i++)
        lines.push(`commonwatch_answer_seconds_bucket{exit="${exit}",le="${boundsS[i]}"} ${buckets[i]}`);
      lines.push(`commonwatch_answer_seconds_bucket{exit="${exit}",le="+Inf"} ${count}`);
      lines.push(`commonwatch_answer_seconds_sum{exit="${exit}"} ${sumS.toFixed(6)}`);
      lines.push(`commonwatch_answer_seconds_count{exit="${exit}"} ${count}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
