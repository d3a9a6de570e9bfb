import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { isReadyMessage, type ReadyInfo } from './child-process.js';
import { forwardLines, renderLogLine } from './log-lines.js';
import { PROJECT_ROOT } from './project-root.js';
import type { Part, RunningPart } from './supervisor.js';

export interface ServiceProcessOptions {
  readonly name: string;
  /** The program, below the project: `dist/programs/core.js`. */
  readonly module: string;
  readonly env: NodeJS.ProcessEnv;
  /** From its start until it must have said that it is ready. */
  readonly readyMs: number;
}

/**
 * One of our own services as a part for the supervisor: a Node process of its own, joined to this
 * one by a channel whose end it notices (see `child-process.ts`). Its standard output is handed on
 * as it is; its log becomes readable lines on standard error.
 */
export function serviceProcess(options: ServiceProcessOptions): Part {
  return { name: options.name, start: (signal) => startService(options, signal) };
}

/**
 * Flags of Node for a service. A young generation of 64 MB lets a batch of messages die young instead of
 * being copied about: a third more trades a second.
 */
export const SERVICE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'] as const;

async function startService(
  { name, module, env, readyMs }: ServiceProcessOptions,
  signal: AbortSignal,
): Promise<RunningPart> {
  // Detached: Ctrl-C reaches a whole process group, and the starter decides the order.
  const child = fork(path.resolve(PROJECT_ROOT, module), [], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env,
    execArgv: [...SERVICE_FLAGS],
  });
  if (child.stdout) forwardLines(child.stdout, process.stdout, (line) => line);
  if (child.stderr) forwardLines(child.stderr, process.stderr, (line) => renderLogLine(name, line));
  const ended = endOf(child);
  const stop = (boundMs: number): Promise<void> => stopChild(child, ended, boundMs);
  try {
    const info = await readyOf(child, ended, readyMs, signal);
    return { info, ended, stop };
  } catch (error) {
    await stop(0);
    throw new Error(`${name} ${error instanceof Error ? error.message : String(error)}`);
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit status ${code}`));
  });
}

/** @throws Error when it ends or the time is over before it is ready, or it is to be stopped */
async function readyOf(
  child: ChildProcess,
  ended: Promise<string>,
  readyMs: number,
  signal: AbortSignal,
): Promise<ReadyInfo> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ReadyInfo>((resolve, reject) => {
      child.on('message', (message) => {
        if (isReadyMessage(message)) resolve(message.info);
      });
      void ended.then((how) => reject(new Error(`ended before it was ready (${how})`)));
      timer = setTimeout(() => {
        reject(new Error(`was not ready within ${readyMs / 1000} s`));
      }, readyMs);
      signal.addEventListener('abort', () => reject(new Error('is being stopped')), { once: true });
    });
  } finally {
    clearTimeout(timer);
  }
}

async function stopChild(
  child: ChildProcess,
  ended: Promise<string>,
  boundMs: number,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), boundMs);
  await ended;
  clearTimeout(timer);
}
