/**
 * A solver of mixed-integer programs, handed in by the caller: this room opens no file, and HiGHS (J. Hall and others,
 * University of Edinburgh, MIT) comes as a WebAssembly file. Models are written in the LP format of CPLEX.
 */
export interface MipAnswer {
  /** `other`: a limit was reached, or the model was refused. */
  readonly status: 'optimal' | 'infeasible' | 'other';
  readonly objective: number;
  readonly value: (variable: string) => number;
}

export type MipSolver = (model: string, options: { readonly timeLimitS: number }) => MipAnswer;

/** Writes a model a row at a time. */
export class ModelWriter {
  readonly #objective: string[] = [];
  readonly #rows: string[] = [];
  readonly #bounds: string[] = [];
  readonly #binaries: string[] = [];

  cost(coefficient: number, variable: string): void {
    if (coefficient !== 0) this.#objective.push(term(coefficient, variable));
  }

  row(terms: readonly (readonly [number, string])[], sense: '<=' | '>=' | '=', right: number): void {
    const left = terms.filter(([coefficient]) => coefficient !== 0).map(([c, v]) => term(c, v));
    if (left.length > 0) this.#rows.push(`r${this.#rows.length}: ${wrapped(left)} ${sense} ${right}`);
  }

  atMost(variable: string, upper: number): void {
    this.#bounds.push(`0 <= ${variable} <= ${upper}`);
  }

  binary(variable: string): void {
    this.#binaries.push(variable);
  }

  text(): string {
    const parts = ['Minimize', `obj: ${wrapped(this.#objective)}`, 'Subject To', ...this.#rows];
    if (this.#bounds.length > 0) parts.push('Bounds', ...this.#bounds);
    if (this.#binaries.length > 0) parts.push('Binary', wrapped(this.#binaries));
    return `${parts.join('\n')}\nEnd\n`;
  }
}

function term(coefficient: number, variable: string): string {
  return `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} ${variable}`;
}

/** A line of the format holds at most 560 characters. */
function wrapped(parts: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < parts.length; at += 12) lines.push(parts.slice(at, at + 12).join(' '));
  return lines.join('\n');
}
