import { spawn } from 'node:child_process';

/** What a program that has ended left. */
export interface ProgramResult {
  /** Undefined when it could not be started, was killed or took too long. */
  readonly status: number | undefined;
  /** The end of what it printed on both its outputs, at most {@link SAID_CHARACTERS_MAX}. */
  readonly said: string;
}

export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Kills the program. */
  readonly signal?: AbortSignal | undefined;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Receives each piece of the output as it comes. */
  readonly hear?: (text: string) => void;
}

export const SAID_CHARACTERS_MAX = 4_000;

/** Runs a program to its end without input. Never rejects: a program that is missing is a result. */
export function runProgram(
  words: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const [command = '', ...rest] = words;
  const { env = process.env, cwd, timeoutMs, signal, uid, gid } = options;
  return new Promise((resolve) => {
    const child = spawn(command, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
      ...(cwd === undefined ? {} : { cwd }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
      ...(signal === undefined ? {} : { signal }),
      killSignal: 'SIGKILL',
      ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
    });
    let said = '';
    const hear = (data: Buffer): void => {
      const text = data.toString();
      options.hear?.(text);
      said = (said + text).slice(-SAID_CHARACTERS_MAX);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => resolve({ status: undefined, said: error.message }));
    child.once('close', (status) => resolve({ status: status ?? undefined, said: said.trim() }));
  });
}
