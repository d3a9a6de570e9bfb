import fs from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from './project-root.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

/** Most partitions that a topic of ours is made with: each costs the broker open files. */
export const INPUT_PARTITIONS_MAX = 256;
/** Most threads that revalue options. */
export const MARGIN_THREADS_MAX = 64;
const PORT_MAX = 65_535;

/** How to sign in at the broker. */
export interface SaslCredentials {
  readonly mechanism: SaslMechanism;
  readonly username: string;
  readonly password: string;
}

/** Certificates as PEM text; without any the system's authorities are trusted. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** What the environment says (contract, "Configuration"). */
export interface Configuration {
  /** Undefined: the starter runs a Postgres of its own. */
  readonly databaseUrl: string | undefined;
  /** Undefined: the starter runs a broker of its own. */
  readonly kafkaBrokers: readonly string[] | undefined;
  readonly kafkaSasl: SaslCredentials | undefined;
  readonly kafkaTls: TlsMaterial | undefined;
  /** Partitions of an input topic that has to be created. */
  readonly inputPartitions: number;
  readonly topicPrefix: string;
  /** Reference data to apply at start; undefined: the demonstration's, and its market runs. */
  readonly configFile: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  /** Of HTTP; 0 is a free one. */
  readonly port: number;
  /** The address that HTTP listens on: loopback unless said, as inside a container. */
  readonly host: string;
  readonly logLevel: LogLevel;
  /** The ledger that this process serves. */
  readonly ledger: string;
  /** Parameters of the margin model change only with a second operator's confirmation. */
  readonly requireApproval: boolean;
  /** Threads in which a core revalues options; 0: on its event loop. */
  readonly marginThreads: number;
  /** HTTP answers only who signs in, and a broker of our own has users and rights. */
  readonly secure: boolean;
  /** Holds the operators' token of HTTP; undefined: nobody is an operator by a token. */
  readonly operatorTokenFile: string | undefined;
}

/** A configuration with which a service can run by itself: both servers are named. */
export interface ServiceConfiguration extends Configuration {
  readonly databaseUrl: string;
  readonly kafkaBrokers: readonly string[];
}

/** A variable whose value cannot be used; the message names it and the mend. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the environment. Called once, where a process starts; everything else is handed
 * what came out.
 * @throws ConfigurationError that lists every variable at fault
 */
export function readConfiguration(env: Environment = process.env): Configuration {
  const reader = new EnvironmentReader(env);
  const configuration: Configuration = {
    databaseUrl: reader.read('DATABASE_URL', asPostgresUrl, undefined),
    kafkaBrokers: reader.read('KAFKA_BROKERS', asBrokers, undefined),
    kafkaSasl: readSasl(reader),
    kafkaTls: readTls(reader),
    inputPartitions: reader.read('CCP_INPUT_PARTITIONS', asWhole(1, INPUT_PARTITIONS_MAX), 4),
    topicPrefix: reader.read('CCP_TOPIC_PREFIX', asTopicPrefix, 'ccp'),
    configFile: reader.read('CCP_CONFIG', asReadableFile, undefined),
    dataDir: reader.read('CCP_DATA_DIR', (text) => path.resolve(text), DATA_DIR_OTHERWISE),
    port: reader.read('PORT', asWhole(0, PORT_MAX), 0),
    host: reader.read('HOST', asHost, '127.0.0.1'),
    logLevel: reader.read('LOG_LEVEL', asOneOf(LOG_LEVELS), 'info'),
    ledger: reader.read('CCP_LEDGER', asLedger, 'main'),
    requireApproval: reader.read('CCP_REQUIRE_APPROVAL', asTruth, false),
    marginThreads: reader.read('CCP_MARGIN_THREADS', asWhole(0, MARGIN_THREADS_MAX), otherCores()),
    secure: reader.read('CCP_SECURE', asTruth, false),
    operatorTokenFile: reader.read('CCP_OPERATOR_TOKEN_FILE', asReadableFile, undefined),
  };
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems.join('\n'));
  return configuration;
}

/**
 * The configuration of a service, which brings no servers of its own.
 * @throws ConfigurationError that lists every variable at fault or missing
 */
export function readServiceConfiguration(env: Environment = process.env): ServiceConfiguration {
  const configuration = readConfiguration(env);
  const { databaseUrl, kafkaBrokers } = configuration;
  if (databaseUrl === undefined) {
    throw new ConfigurationError(
      'DATABASE_URL is not set: a service needs it, such as postgres://ccp:secret@127.0.0.1:5432/ccp',
    );
  }
  if (kafkaBrokers === undefined) {
    throw new ConfigurationError(
      'KAFKA_BROKERS is not set: a service needs it, such as 127.0.0.1:9092',
    );
  }
  return { ...configuration, databaseUrl, kafkaBrokers };
}

