import type { Command } from 'commander';

/** Options that every command has. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly ledger: string;
}

/** Where a command's result goes: JSON for programs, text for people. */
export interface Output {
  /** Prints the result; `people` makes the text, where JSON was not asked for. */
  result(value: unknown, people: () => string): void;
}

export function globalsOf(command: Command): GlobalOptions {
  return command.optsWithGlobals();
}

export function outputOf(command: Command): Output {
  const { json } = globalsOf(command);
  return {
    result(value, people) {
      process.stdout.write(`${json ? JSON.stringify(value) : people()}\n`);
    },
  };
}

/** Progress goes to standard error, and only where a person looks. */
export function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}

export function progressDone(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
