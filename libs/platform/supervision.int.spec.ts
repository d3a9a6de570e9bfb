import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, waitUntilGone } from './processes.js';
import { PROJECT_ROOT } from './project-root.js';
import { serviceProcess } from './service-process.js';
import { Supervisor, type Part } from './supervisor.js';
import { makeTestDataDir } from './test-servers.js';
import { compilePlatform } from './testing/compiled-platform.js';

const SERVICE = path.join(PROJECT_ROOT, 'libs/platform/testing/service.mjs');
let folder = '';
let trace = '';
let said: string[] = [];

beforeAll(() => {
  folder = makeTestDataDir();
  compilePlatform(folder);
});
beforeEach(() => {
  trace = path.join(folder, `trace-${Date.now()}`);
  fs.writeFileSync(trace, '');
  said = [];
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function environment(name: string, behaviour: string): NodeJS.ProcessEnv {
  const own = { PLATFORM: folder, TRACE: trace, NAME: name, BEHAVIOUR: behaviour };
  return { ...process.env, NODE_OPTIONS: '', ...own };
}

function part(name: string, behaviour = '', readyMs = 10_000): Part {
  return serviceProcess({ name, module: SERVICE, env: environment(name, behaviour), readyMs });
}

function supervisor(): Supervisor {
  return new Supervisor((line) => said.push(line), { backoffMs: 10, stageStopMs: 500 });
}

/** What the services noted, such as `core starts`. */
function noted(): string[] {
  return lines().map((line) => line.split(' ').slice(0, 2).join(' '));
}

function lines(): string[] {
  return fs.readFileSync(trace, 'utf8').split('\n').slice(0, -1);
}

function pids(): number[] {
  return lines().map((line) => Number(line.split(' ')[2]));
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !condition(); await sleep(20)) {
    if (Date.now() > end) throw new Error(`not within ten seconds; noted: ${noted().join(', ')}`);
  }
}

describe('the supervisor', () => {
  it('starts parts in order, hands on what they say, and stops them in reverse order', async () => {
    const house = supervisor();
    expect(await house.start(part('core'))).toEqual([{ name: 'core' }]);
    await house.start(part('publisher'));
    await house.start(part('back-office'));
    await house.stop();
    expect(noted()).toEqual([
      'core starts',
      'publisher starts',
      'back-office starts',
      'back-office stops',
      'publisher stops',
      'core stops',
    ]);
    expect(pids().some(isAlive)).toBe(false);
    expect(said).toEqual([]);
  });

  it('starts a part again that was killed, and says so', async () => {
    const house = supervisor();
    await house.start(part('core'));
    process.kill(pids()[0] ?? 0, 'SIGKILL');
    await until(() => said.includes('core runs again'));
    expect(said[0]).toBe('core ended (SIGKILL); starting it again in 10 ms');
    await house.stop();
    expect(noted()).toEqual(['core starts', 'core starts', 'core stops']);
    expect(pids().some(isAlive)).toBe(false);
  });

  it('gives up a part that keeps crashing', async () => {
    const house = supervisor();
    await house.start(part('core', 'crashes'));
    expect(await house.failed).toBe('core ended 6 times within 60 s (exit status 3)');
    await house.stop();
    expect(pids().some(isAlive)).toBe(false);
  });

  it('kills a part that does not stop, and goes on with the others', async () => {
    const house = supervisor();
    await house.start(part('core'));
    await house.start(part('publisher', 'hangs'));
    const before = Date.now();
    await house.stop();
    expect(Date.now() - before).toBeLessThan(2_000);
    expect(noted().slice(2)).toEqual(['publisher stops', 'core stops']);
    expect(pids().some(isAlive)).toBe(false);
  });

  it('names the part that does not start, and how it ended', async () => {
    const house = supervisor();
    await expect(house.start(part('core', 'fails'))).rejects.toThrow(
      'core ended before it was ready (exit status 1)',
    );
    await house.stop();
  });

  it('does not wait for ever for a part to be ready', async () => {
    const house = supervisor();
    await expect(house.start(part('core', 'never-ready', 400))).rejects.toThrow(
      'core was not ready within 0.4 s',
    );
    expect(pids().some(isAlive)).toBe(false);
    await house.stop();
  });

  it('can be stopped while a part starts', async () => {
    const house = supervisor();
    await house.start(part('core'));
    const start = house.start(part('publisher', 'never-ready')).catch((error: Error) => error);
    await until(() => noted().includes('publisher starts'));
    await house.stop();
    expect(await start).toMatchObject({ message: expect.stringContaining('stopped') });
    expect(noted()).toEqual(['core starts', 'publisher starts', 'core stops']);
    expect(pids().some(isAlive)).toBe(false);
    await expect(house.start(part('back-office'))).rejects.toThrow(/stopped/);
  });
});

describe('a service', () => {
  /** Started as an operator would: no starter above it. */
  async function alone(behaviour = ''): Promise<ChildProcess> {
    const child = spawn(process.execPath, [SERVICE], {
      env: environment('core', behaviour),
      stdio: 'ignore',
    });
    await until(() => noted().includes('core starts'));
    await sleep(50);
    return child;
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('by itself stops on %s with status 0', async (signal) => {
    const child = await alone();
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(noted()).toEqual(['core starts', 'core stops']);
  });

  it('ends with status 1 when it cannot start or does not stop in time', async () => {
    const failing = await alone('fails');
    if (failing.exitCode === null) await once(failing, 'exit');
    expect(failing.exitCode).toBe(1);
    fs.writeFileSync(trace, '');
    const hanging = await alone('hangs');
    hanging.kill('SIGTERM');
    expect(await once(hanging, 'exit')).toEqual([1, null]);
  });

  it('below a starter passes Ctrl-C over', async () => {
    const house = supervisor();
    await house.start(part('core'));
    process.kill(pids()[0] ?? 0, 'SIGINT');
    await sleep(300);
    expect(noted()).toEqual(['core starts']);
    expect(isAlive(pids()[0] ?? 0)).toBe(true);
    await house.stop();
  });

  it('stops in order when its starter is killed with -9', async () => {
    const program = [
      "import { serviceProcess } from './service-process.js';",
      `const options = { name: 'core', module: ${JSON.stringify(SERVICE)}, readyMs: 10000 };`,
      'const part = serviceProcess({ ...options, env: process.env });',
      'await part.start(new AbortController().signal);',
      "process.stdout.write('ready');",
      'setInterval(() => {}, 60000);',
    ];
    fs.writeFileSync(path.join(folder, 'fork-one.js'), program.join('\n'));
    const starter = spawn(process.execPath, [path.join(folder, 'fork-one.js')], {
      env: environment('core', ''),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // The starter also hands on what the service prints: only its own word counts.
    let printed = '';
    starter.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
    });
    await until(() => printed.includes('ready'));
    starter.kill('SIGKILL');
    expect(await waitUntilGone(pids()[0] ?? 0, 5_000)).toBe(true);
    expect(noted()).toEqual(['core starts', 'core stops']);
  });
});
