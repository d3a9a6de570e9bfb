import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';

const run = promisify(execFile);

const VENV = path.join(PROJECT_ROOT, '.data', 'venv');
const VENV_PYTHON = path.join(VENV, 'bin', 'python3');

/** How numpy and scipy come to be where the bench looks for them. */
export const INSTALL_COMMAND =
  'python3 -m venv .data/venv && .data/venv/bin/python3 -m pip install numpy scipy';

/** A python3 that has numpy and scipy: the machine's or that of `.data/venv`; undefined without one. */
export async function findNumpy(): Promise<string | undefined> {
  for (const python of ['python3', VENV_PYTHON])
    if (await succeeds(python, ['-c', 'import numpy, scipy.sparse'])) return python;
  return undefined;
}

/** Installs numpy and scipy into `.data/venv`. @throws Error with what the installer said */
export async function installNumpy(): Promise<void> {
  await run('python3', ['-m', 'venv', VENV]);
  await run(VENV_PYTHON, ['-m', 'pip', 'install', '--quiet', 'numpy', 'scipy']);
}

/** Runs a script; numerical libraries get one thread, like the program beside them. */
export async function runPython(python: string, args: readonly string[]): Promise<string> {
  const one = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { stdout } = await run(python, args, { env: { ...process.env, ...one } });
  return stdout;
}

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, args);
    return true;
  } catch {
    return false;
  }
}
