import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { commandLineOf } from '#libs/platform/processes.js';
import { processesOf } from '#libs/platform/testing/house-processes.js';
import { waitUntil } from './wait-until.js';

export interface HouseEndpoints {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  readonly http: string;
  readonly pid: number;
  /** Where it runs with `--secure`. */
  readonly security?: { readonly operatorTokenFile: string; readonly kafkaUsersFile: string };
}

/** The starter of the whole house, as `npm start` runs it, on a data folder of a test. */
export class StarterProcess {
  private readonly child: ChildProcess;
  private printed = '';

  constructor(
    private readonly dataDir: string,
    configFile: string,
    words: readonly string[] = [],
  ) {
    this.child = spawn(
      process.execPath,
      [path.join(PROJECT_ROOT, 'dist/apps/clearing-house/main.js'), ...words],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          JAVA_HOME: process.env['JAVA_HOME'],
          CCP_DATA_DIR: dataDir,
          CCP_CONFIG: configFile,
          LOG_LEVEL: 'warn',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
  }

  /** Waits for the line that says that it is ready. @returns what `endpoints.json` says */
  async ready(): Promise<HouseEndpoints> {
    const isReady = (): boolean => this.printed.includes('clearing house is ready');
    await waitUntil('the house is ready', isReady, 180_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.printed}`);
    });
    const file = path.join(this.dataDir, 'endpoints.json');
    return JSON.parse(fs.readFileSync(file, 'utf8')) as HouseEndpoints;
  }

  /** @returns the milliseconds until it ended */
  async end(signal: NodeJS.Signals): Promise<number> {
    this.child.kill(signal);
    return waitUntil(
      `the starter ends after ${signal}`,
      () => this.child.exitCode !== null || this.child.signalCode !== null,
    );
  }

  /** What it printed until now. */
  get said(): string {
    return this.printed;
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** The pid of one of its services, by name. */
  pidOf(service: string): number {
    const program = `dist/programs/${service}.js`;
    const found = processesOf(this.dataDir).filter((pid) => commandLineOf(pid).includes(program));
    if (found.length !== 1 || found[0] === undefined)
      throw new Error(`there are ${found.length} processes of ${service}`);
    return found[0];
  }
}
