import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './project-root.js';
import { stopLeftover } from './processes.js';

/** How a server is run below its guard (`guard.mjs`). */
export interface GuardedServerOptions {
  readonly command: string;
  readonly arguments: readonly string[];
  /** The folder all files of this house are in; handed on as CCP_DATA_DIR. */
  readonly dataDir: string;
  /** Receives what the server prints; that of the run before is kept beside it with `.1`. */
  readonly logFile: string;
  /** Holds the server's pid while it runs. */
  readonly pidFile: string;
  readonly stopSignal: NodeJS.Signals;
  /** Sent when the stop signal did not do within `hardAfterMs`; SIGKILL follows a second later. */
  readonly hardSignal: NodeJS.Signals;
  readonly hardAfterMs: number;
  /** Run as this user, where the starter is root. */
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

/** A server that runs below its guard and goes down with the process that started it. */
export interface GuardedServer {
  /** Resolves when the server has ended, with how: `exit status 1`. Never rejects. */
  readonly ended: Promise<string>;
  /** Whether it has not ended yet. */
  running(): boolean;
  /** Stops it and resolves when it is gone. May be called again. */
  stop(): Promise<void>;
}

const GUARD = path.join(PROJECT_ROOT, 'libs/platform/guard.mjs');
const LEFTOVER_STOP_MS = 5_000;
const LOG_TAIL_CHARACTERS = 2_000;

/**
 * Starts a server below a guard, which has the only pipe to this process: however this process
 * ends, the guard sees the pipe close and stops the server. The guard leads a session of its own,
 * so that Ctrl-C, which reaches a whole process group, passes the server by and the starter decides
 * the order in which things stop.
 */
export function startGuarded(options: GuardedServerOptions): GuardedServer {
  if (fs.existsSync(options.logFile)) fs.renameSync(options.logFile, `${options.logFile}.1`);
  const log = fs.openSync(options.logFile, 'a');
  const { stopSignal, hardSignal, hardAfterMs, pidFile, uid, gid } = options;
  const guard = spawn(
    process.execPath,
    [
      GUARD,
      JSON.stringify({ stopSignal, hardSignal, hardAfterMs, pidFile, uid, gid }),
      options.command,
      ...options.arguments,
    ],
    {
      detached: true,
      stdio: ['pipe', log, log],
      env: { ...process.env, NODE_OPTIONS: '', CCP_DATA_DIR: options.dataDir },
    },
  );
  fs.closeSync(log);
  let running = true;
  const ended = new Promise<string>((resolve) => {
    guard.once('error', (error) => resolve(error.message));
    guard.once('exit', (code, signal) => {
      resolve(signal === null ? `exit status ${code}` : `guard ended by ${signal}`);
    });
  }).then(async (how) => {
    // A guard that was itself killed could not stop its server.
    await stopRecorded(pidFile, options.dataDir, stopSignal);
    running = false;
    return how;
  });
  // The pipe breaks when the guard ends by itself; `ended` tells.
  guard.stdin?.on('error', () => undefined);
  const stop = async (): Promise<void> => {
    guard.stdin?.end();
    guard.kill('SIGTERM');
    await ended;
  };
  return { ended, running: () => running, stop };
}

/** Stops the server whose pid a killed run left in `pidFile`, if it still runs on `dataDir`. */
export async function stopRecorded(
  pidFile: string,
  dataDir: string,
  stopSignal: NodeJS.Signals,
): Promise<void> {
  const pid = readPid(pidFile);
  if (pid !== undefined) await stopLeftover(pid, dataDir, stopSignal, LEFTOVER_STOP_MS);
  fs.rmSync(pidFile, { force: true });
}

/** The pid in the first line of a file, or undefined. */
export function readPid(file: string): number | undefined {
  try {
    const pid = Number(fs.readFileSync(file, 'utf8').split('\n', 1)[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The end of a log file, for a message about a server that did not start. */
export function logTail(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').slice(-LOG_TAIL_CHARACTERS).trim();
  } catch {
    return '';
  }
}
