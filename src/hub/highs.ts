/** HiGHS as the mixed-integer solver that the coordination room asks to be handed. */
import type { MipSolver } from '../coordination/index.ts';

/** Loads the WebAssembly once a process. Solving blocks the thread: call it in a worker or a command. */
export async function highsSolver(): Promise<MipSolver> {
  const { default: load } = await import('highs');
  const highs = await load();
  return (model, { timeLimitS }) => {
    const answer = highs.solve(model, {
      time_limit: timeLimitS,
      mip_rel_gap: 1e-9,
      mip_abs_gap: 1e-9,
      output_flag: false,
    });
    const columns = answer.Columns as Readonly<Record<string, { readonly Primal?: number }>>;
    return {
      status:
        answer.Status === 'Optimal' ? 'optimal' : answer.Status === 'Infeasible' ? 'infeasible' : 'other',
      objective: answer.ObjectiveValue,
      value: (variable) => columns[variable]?.Primal ?? 0,
    };
  };
}
