import { type Command, CommanderError } from 'commander';
import { EXIT_WRONG_USE, describeFailure } from './failure.js';

/**
 * Runs the command line. Whatever goes wrong becomes a sentence on standard error and, with `--json`,
 * one problem document on standard output.
 * @returns the exit status
 */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  prepare(program, json);
  try {
    await program.parseAsync([...argv]);
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (json)
        print({
          type: 'about:blank',
          title: 'Wrong use',
          detail: error.message.replace(/^error: /, ''),
        });
      return EXIT_WRONG_USE;
    }
    const { document, sentence, exitStatus } = await describeFailure(error);
    if (json) print(document);
    process.stderr.write(`${sentence}\n`);
    return exitStatus;
  }
}

/** Commander throws instead of ending the process; with `--json` help goes to standard error. */
function prepare(command: Command, json: boolean): void {
  command.exitOverride();
  if (json) command.configureOutput({ writeOut: (text) => process.stderr.write(text) });
  for (const child of command.commands) prepare(child, json);
}

function print(document: object): void {
  process.stdout.write(`${JSON.stringify(document)}\n`);
}
