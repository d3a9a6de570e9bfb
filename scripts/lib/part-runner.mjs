import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, killMarked, signalGroup, waitUntilGone } from './processes.mjs';
import { inProject, root } from './project.mjs';

const STOP_MS_MAX = 20_000;
const SETTLE_MS_MAX = 10_000;
const DRAIN_MS_MAX = 1_000;
const TAIL_LENGTH_MAX = 20_000;

/** Every process of the run carries this in its environment, so that none can be left behind. */
const MARKER = `CCP_TEST_RUN=${randomUUID()}`;

let running;
let stopped = false;

/** Watches over this process: when it dies, however it dies, the guard ends what it had started. */
export function startGuard() {
  const guard = spawn(process.execPath, [inProject('scripts/lib/guard.mjs'), MARKER], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // The pipe to the guard must not keep this process alive.
  guard.unref();
  guard.stdin.unref();
}

/**
 * Runs one command as a process group of its own, shows its output and waits for its end or for
 * the end of its time. Whatever it leaves behind is stopped.
 *
 * @returns {Promise<{ status: number, tail: string, problems: string[] }>} exit status, the end of
 *   its output, and what went wrong around it
 */
export async function runBounded({ command, args, env = {}, timeoutMs }) {
  if (stopped) return { status: 1, tail: '', problems: ['not run: the tests were stopped'] };
  const [name, value] = MARKER.split('=');
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...colours(), ...env, [name]: value },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running = child;
  let tail = '';
  const show = (stream) => (chunk) => {
    tail = (tail + chunk).slice(-TAIL_LENGTH_MAX);
    stream.write(chunk);
  };
  child.stdout.on('data', show(process.stdout));
  child.stderr.on('data', show(process.stderr));
  const problems = [];
  const timer = setTimeout(() => {
    problems.push(`took longer than ${Math.round(timeoutMs / 1000)} s and was stopped`);
    stopChild(child);
  }, timeoutMs);
  const status = await endOf(child, problems);
  clearTimeout(timer);
  problems.push(...(await clearAway()));
  running = undefined;
  return { status, tail, problems };
}

/** Ends the part that runs, if one does, and everything it has started. */
export async function stopRunning() {
  stopped = true;
  if (running !== undefined) {
    stopChild(running);
    await waitUntilGone(MARKER, STOP_MS_MAX);
  }
  killMarked(MARKER);
}

/** The last resort at exit, where nothing can be waited for. */
export function killEverything() {
  if (running !== undefined) signalGroup(running.pid, 'SIGKILL');
  killMarked(MARKER);
}

function stopChild(child) {
  signalGroup(child.pid, 'SIGTERM');
  setTimeout(() => {
    if (child.exitCode === null && child.signalCode === null) signalGroup(child.pid, 'SIGKILL');
  }, STOP_MS_MAX).unref();
}

function endOf(child, problems) {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      problems.push(`could not be started: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      if (signal !== null) problems.push(`was ended by ${signal}`);
      const status = code ?? 1;
      // Its output may still be on the way; a process left behind may hold the pipe for ever.
      const drained = setTimeout(() => resolve(status), DRAIN_MS_MAX);
      child.on('close', () => {
        clearTimeout(drained);
        resolve(status);
      });
    });
  });
}

async function clearAway() {
  const left = await waitUntilGone(MARKER, stopped ? 0 : SETTLE_MS_MAX);
  if (left.length === 0) return [];
  const text = `left ${left.length} processes behind: ${left.slice(0, 5).map(describe).join('; ')}`;
  killMarked(MARKER);
  return [text];
}

function colours() {
  return process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
}
