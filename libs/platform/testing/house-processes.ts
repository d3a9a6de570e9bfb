import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLineOf, isAlive } from '../processes.js';

/**
 * The processes that belong to a data folder: those that carry it in their command line or in
 * their environment. Needs /proc.
 */
export function processesOf(dataDir: string): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => isAlive(pid) && (inEnvironment(pid, dataDir) || inCommand(pid, dataDir)));
}

function inCommand(pid: number, dataDir: string): boolean {
  return commandLineOf(pid).includes(dataDir);
}

function inEnvironment(pid: number, dataDir: string): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`CCP_DATA_DIR=${dataDir}`);
  } catch {
    return false;
  }
}

/** Waits until a data folder has no processes. @returns those that are left when the time is over */
export async function waitUntilNone(dataDir: string, boundMs: number): Promise<number[]> {
  for (const until = Date.now() + boundMs; Date.now() < until; await sleep(50)) {
    if (processesOf(dataDir).length === 0) return [];
  }
  return processesOf(dataDir);
}

/** As when a machine loses power: every process of the data folder at once. */
export async function powerLoss(dataDir: string): Promise<void> {
  const ROUNDS_MAX = 200;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const left = processesOf(dataDir);
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Gone meanwhile.
      }
    }
    await sleep(20);
  }
  throw new Error('processes survive SIGKILL');
}
