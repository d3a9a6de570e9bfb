import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** What the kernel knows of a process; on systems without /proc `ps` is asked. */
function describe(pid: number, procFile: 'cmdline' | 'stat', psColumn: string): string {
  try {
    if (fs.existsSync('/proc/self/stat'))
      return fs.readFileSync(`/proc/${pid}/${procFile}`, 'utf8');
    return execFileSync('ps', ['-o', `${psColumn}=`, '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** The command line of a process, its words parted by blanks; empty when there is no such process. */
export function commandLineOf(pid: number): string {
  return describe(pid, 'cmdline', 'args').replaceAll('\0', ' ').trim();
}

/**
 * When a process started, in the system's own terms: only good for comparing. Together with the pid
 * it names a process for good, where a pid alone is given away again. Empty when there is none.
 */
export function startOf(pid: number): string {
  const text = describe(pid, 'stat', 'lstart');
  // The second field of /proc's stat is the program's name in brackets and may hold blanks itself;
  // the start is the 22nd field of all, so the 20th of those behind the bracket.
  const behindName = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return text.includes(')') ? (behindName[19] ?? '') : text.trim();
}

/** Whether a process exists; one that ended and was not yet fetched by its parent does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  const stat = describe(pid, 'stat', 'stat');
  const state = stat.includes(')') ? stat.slice(stat.lastIndexOf(')') + 2) : stat.trim();
  return state !== '' && !state.startsWith('Z');
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone between the look and the signal.
  }
}

/** Waits until a process that need not be a child is gone. @returns whether it went in time */
export async function waitUntilGone(pid: number, boundMs: number): Promise<boolean> {
  for (const until = Date.now() + boundMs; isAlive(pid); await sleep(POLL_MS)) {
    if (Date.now() > until) return false;
  }
  return true;
}

/**
 * Stops a server that a killed run left behind. Only a process whose command line carries `mark`
 * (its data folder) is touched: pids are given away again.
 * @returns whether there was one
 */
export async function stopLeftover(
  pid: number,
  mark: string,
  stopSignal: NodeJS.Signals,
  boundMs: number,
): Promise<boolean> {
  if (!isAlive(pid) || !commandLineOf(pid).includes(mark)) return false;
  signal(pid, stopSignal);
  if (await waitUntilGone(pid, boundMs)) return true;
  signal(pid, 'SIGKILL');
  await waitUntilGone(pid, boundMs);
  return true;
}
