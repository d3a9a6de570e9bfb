import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { compileModules, WORKER } from './compiled-modules.js';

/** The program of a thread as its sources are now, compiled for the tests of one file. */
export function workerProgram(): URL {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'margin-worker-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  return compileModules(folder, [WORKER]).get(WORKER)!;
}
