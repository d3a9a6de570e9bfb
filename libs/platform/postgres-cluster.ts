import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readPid, startGuarded, stopRecorded, type GuardedServer } from './guarded-server.js';
import { choosePorts, rememberPorts } from './ports.js';
import { findPostgresAccount, handOver, type PostgresAccount } from './postgres-account.js';
import { postgresPrograms, type PostgresPrograms } from './postgres-programs.js';
import { stopLeftover } from './processes.js';
import { runProgram } from './programs.js';

export interface PostgresClusterOptions {
  /** The data folder of the house, absolute; the cluster's own is `postgres` in it. */
  readonly dataDir: string;
  /** False for throw-away servers: nothing is forced to the disk, a power cut may lose it. */
  readonly durable?: boolean | undefined;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** The role that owns everything. */
export const POSTGRES_OWNER = 'ccp';

const HARD_AFTER_MS = 2_500;
const LEFTOVER_STOP_MS = 10_000;

/** For a machine shared with Kafka and the house: many small commits, each of them durable. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_buffers: '16MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
} as const;

/** Kill -9 of a process is still survived, only a power cut is not. */
const NOT_DURABLE = { fsync: 'off' } as const;

function folderIn(dataDir: string): string {
  return path.join(dataDir, 'postgres');
}

/** The files of one server and the commands that work on them. */
export class PostgresCluster {
  readonly folder: string;
  readonly logFile: string;
  private readonly pidFile: string;
  private readonly passwordFile: string;
  private readonly portFile: string;

  private constructor(
    private readonly options: PostgresClusterOptions,
    private readonly programs: PostgresPrograms,
    private readonly account: PostgresAccount,
  ) {
    const { dataDir } = options;
    this.folder = folderIn(dataDir);
    this.logFile = path.join(dataDir, 'postgres.log');
    this.pidFile = path.join(dataDir, 'postgres.pid');
    this.passwordFile = path.join(dataDir, 'postgres.password');
    this.portFile = path.join(dataDir, 'postgres.port');
  }

  /** Finds PostgreSQL's programs and as whom to run them. */
  static async open(options: PostgresClusterOptions): Promise<PostgresCluster> {
    const folder = folderIn(options.dataDir);
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const programs = await postgresPrograms();
    const account = await findPostgresAccount(programs.postgres, folder);
    return new PostgresCluster(options, programs, account);
  }

  /** A free port, the last run's where possible. */
  async choosePort(): Promise<number> {
    const [port = 0] = await choosePorts(this.portFile, 1);
    return port;
  }

  rememberPort(port: number): void {
    rememberPorts(this.portFile, [port]);
  }

  /**
   * Stops a server that still runs on this folder. Its lock file is removed only once no server of
   * this folder is left: after a crash the pid in it may by now be another program's, for which
   * PostgreSQL would refuse to start.
   */
  async clearLeftovers(): Promise<void> {
    await stopRecorded(this.pidFile, this.folder, 'SIGINT');
    const lockFile = path.join(this.folder, 'postmaster.pid');
    const pid = readPid(lockFile);
    if (pid === undefined) return;
    await stopLeftover(pid, this.folder, 'SIGINT', LEFTOVER_STOP_MS);
    fs.rmSync(lockFile, { force: true });
  }

  /** Makes the cluster unless it is there. @returns the password of its owner */
  async initialise(): Promise<string> {
    if (fs.existsSync(path.join(this.folder, 'PG_VERSION'))) {
      handOver(this.folder, this.account);
      return fs.readFileSync(this.passwordFile, 'utf8').trim();
    }
    const password = randomBytes(18).toString('hex');
    // Made under another name, so that one that was interrupted is never taken for whole.
    const draft = path.join(this.options.dataDir, 'postgres.new');
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { mode: 0o700 });
    handOver(draft, this.account);
    fs.writeFileSync(this.passwordFile, `${password}\n`, { mode: 0o600 });
    if (process.geteuid?.() === 0) {
      fs.chownSync(this.passwordFile, this.account.owner.uid, this.account.owner.gid);
    }
    await this.runInitdb(draft);
    fs.rmSync(this.folder, { recursive: true, force: true });
    fs.renameSync(draft, this.folder);
    return password;
  }

  private async runInitdb(folder: string): Promise<void> {
    const flags = ['-D', folder, '-U', POSTGRES_OWNER, '-A', 'scram-sha-256', '--no-instructions'];
    const format = ['--no-locale', '--encoding=UTF8', `--pwfile=${this.passwordFile}`];
    const sync = this.options.durable === false ? ['--no-sync'] : [];
    const { uid, gid, prefix } = this.account;
    const { status, said } = await runProgram(
      [...prefix, this.programs.initdb, ...flags, ...format, ...sync],
      {
        env: { ...process.env, CCP_DATA_DIR: this.options.dataDir },
        signal: this.options.signal,
        uid,
        gid,
      },
    );
    if (status !== 0) throw new Error(`initdb of ${folder} failed:\n${said}`);
  }

  launch(port: number): GuardedServer {
    const durability = this.options.durable === false ? NOT_DURABLE : {};
    const settings = { ...SETTINGS, port: String(port), ...durability };
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const { uid, gid, prefix } = this.account;
    const [command = '', ...rest] = [
      ...prefix,
      this.programs.postgres,
      '-D',
      this.folder,
      ...words,
    ];
    return startGuarded({
      command,
      arguments: rest,
      dataDir: this.options.dataDir,
      logFile: this.logFile,
      pidFile: this.pidFile,
      stopSignal: 'SIGINT',
      // Immediate shutdown takes the server's processes along, which SIGKILL would leave behind.
      hardSignal: 'SIGQUIT',
      hardAfterMs: HARD_AFTER_MS,
      uid,
      gid,
    });
  }
}
