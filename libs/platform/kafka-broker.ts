import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { logTail, startGuarded, stopRecorded, type GuardedServer } from './guarded-server.js';
import type { PasswordUser } from './house-secrets.js';
import { kafkaProperties } from './kafka-properties.js';
import { choosePorts, rememberPorts } from './ports.js';
import { runProgram } from './programs.js';
import { PROJECT_ROOT } from './project-root.js';

export interface KafkaBrokerOptions {
  /** The data folder of the house, absolute. */
  readonly dataDir: string;
  /** The broker's own folder in it. */
  readonly name: string;
  readonly java: string;
  /** Folder of Kafka's jars. */
  readonly jars: string;
  /** For the Java machine, beside the usual ones. */
  readonly flags: readonly string[];
  /** From SIGTERM to SIGKILL. */
  readonly killAfterMs: number;
  /** Ends a start that is under way. */
  readonly signal: AbortSignal | undefined;
  /** Who may do everything, where everybody signs in. */
  readonly admin?: PasswordUser | undefined;
}

export interface KafkaPorts {
  readonly brokerPort: number;
  readonly controllerPort: number;
}

/** Long, since a broker that was killed under load first looks through its logs. */
const READY_MS = 120_000;
const POLL_MS = 25;
const LOG4J = path.join(PROJECT_ROOT, 'libs/platform/kafka/log4j2.properties');

/** The files of one broker and the commands that work on them. */
export class KafkaBroker {
  private readonly folder: string;
  private readonly pidFile: string;
  private readonly logDirs: string;
  private readonly printed: string;
  private readonly propertiesFile: string;
  private readonly portsFile: string;

  constructor(private readonly options: KafkaBrokerOptions) {
    const { dataDir, name } = options;
    this.folder = path.join(dataDir, name);
    this.pidFile = path.join(dataDir, `${name}.pid`);
    this.portsFile = path.join(dataDir, `${name}.ports`);
    this.logDirs = path.join(this.folder, 'data');
    this.printed = path.join(this.folder, 'printed.log');
    this.propertiesFile = path.join(this.folder, 'server.properties');
    fs.mkdirSync(this.folder, { recursive: true });
    // Settings, users and what the broker logs of failed requests hold secrets then.
    if (options.admin) fs.chmodSync(this.folder, 0o700);
  }

  /** Stops a broker that a killed run left behind on this folder. */
  clearLeftovers(): Promise<void> {
    return stopRecorded(this.pidFile, this.folder, 'SIGTERM');
  }

  /** Free ports, the last run's where possible; the broker's is `fixed` if given. */
  async choosePorts(fixed?: number): Promise<KafkaPorts> {
    const [first = 0, second = 0] = await choosePorts(this.portsFile, 2);
    return { brokerPort: fixed ?? first, controllerPort: second };
  }

  rememberPorts(ports: KafkaPorts): void {
    rememberPorts(this.portsFile, [ports.brokerPort, ports.controllerPort]);
  }

  /** Writes `server.properties` and, the first time, formats the storage. */
  async prepare(ports: KafkaPorts): Promise<void> {
    if (!fs.existsSync(path.join(this.logDirs, 'meta.properties'))) await this.format(ports);
    this.writeProperties(ports, this.logDirs);
  }

  private writeProperties(ports: KafkaPorts, logDirs: string): void {
    const { admin } = this.options;
    fs.rmSync(this.propertiesFile, { force: true });
    const text = kafkaProperties({ ...ports, logDirs, admin });
    fs.writeFileSync(this.propertiesFile, text, { mode: 0o600 });
  }

  /** Formats under another name, so that storage that was half formatted is never taken for whole. */
  private async format(ports: KafkaPorts): Promise<void> {
    const draft = `${this.logDirs}.new`;
    for (const folder of [draft, this.logDirs]) fs.rmSync(folder, { recursive: true, force: true });
    this.writeProperties(ports, draft);
    const clusterId = randomBytes(16).toString('base64url');
    // An id that begins with a dash would be read as an option.
    const words = ['format', '--standalone', `--cluster-id=${clusterId}`];
    const tool = ['kafka.tools.StorageTool', ...words, '--config', this.propertiesFile];
    const { status, said } = await runProgram([this.options.java, ...this.javaFlags(), ...tool], {
      env: { ...process.env, CCP_DATA_DIR: this.options.dataDir },
      signal: this.options.signal,
    });
    if (status !== 0) throw new Error(`Kafka's storage cannot be formatted:\n${said}`);
    fs.renameSync(draft, this.logDirs);
  }

  launch(): GuardedServer {
    return startGuarded({
      command: this.options.java,
      arguments: [...this.javaFlags(), 'kafka.Kafka', this.propertiesFile],
      dataDir: this.options.dataDir,
      logFile: this.printed,
      pidFile: this.pidFile,
      stopSignal: 'SIGTERM',
      hardSignal: 'SIGKILL',
      hardAfterMs: this.options.killAfterMs,
    });
  }

  private javaFlags(): string[] {
    return [
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      ...this.options.flags,
      `-Dlog4j2.configurationFile=${LOG4J}`,
      `-Dkafka.logs.dir=${this.folder}`,
      '-cp',
      path.join(this.options.jars, '*'),
    ];
  }

  /** The end of what the broker logged and printed. */
  said(): string {
    return `${logTail(path.join(this.folder, 'broker.log'))}\n${logTail(this.printed)}`.trim();
  }

  removeFiles(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
    for (const file of [this.pidFile, this.portsFile]) fs.rmSync(file, { force: true });
  }
}

/**
 * Waits until the broker lists its topics and its group coordinator has loaded, without which the
 * first consumers would meet errors.
 * @returns what went wrong, if anything
 */
export async function kafkaReady(
  server: GuardedServer,
  { brokerPort }: KafkaPorts,
  signal: AbortSignal | undefined,
  sasl?: SASLOptions,
): Promise<string | undefined> {
  const kafka = new Kafka({
    clientId: 'readiness',
    brokers: [`127.0.0.1:${brokerPort}`],
    ...(sasl === undefined ? {} : { sasl }),
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  let problem = 'no answer';
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(POLL_MS)) {
    if (!server.running()) return server.ended;
    if (signal?.aborted) return 'it was stopped';
    const admin = kafka.admin();
    try {
      await admin.connect();
      await admin.listTopics();
      await admin.describeGroups(['readiness']);
      return undefined;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
  return problem;
}
