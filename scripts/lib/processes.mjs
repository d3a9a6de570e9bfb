import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
const isLinux = process.platform === 'linux';

/**
 * Processes that carry the marker in their environment, wherever they have moved in the process
 * tree. Empty where the system does not show environments.
 */
export function marked(marker) {
  if (!isLinux) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => !isZombie(pid) && read(pid, 'environ').includes(marker));
}

/** What a process is, in a few words. */
export function describe(pid) {
  const words = read(pid, 'cmdline').split('\0').join(' ').trim();
  let folder = '';
  try {
    folder = ` in ${readlinkSync(`/proc/${pid}/cwd`)}`;
  } catch {
    // Gone, or somebody else's.
  }
  return `${pid} ${words.slice(0, 160)}${folder}`;
}

/** Kills a process group, or does nothing when it is gone. */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone.
  }
}

/** Waits until nobody carries the marker any more. @returns who still does at the end of the time */
export async function waitUntilGone(marker, timeoutMs) {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const left = marked(marker);
    if (left.length === 0 || Date.now() > until) return left;
    await sleep(POLL_MS);
  }
}

/** Kills everybody who carries the marker, also those born meanwhile. */
export function killMarked(marker) {
  const ROUNDS_MAX = 20;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const left = marked(marker);
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone.
      }
    }
  }
}

function isZombie(pid) {
  const stat = read(pid, 'stat');
  return stat === '' || stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
