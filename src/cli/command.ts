/** A command of the command line. */
export interface CliCommand {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string | { readonly en: string; readonly ja: string };
  readonly usage: string;
  /** @returns the exit code */
  readonly run: (args: string[]) => Promise<number>;
}
