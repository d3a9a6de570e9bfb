import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedKafka } from './embedded-kafka.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { readPid } from './guarded-server.js';
import { commandLineOf, isAlive, waitUntilGone } from './processes.js';
import { compilePlatform } from './testing/compiled-platform.js';
import { powerLoss, processesOf, waitUntilNone } from './testing/house-processes.js';
import { store, storedMessages, storedRows } from './testing/server-content.js';
import { startStarter } from './testing/starter-process.js';
import { makeTestDataDir } from './test-servers.js';

const isRoot = process.geteuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };
const folders: string[] = [];
let platform = '';

function dataFolder(above?: string): string {
  const folder = above ? path.join(above, 'data') : makeTestDataDir();
  fs.mkdirSync(folder, { recursive: true });
  folders.push(above ?? folder);
  return folder;
}

/** The pid that a guard wrote down for its server. */
function serverPid(dataDir: string, server: 'postgres' | 'kafka'): number {
  return readPid(path.join(dataDir, `${server}.pid`)) ?? 0;
}

/** The guards among the processes of a data folder. */
function guardPids(dataDir: string): number[] {
  return processesOf(dataDir).filter((pid) => commandLineOf(pid).includes('guard.mjs'));
}

beforeAll(() => {
  platform = dataFolder();
  compilePlatform(platform);
});
afterEach(async () => {
  for (const folder of folders.slice(1)) await powerLoss(folder);
});
afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

