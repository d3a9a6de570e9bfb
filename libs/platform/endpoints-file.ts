import fs from 'node:fs';
import path from 'node:path';

/** Where a running clearing house listens (contract, "Configuration"). */
export interface Endpoints {
  /** `HOST:PORT`, several with commas between them. */
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  readonly http: string;
  /** The process to stop. */
  readonly pid: number;
  /** Where everybody has to sign in; secrets are in the files that it names, for their owner's eyes. */
  readonly security?: EndpointSecurity;
}

/** How to sign in at a clearing house that runs with `--secure`. */
export interface EndpointSecurity {
  /** As Kafka's clients call it: `SASL_PLAINTEXT`. */
  readonly kafkaSecurityProtocol: string;
  readonly kafkaSaslMechanism: string;
  /** Holds the operators' token of HTTP, for `Authorization: Bearer`. */
  readonly operatorTokenFile: string;
  /** Holds the passwords of the house's own users at the broker; left out where it is not ours. */
  readonly kafkaUsersFile?: string;
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'endpoints.json');
}

/** Writes `endpoints.json` by rename, for its owner's eyes: the URL holds a password. */
export function writeEndpoints(dataDir: string, endpoints: Endpoints): void {
  const draft = `${fileIn(dataDir)}.new`;
  fs.writeFileSync(draft, `${JSON.stringify(endpoints, undefined, 2)}\n`, { mode: 0o600 });
  fs.renameSync(draft, fileIn(dataDir));
}

export function removeEndpoints(dataDir: string): void {
  fs.rmSync(fileIn(dataDir), { force: true });
}

/** What `endpoints.json` of a data folder says, or undefined when nothing usable is there. */
export function readEndpoints(dataDir: string): Endpoints | undefined {
  let found: Partial<Endpoints>;
  try {
    found = JSON.parse(fs.readFileSync(fileIn(dataDir), 'utf8')) as Partial<Endpoints>;
  } catch {
    return undefined;
  }
  const { kafkaBrokers, databaseUrl, http, pid, security } = found;
  return typeof kafkaBrokers === 'string' &&
    typeof databaseUrl === 'string' &&
    typeof http === 'string' &&
    typeof pid === 'number'
    ? { kafkaBrokers, databaseUrl, http, pid, ...(security === undefined ? {} : { security }) }
    : undefined;
}
