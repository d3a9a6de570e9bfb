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
  const { kafkaBrokers, databaseUrl, http, pid } = found;
  return typeof kafkaBrokers === 'string' &&
    typeof databaseUrl === 'string' &&
    typeof http === 'string' &&
    typeof pid === 'number'
    ? { kafkaBrokers, databaseUrl, http, pid }
    : undefined;
}
