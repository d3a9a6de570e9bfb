import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMigrations } from '#libs/ledger/migrations.js';
import { applyReferenceDataFile } from '#libs/operator-client/apply-reference-data.js';
import { ledgerOf, readReferenceDataFile } from '#libs/operator-client/reference-data-file.js';
import type { Configuration } from '#libs/platform/configuration.js';
import type { Endpoints } from '#libs/platform/endpoints-file.js';
import { accessFolder } from '#libs/platform/house-secrets.js';
import { choosePorts, rememberPorts } from '#libs/platform/ports.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { kafkaPart, postgresPart } from '#libs/platform/server-parts.js';
import { serviceProcess } from '#libs/platform/service-process.js';
import type { Part, Supervisor } from '#libs/platform/supervisor.js';
import { Gate, type HouseService } from './gate.js';

const SERVICE_READY_MS = 120_000;
const READY_POLL_MS = 25;
const DEMONSTRATION = path.join(PROJECT_ROOT, 'apps/demo-market/clearing-house.yaml');

/**
 * Starts everything in order: servers, tables, core, publisher, back office, reference data, and
 * the demonstration market unless there is reference data of the user's own.
 * @returns where it listens
 */
export async function startHouse(
  configuration: Configuration,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<Endpoints> {
  const file = configuration.configFile ?? DEMONSTRATION;
  // A file that cannot be read is said before servers are started for it.
  const ledger = ledgerOf(await readReferenceDataFile(file));
  const gate = configuration.secure ? new Gate(configuration) : undefined;
  const { databaseUrl, kafkaBrokers } = await startServers(configuration, gate, supervisor, say);
  await runMigrations(databaseUrl);
  supervisor.signal.throwIfAborted();
  await gate?.grantServices(kafkaBrokers);
  const port = await httpPort(configuration);
  const env = serviceEnvironment(configuration, { databaseUrl, kafkaBrokers, ledger });
  const core = await startServices(supervisor, env, port, gate);
  const http = `http://127.0.0.1:${port}`;
  const differences = await applyReferenceDataFile(http, file, gate?.operatorToken);
  for (const difference of differences) say(difference);
  if (differences.length > 0)
    say('the reference data in force stay so; nothing of the file counts until it has these terms');
  await untilReady(core, supervisor.signal);
  await gate?.letUsersIn({ databaseUrl, kafkaBrokers, http, ledger }, say);
  if (configuration.configFile === undefined) {
    const asMarket = { ...env, ...gate?.environmentOf('market'), CCP_HTTP: http };
    await supervisor.start(service('demo-market', asMarket));
  }
  const security = gate?.endpoints;
  return {
    kafkaBrokers,
    databaseUrl,
    http,
    pid: process.pid,
    ...(security === undefined ? {} : { security }),
  };
}

/**
 * The back office starts beside the core, since each takes a second or two; the publisher finds the topics
 * that the core makes.
 * @returns where the core answers
 */
async function startServices(
  supervisor: Supervisor,
  env: NodeJS.ProcessEnv,
  port: number,
  gate: Gate | undefined,
): Promise<string> {
  const envOf = (name: HouseService) => ({ ...env, ...gate?.environmentOf(name) });
  const asBackOffice = { ...envOf('backOffice'), PORT: String(port) };
  const core = supervisor.start(service('core', envOf('core')));
  const backOffice = supervisor.start(service('back-office', asBackOffice));
  const publisher = core.then(() => supervisor.start(service('publisher', envOf('publisher'))));
  const [[info]] = await Promise.all([core, backOffice, publisher]);
  return String(info?.['http']);
}

/** Waits until the core listens to all members, whose topics are made when it hears of them. */
async function untilReady(coreHttp: string, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + SERVICE_READY_MS;
  while (performance.now() < untilMs) {
    const answer = await fetch(`${coreHttp}/health/ready`, { signal }).catch(() => undefined);
    if (answer?.ok) return;
    signal.throwIfAborted();
    await sleep(READY_POLL_MS);
  }
  throw new Error('the core does not listen to the topics of the members');
}

/** Those of the configuration, and our own where it names none; our own start at the same time. */
async function startServers(
  { databaseUrl, kafkaBrokers, dataDir }: Configuration,
  gate: Gate | undefined,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<{ databaseUrl: string; kafkaBrokers: string }> {
  const own: Part[] = [];
  if (databaseUrl === undefined) own.push(postgresPart({ dataDir, say }));
  if (kafkaBrokers === undefined) own.push(kafkaPart({ dataDir, say, users: gate?.kafkaUsers }));
  const infos = await supervisor.start(...own);
  const info = Object.assign({}, ...infos) as Record<string, unknown>;
  return {
    databaseUrl: databaseUrl ?? String(info['databaseUrl']),
    kafkaBrokers: kafkaBrokers?.join(',') ?? String(info['kafkaBrokers']),
  };
}

/**
 * The port of HTTP: the configured one, or a free one that stays the same as long as it is free, so
 * that a back office that crashed comes back where everybody looks for it.
 */
async function httpPort({ port, dataDir }: Configuration): Promise<number> {
  if (port !== 0) return port;
  const file = path.join(dataDir, 'http.port');
  const ports = await choosePorts(file, 1);
  rememberPorts(file, ports);
  return ports[0] ?? 0;
}

function serviceEnvironment(
  { dataDir }: Configuration,
  servers: { databaseUrl: string; kafkaBrokers: string; ledger: string },
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: servers.databaseUrl,
    KAFKA_BROKERS: servers.kafkaBrokers,
    CCP_DATA_DIR: dataDir,
    CCP_LEDGER: servers.ledger,
    PORT: '0',
  };
}

function service(name: string, env: NodeJS.ProcessEnv): Part {
  return serviceProcess({
    name,
    module: `dist/programs/${name}.js`,
    env,
    readyMs: SERVICE_READY_MS,
  });
}

/** What a newcomer wants to know once it runs. */
export function describeHouse(endpoints: Endpoints, dataDir: string): string[] {
  return [
    `HTTP      ${endpoints.http}  (API at ${endpoints.http}/docs)`,
    `Kafka     ${endpoints.kafkaBrokers}`,
    `Postgres  ${withoutPassword(endpoints.databaseUrl)}`,
    `data      ${fs.realpathSync(dataDir)}`,
    ...(endpoints.security === undefined
      ? []
      : [`sign in   credentials are below ${accessFolder(fs.realpathSync(dataDir))}`]),
  ];
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  if (url.password !== '') url.password = '***';
  return url.href;
}
