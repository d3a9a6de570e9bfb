import { setTimeout as sleep } from 'node:timers/promises';
import { requireJava } from './java.js';
import type { GuardedServer } from './guarded-server.js';
import { KafkaBroker, kafkaReady, type KafkaPorts } from './kafka-broker.js';
import { classArchiveFlags, makeClassArchive } from './kafka-class-archive.js';
import type { KafkaUsers } from './house-secrets.js';
import { fetchKafkaJars, findKafkaJars } from './kafka-jars.js';
import { makeFirstUsers } from './kafka-scram/first-users.js';

export interface EmbeddedKafkaOptions {
  /** The data folder of the house, absolute; the broker's own is `kafka` in it. */
  readonly dataDir: string;
  /** Insist on this port, as when a broker that crashed comes back for those who know its address. */
  readonly port?: number | undefined;
  /** The house's own users, where everybody has to sign in; without them nobody has to. */
  readonly users?: KafkaUsers | undefined;
  /** Receives lines about what takes long. */
  readonly say?: ((line: string) => void) | undefined;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** A Kafka broker of our own, listening on loopback alone. */
export interface EmbeddedKafka {
  /** `127.0.0.1:PORT` */
  readonly kafkaBrokers: string;
  readonly port: number;
  /** Resolves with how the broker ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** Stops it in order; resolves when it is gone. */
  stop(): Promise<void>;
}

const START_ATTEMPTS = 3;
const KILL_AFTER_MS = 3_000;

/**
 * Starts a Kafka broker on the data folder, whose storage is formatted the first time.
 * @throws Error with the remedy when Java or Maven is missing, or with what the broker said when it
 * does not come up
 */
export async function startEmbeddedKafka(options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
  const { dataDir, signal } = options;
  const say = options.say ?? (() => undefined);
  const java = await requireJava(say);
  let jars = findKafkaJars(dataDir);
  if (jars === undefined) {
    jars = await fetchKafkaJars(dataDir, say, signal);
    await makeClassArchive(java, jars, dataDir, signal);
  }
  const flags = classArchiveFlags(jars);
  const broker = new KafkaBroker({
    dataDir,
    name: 'kafka',
    java,
    jars,
    flags,
    killAfterMs: KILL_AFTER_MS,
    signal,
    admin: options.users?.admin,
  });
  await broker.clearLeftovers();
  signal?.throwIfAborted();
  for (let attempt = 1; ; attempt++) {
    const ports = await broker.choosePorts(options.port);
    await broker.prepare(ports);
    const server = broker.launch();
    const problem = await ready(server, ports, options);
    if (problem === undefined) {
      broker.rememberPorts(ports);
      const kafkaBrokers = `127.0.0.1:${ports.brokerPort}`;
      return {
        kafkaBrokers,
        port: ports.brokerPort,
        ended: server.ended,
        stop: () => server.stop(),
      };
    }
    await server.stop();
    signal?.throwIfAborted();
    if (attempt === START_ATTEMPTS) {
      throw new Error(`Kafka does not start (${problem}):\n${broker.said()}`);
    }
    await sleep(attempt * 500); // another program may have taken a port meanwhile
  }
}

/** Waits until the broker answers, and where everybody signs in until the house's own users can. */
async function ready(
  server: GuardedServer,
  ports: KafkaPorts,
  { users, signal }: EmbeddedKafkaOptions,
): Promise<string | undefined> {
  if (users === undefined) return kafkaReady(server, ports, signal);
  const problem = await makeFirstUsers(server, ports.controllerPort, users, signal);
  return (
    problem ?? kafkaReady(server, ports, signal, { mechanism: 'scram-sha-512', ...users.admin })
  );
}
