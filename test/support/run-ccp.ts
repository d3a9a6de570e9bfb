import { spawn } from 'node:child_process';
import path from 'node:path';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';

export interface CommandRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const MAIN = path.join(PROJECT_ROOT, 'dist/apps/cli/main.js');

/** Runs the operators' command in a process of its own, in an environment of these variables alone. */
export function runCcp(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...words], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, out, err }));
  });
}
