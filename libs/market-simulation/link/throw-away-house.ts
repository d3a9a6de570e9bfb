import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readEndpoints, type Endpoints } from '#libs/platform/endpoints-file.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { HOUSE_READY_MS, HOUSE_STOP_MS } from '../limits.js';

/** A clearing house with a fresh ledger, for one purpose. */
export interface ThrowAwayHouse {
  readonly endpoints: Endpoints;
  readonly topicPrefix: string;
  readonly dataDir: string;
  /** Resolves with its last words if it ends before it is stopped. */
  readonly ended: Promise<string>;
  /** @param keep leaves its data folder for a later look */
  stop(keep: boolean): Promise<void>;
}

const READY = 'clearing house is ready';
const LAST_LINES = 12;

/**
 * Starts a clearing house of our own with a fresh data folder and reference data, as `npm start` would.
 * Its Postgres is always its own; its Kafka is the one of KAFKA_BROKERS where that is set, under topics
 * of its own. It ends with this process, however this one ends.
 * @throws Error with what it last said, when it does not become ready
 */
export async function startThrowAwayHouse(
  dataDir: string,
  document: object,
): Promise<ThrowAwayHouse> {
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.mkdirSync(dataDir, { recursive: true });
  // JSON is YAML.
  const config = path.join(dataDir, 'clearing-house.yaml');
  fs.writeFileSync(config, `${JSON.stringify(document, undefined, 2)}\n`);
  const topicPrefix = `replay-${randomBytes(4).toString('hex')}`;
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', path.join(PROJECT_ROOT, 'dist/apps/clearing-house/main.js')],
    {
      // Ctrl-C reaches a whole process group; this house is stopped when its work is done.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(config, dataDir, topicPrefix),
    },
  );
  const lines = lastLinesOf(child);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', () => resolve(lines.join('\n')));
    child.once('error', (error) => resolve(error.message));
  });
  const stop = async (keep: boolean): Promise<void> => {
    await stopChild(child, ended);
    if (!keep) fs.rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await readiness(child, ended);
    const endpoints = readEndpoints(dataDir);
    if (!endpoints) throw new Error(`the clearing house left no endpoints.json in ${dataDir}`);
    return { endpoints, topicPrefix, dataDir, ended, stop };
  } catch (error) {
    await stop(true);
    throw error;
  }
}

function environment(config: string, dataDir: string, topicPrefix: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _own, PORT: _port, ...inherited } = process.env;
  return {
    ...inherited,
    CCP_CONFIG: config,
    CCP_DATA_DIR: dataDir,
    CCP_TOPIC_PREFIX: topicPrefix,
    // It looks for the end of whoever started it, as it does below npm.
    npm_lifecycle_event: 'replay-market',
  };
}

function lastLinesOf(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
      if (line === READY) child.emit('house-ready');
    });
  }
  return lines;
}

function readiness(child: ChildProcess, ended: Promise<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the clearing house was not ready within ${HOUSE_READY_MS / 1000} s`)),
      HOUSE_READY_MS,
    );
    child.once('house-ready', () => {
      clearTimeout(timer);
      resolve();
    });
    void ended.then((words) => {
      clearTimeout(timer);
      reject(new Error(`the clearing house could not be started:\n${words}`));
    });
  });
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), HOUSE_STOP_MS);
  await ended;
  clearTimeout(timer);
}