describe('embedded servers', () => {
  it('keep their data and their ports over a restart', async () => {
    const dataDir = dataFolder();
    const first = await startStarter(platform, dataDir);
    await store(first, 'one');
    first.child.kill('SIGTERM');
    expect(await waitUntilNone(dataDir, 10_000)).toEqual([]);

    const second = await startStarter(platform, dataDir);
    expect(second.databaseUrl).toBe(first.databaseUrl);
    expect(second.kafkaBrokers).toBe(first.kafkaBrokers);
    expect(await storedRows(second)).toEqual(['one']);
    expect(await storedMessages(second, 1)).toEqual(['one']);
  });

  it('go down within ten seconds when their starter is killed with -9, and lose nothing', async () => {
    const dataDir = dataFolder();
    const first = await startStarter(platform, dataDir);
    await store(first, 'one');
    first.child.kill('SIGKILL');
    expect(await waitUntilNone(dataDir, 10_000)).toEqual([]);

    const second = await startStarter(platform, dataDir);
    await store(second, 'two');
    expect(await storedRows(second)).toEqual(['one', 'two']);
    expect(await storedMessages(second, 2)).toEqual(['one', 'two']);
  });

  it('come back on their data after every process was killed at once, again and again', async () => {
    const dataDir = dataFolder();
    const words: string[] = [];
    for (const word of ['one', 'two', 'three']) {
      const servers = await startStarter(platform, dataDir);
      await store(servers, word);
      words.push(word);
      expect(await storedRows(servers)).toEqual(words);
      await powerLoss(dataDir);
    }
    const servers = await startStarter(platform, dataDir);
    expect(await storedMessages(servers, 3)).toEqual(words);
  });

  it('stop a server first that was left behind because starter and guard were killed', async () => {
    const dataDir = dataFolder();
    const first = await startStarter(platform, dataDir);
    await store(first, 'one');
    const left = [serverPid(dataDir, 'postgres'), serverPid(dataDir, 'kafka')];
    // The guards first, and none of them may notice: they are stopped before they are killed.
    const guards = guardPids(dataDir);
    expect(guards).toHaveLength(2);
    for (const pid of guards) process.kill(pid, 'SIGSTOP');
    first.child.kill('SIGKILL');
    for (const pid of guards) process.kill(pid, 'SIGKILL');
    await sleep(200);
    expect(left.map(isAlive)).toEqual([true, true]);

    const second = await startStarter(platform, dataDir);
    expect(left.map(isAlive)).toEqual([false, false]);
    expect(await storedRows(second)).toEqual(['one']);
    expect(await storedMessages(second, 1)).toEqual(['one']);
  });

  it('do not hear Ctrl-C, which reaches the whole process group of the starter', async () => {
    const dataDir = dataFolder();
    const servers = await startStarter(platform, dataDir);
    process.kill(-(servers.child.pid ?? 0), 'SIGINT');
    await sleep(500);
    await store(servers, 'one');
    expect(await storedRows(servers)).toEqual(['one']);
  });

  it('start although the ports of the last run are taken by others now', async () => {
    const dataDir = dataFolder();
    const first = await startStarter(platform, dataDir);
    await store(first, 'one');
    first.child.kill('SIGTERM');
    expect(await waitUntilNone(dataDir, 10_000)).toEqual([]);
    const copy = dataFolder();
    fs.cpSync(path.join(dataDir, 'postgres.port'), path.join(copy, 'postgres.port'));
    fs.cpSync(path.join(dataDir, 'kafka.ports'), path.join(copy, 'kafka.ports'));
    await startStarter(platform, copy);

    const again = await startStarter(platform, dataDir);
    expect(again.databaseUrl).not.toBe(first.databaseUrl);
    expect(again.kafkaBrokers).not.toBe(first.kafkaBrokers);
    expect(await storedRows(again)).toEqual(['one']);
    expect(await storedMessages(again, 1)).toEqual(['one']);
  });

  it('say how they ended, and start again on the same port', async () => {
    const dataDir = dataFolder();
    const postgres = await startEmbeddedPostgres({ dataDir });
    const kafka = await startEmbeddedKafka({ dataDir });
    await store({ ...postgres, ...kafka }, 'one');
    process.kill(serverPid(dataDir, 'postgres'), 'SIGKILL');
    process.kill(serverPid(dataDir, 'kafka'), 'SIGKILL');
    expect(await postgres.ended).toBe('exit status 137');
    expect(await kafka.ended).toBe('exit status 137');

    const again = await startEmbeddedPostgres({ dataDir, port: postgres.port });
    const kafkaAgain = await startEmbeddedKafka({ dataDir, port: kafka.port });
    expect(again.databaseUrl).toBe(postgres.databaseUrl);
    expect(kafkaAgain.kafkaBrokers).toBe(kafka.kafkaBrokers);
    expect(await storedRows({ ...again, ...kafkaAgain })).toEqual(['one']);
    await Promise.all([again.stop(), kafkaAgain.stop()]);
    expect(processesOf(dataDir)).toEqual([]);
  });

  it('give up a start that is called off, and leave nothing running', async () => {
    const dataDir = dataFolder();
    const off = new AbortController();
    const starts = [
      startEmbeddedPostgres({ dataDir, signal: off.signal }),
      startEmbeddedKafka({ dataDir, signal: off.signal }),
    ];
    setTimeout(() => off.abort(), 700);
    const results = await Promise.allSettled(starts);
    expect(results[1]?.status).toBe('rejected');
    const [first] = results;
    if (first?.status === 'fulfilled') await first.value.stop();
    expect(await waitUntilNone(dataDir, 5_000)).toEqual([]);
  });

  it.runIf(isRoot)('run for root in a folder that only root may enter', async () => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'only-root-'));
    fs.chmodSync(home, 0o700);
    const dataDir = dataFolder(home);
    const first = await startStarter(platform, dataDir);
    await store(first, 'one');
    first.child.kill('SIGKILL');
    expect(await waitUntilNone(dataDir, 10_000)).toEqual([]);
    const second = await startStarter(platform, dataDir);
    expect(await storedRows(second)).toEqual(['one']);
  });

  it.runIf(isRoot)('run for an ordinary user', async () => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'ordinary-'));
    fs.chmodSync(home, 0o755);
    const dataDir = dataFolder(home);
    fs.chownSync(dataDir, NOBODY.uid, NOBODY.gid);
    const servers = await startStarter(platform, dataDir, NOBODY);
    await store(servers, 'one');
    expect(await storedRows(servers)).toEqual(['one']);
    const pid = serverPid(dataDir, 'postgres');
    expect(fs.statSync(`/proc/${pid}`).uid).toBe(NOBODY.uid);
    servers.child.kill('SIGTERM');
    expect(await waitUntilGone(pid, 10_000)).toBe(true);
  });
});