/** All cores but that of the event loop, at least one. */
const otherCores = (): number =>
  Math.min(MARGIN_THREADS_MAX, Math.max(1, availableParallelism() - 1));

const DATA_DIR_OTHERWISE = path.join(PROJECT_ROOT, '.data');

/** Thrown by the readers of values; says what the value should have been. */
class Unusable extends Error {}

/** Reads variables and gathers what is wrong, so that one look mends all. */
class EnvironmentReader {
  readonly problems: string[] = [];

  constructor(private readonly env: Environment) {}

  /** The value that `parse` makes of a variable; `otherwise` when it is unset, empty or unusable. */
  read<T, U>(name: string, parse: (text: string) => T, otherwise: U): T | U {
    const text = this.env[name];
    if (text === undefined || text === '') return otherwise;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      this.problems.push(`${name}: ${error.message}`);
      return otherwise;
    }
  }
}

function readSasl(reader: EnvironmentReader): SaslCredentials | undefined {
  const mechanism = reader.read('KAFKA_SASL_MECHANISM', asOneOf(SASL_MECHANISMS), undefined);
  const username = reader.read('KAFKA_SASL_USERNAME', String, undefined);
  const password = reader.read('KAFKA_SASL_PASSWORD', String, undefined);
  if (mechanism === undefined && username === undefined && password === undefined) return undefined;
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? 'KAFKA_SASL_USERNAME' : 'KAFKA_SASL_PASSWORD';
    reader.problems.push(`${missing}: is not set; set it too, or none of KAFKA_SASL_*`);
    return undefined;
  }
  return { mechanism: mechanism ?? 'scram-sha-512', username, password };
}

function readTls(reader: EnvironmentReader): TlsMaterial | undefined {
  const on = reader.read('KAFKA_SSL', (text) => asOneOf(['true', 'false'] as const)(text), 'false');
  const ca = reader.read('KAFKA_SSL_CA', asFileContent, undefined);
  const cert = reader.read('KAFKA_SSL_CERT', asFileContent, undefined);
  const key = reader.read('KAFKA_SSL_KEY', asFileContent, undefined);
  if ((cert === undefined) !== (key === undefined)) {
    const missing = cert === undefined ? 'KAFKA_SSL_CERT' : 'KAFKA_SSL_KEY';
    reader.problems.push(`${missing}: is not usable; certificate and key are only good together`);
  }
  if (on === 'false' && ca === undefined && cert === undefined) return undefined;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Values are shown shortened, those of URLs not at all: they hold passwords. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function asPostgresUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['postgres:', 'postgresql:'].includes(url.protocol) && url.pathname.length > 1) {
    return text;
  }
  throw new Unusable(
    'is not the URL of a Postgres database, such as postgres://ccp:secret@127.0.0.1:5432/ccp',
  );
}

function asBrokers(text: string): string[] {
  const brokers = text.split(',').map((broker) => broker.trim());
  for (const broker of brokers) {
    const port = Number(/^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/.exec(broker)?.[1]);
    if (port >= 1 && port <= PORT_MAX) continue;
    throw new Unusable(
      `${shown(broker)} is not HOST:PORT; write brokers as 127.0.0.1:9092, with commas between them`,
    );
  }
  return brokers;
}

function asWhole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new Unusable(`${shown(text)} is not a whole number from ${min} to ${max}`);
  };
}

function asOneOf<T extends string>(values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text.toLowerCase());
    if (found !== undefined) return found;
    throw new Unusable(`${shown(text)} is not one of ${values.join(', ')}`);
  };
}

const asTruth = (text: string): boolean => asOneOf(['true', 'false'] as const)(text) === 'true';

function asTopicPrefix(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(text)) return text;
  throw new Unusable(
    `${shown(text)} is not a topic prefix; take letters, digits, _ and -, at most 64, no dots`,
  );
}

function asHost(text: string): string {
  if (isIP(text) !== 0) return text;
  throw new Unusable(`${shown(text)} is not an IP address, such as 127.0.0.1 or 0.0.0.0`);
}

function asLedger(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text;
  throw new Unusable(`${shown(text)} is not a ledger's id, such as main`);
}

function asReadableFile(text: string): string {
  const file = path.resolve(text);
  try {
    if (fs.statSync(file).isFile()) return file;
  } catch {
    // Said below, the same for a missing file and for a folder.
  }
  throw new Unusable(`there is no file ${file}; name one that is there and can be read`);
}

function asFileContent(text: string): string {
  return fs.readFileSync(asReadableFile(text), 'utf8');
}
