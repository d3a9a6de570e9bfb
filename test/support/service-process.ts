import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isReadyMessage } from '#libs/platform/child-process.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { waitUntil } from './wait-until.js';

export type ServiceName = 'core' | 'publisher' | 'back-office';

/** How a process ended: its exit status, or the signal that ended it. */
export type Ending = number | NodeJS.Signals;

const LOG_TAIL_LINES = 15;

/** A service as it is built, in a process of its own that a test may kill, stop and wake. */
export class ServiceProcess {
  /** What it logged, line by line. */
  readonly log: string[] = [];
  /** Resolves with how it ended. */
  readonly ended: Promise<Ending>;
  http: string | undefined;
  private ending: Ending | undefined;
  private readonly child: ChildProcess;

  constructor(
    readonly name: ServiceName,
    env: NodeJS.ProcessEnv,
  ) {
    this.child = fork(path.join(PROJECT_ROOT, `dist/programs/${name}.js`), [], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: ['--enable-source-maps'],
    });
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        this.ending = signal ?? code ?? -1;
        resolve(this.ending);
      });
    });
    this.child.on('message', (message) => {
      if (isReadyMessage(message)) this.http = String(message.info['http']);
    });
    let rest = '';
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      this.log.push(...lines);
    });
  }

  get hasEnded(): boolean {
    return this.ending !== undefined;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until it said that it is ready: a core that it decides, a publisher that it runs. */
  async ready(timeoutMs = 90_000): Promise<this> {
    await this.until('it is ready', () => this.http !== undefined, timeoutMs);
    return this;
  }

  /** Waits until it logged something. */
  async logged(pattern: RegExp, timeoutMs = 90_000): Promise<void> {
    await this.until(`it logs ${pattern}`, () => this.hasLogged(pattern), timeoutMs);
  }

  hasLogged(pattern: RegExp): boolean {
    return this.log.some((line) => pattern.test(line));
  }

  /** Waits until it is stopped (SIGSTOP). */
  async stopped(timeoutMs = 90_000): Promise<void> {
    await this.until('it is stopped', () => isStopped(this.pid), timeoutMs);
  }

  /** Waits until it ended. */
  async end(timeoutMs = 90_000): Promise<Ending> {
    await waitUntil(`${this.name} ends\n${this.tail()}`, () => this.hasEnded, timeoutMs);
    return this.ended;
  }

  /** SIGKILL ends also a process that was stopped. */
  kill(signal: NodeJS.Signals): void {
    if (!this.hasEnded) this.child.kill(signal);
  }

  /** Ends it in order, as an operator would. */
  async stop(): Promise<Ending> {
    this.kill('SIGTERM');
    return this.end(10_000);
  }

  /** The end of its log, for the message of a test that fails. */
  tail(): string {
    return this.log.slice(-LOG_TAIL_LINES).join('\n');
  }

  private async until(what: string, isSo: () => boolean, timeoutMs: number): Promise<void> {
    await waitUntil(`${this.name}: ${what}`, () => isSo() || this.hasEnded, timeoutMs).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}\n${this.tail()}`);
      },
    );
    if (!isSo()) throw new Error(`${this.name} ended before ${what}\n${this.tail()}`);
  }
}

/** Whether a process is stopped, as the kernel says: the field after the name in its status. */
function isStopped(pid: number): boolean {
  const status = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  return status.slice(status.lastIndexOf(')') + 2).startsWith('T');
}
