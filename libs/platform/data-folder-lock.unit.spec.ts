import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from './data-folder-lock.js';
import { readEndpoints, removeEndpoints, writeEndpoints } from './endpoints-file.js';
import { startOf } from './processes.js';

let dataDir = '';
const lockFile = (): string => path.join(dataDir, 'clearing-house.lock');

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true }));

describe('the lock of a data folder', () => {
  it('lets one in and tells the next who runs there and where', () => {
    const lock = lockDataFolder(dataDir);
    expect(() => lockDataFolder(dataDir)).toThrow(`process ${process.pid} and is starting`);
    writeEndpoints(dataDir, {
      kafkaBrokers: '127.0.0.1:1',
      databaseUrl: 'postgres://d/ccp',
      http: 'http://127.0.0.1:8080',
      pid: process.pid,
    });
    expect(() => lockDataFolder(dataDir)).toThrow(
      `process ${process.pid} at http://127.0.0.1:8080`,
    );
    lock.release();
    lockDataFolder(dataDir).release();
    expect(fs.readdirSync(dataDir)).toEqual(['endpoints.json']);
  });

  it('counts for nothing once its process is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const pid = child.pid ?? 0;
    const startedAt = startOf(pid);
    await once(child, 'exit');
    fs.writeFileSync(lockFile(), JSON.stringify({ pid, startedAt }));
    lockDataFolder(dataDir).release();
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  it('counts for nothing when its pid now belongs to another process', () => {
    fs.writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
    const lock = lockDataFolder(dataDir);
    expect(() => lockDataFolder(dataDir)).toThrow(/already runs/);
    lock.release();
  });

  it('is taken over when it was only half written', () => {
    fs.writeFileSync(lockFile(), '{"pid": 1');
    const lock = lockDataFolder(dataDir);
    expect(JSON.parse(fs.readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  it('makes the folder, and says so when it cannot', () => {
    lockDataFolder(path.join(dataDir, 'a', 'b')).release();
    const file = path.join(dataDir, 'file');
    fs.writeFileSync(file, '');
    expect(() => lockDataFolder(path.join(file, 'below'))).toThrow(/CCP_DATA_DIR/);
  });

  it('is not released by one who no longer holds it', () => {
    const lock = lockDataFolder(dataDir);
    fs.writeFileSync(lockFile(), JSON.stringify({ pid: 1, startedAt: startOf(1) }));
    lock.release();
    expect(fs.existsSync(lockFile())).toBe(true);
  });
});

describe('endpoints.json', () => {
  it('comes back as it was written, only for its owner to read', () => {
    const endpoints = {
      kafkaBrokers: '127.0.0.1:1',
      databaseUrl: 'postgres://ccp:secret@127.0.0.1:2/ccp',
      http: 'http://127.0.0.1:3',
      pid: 4,
    };
    writeEndpoints(dataDir, endpoints);
    expect(readEndpoints(dataDir)).toEqual(endpoints);
    expect(fs.statSync(path.join(dataDir, 'endpoints.json')).mode & 0o777).toBe(0o600);
    removeEndpoints(dataDir);
    expect(readEndpoints(dataDir)).toBeUndefined();
  });

  it('that cannot be read counts as none', () => {
    fs.writeFileSync(path.join(dataDir, 'endpoints.json'), '{"http": "http://127.0.0.1:3"}');
    expect(readEndpoints(dataDir)).toBeUndefined();
    fs.writeFileSync(path.join(dataDir, 'endpoints.json'), '{');
    expect(readEndpoints(dataDir)).toBeUndefined();
  });
});
