import fs from 'node:fs';
import path from 'node:path';
import { readEndpoints } from './endpoints-file.js';
import { isAlive, startOf } from './processes.js';

/** The right to run on a data folder. */
export interface DataFolderLock {
  release(): void;
}

/** Whoever has the folder: a pid alone is given away again, together with the start it is unique. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

const ATTEMPTS_MAX = 5;

/**
 * Takes the data folder for this process; a lock whose process is gone counts for nothing.
 * @throws Error that names the pid and the address of whoever runs there, or says that the folder
 * may not be written to
 */
export function lockDataFolder(dataDir: string): DataFolderLock {
  try {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.accessSync(dataDir, fs.constants.W_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The data folder ${dataDir} cannot be written to (${why}). ` +
        'Start as its owner, or set CCP_DATA_DIR to another folder.',
    );
  }
  const file = path.join(dataDir, 'clearing-house.lock');
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid) };
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, `${JSON.stringify(mine)}\n`);
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (linked(draft, file)) return { release: () => release(file, mine) };
      const holder = readHolder(file);
      if (holder !== undefined && lives(holder)) throw new Error(refusal(dataDir, holder));
      setAside(file, holder);
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
  throw new Error(`${file} changes hands all the time: are several starts running at once?`);
}

/** A link appears whole and only where there is nothing yet. @returns false when there is */
function linked(draft: string, file: string): boolean {
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead holder's lock, unless another start put its own there since it was read. */
function setAside(file: string, dead: Holder | undefined): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return; // another start was faster
  }
  const found = readHolder(aside);
  if (found !== undefined && !same(found, dead) && lives(found)) linked(aside, file);
  fs.rmSync(aside, { force: true });
}

function release(file: string, mine: Holder): void {
  if (same(readHolder(file), mine)) fs.rmSync(file, { force: true });
}

function same(one: Holder | undefined, other: Holder | undefined): boolean {
  return one?.pid === other?.pid && one?.startedAt === other?.startedAt;
}

function lives({ pid, startedAt }: Holder): boolean {
  return isAlive(pid) && startOf(pid) === startedAt;
}

function readHolder(file: string): Holder | undefined {
  try {
    const { pid, startedAt } = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Holder>;
    return Number.isInteger(pid) && pid !== undefined && typeof startedAt === 'string'
      ? { pid, startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}

function refusal(dataDir: string, { pid }: Holder): string {
  const endpoints = readEndpoints(dataDir);
  const address = endpoints?.pid === pid ? ` at ${endpoints.http}` : ' and is starting or stopping';
  return (
    `A clearing house already runs on ${dataDir}: process ${pid}${address}. ` +
    'Stop it first, or set CCP_DATA_DIR to another folder.'
  );
}
