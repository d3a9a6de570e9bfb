import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../project-root.js';

export interface StarterProcess {
  readonly child: ChildProcess;
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
}

/**
 * Starts both servers from a process of its own (`starter.mjs`), which a test may kill.
 * @param user run as this user instead of our own
 */
export async function startStarter(
  platform: string,
  dataDir: string,
  user?: { uid: number; gid: number },
): Promise<StarterProcess> {
  const program = path.join(PROJECT_ROOT, 'libs/platform/testing/starter.mjs');
  const child = spawn(process.execPath, [program, platform, dataDir], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', HOME: dataDir },
    ...user,
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said = (said + data.toString()).slice(-4_000);
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('close', (code) => {
      reject(new Error(`the starter ended with ${code}:\n${said}`));
    });
  });
  const { databaseUrl, kafkaBrokers } = JSON.parse(line) as Record<string, string>;
  return { child, databaseUrl: databaseUrl ?? '', kafkaBrokers: kafkaBrokers ?? '' };
}
