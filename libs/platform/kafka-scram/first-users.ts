import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardedServer } from '../guarded-server.js';
import type { KafkaUsers } from '../house-secrets.js';
import { ScramAdmin } from './scram-admin.js';

/** Long, since a broker that was killed under load first looks through its logs. */
const READY_MS = 120_000;
const POLL_MS = 50;

/**
 * Makes the house's own users at a broker that starts, through its controller, whose port knows the admin
 * from the settings. Storage that was formatted without users gets them the same way.
 * @returns what went wrong, if anything
 */
export async function makeFirstUsers(
  server: GuardedServer,
  controllerPort: number,
  users: KafkaUsers,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const brokers = [`127.0.0.1:${controllerPort}`];
  let problem = 'no answer';
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(POLL_MS)) {
    if (!server.running()) return server.ended;
    if (signal?.aborted) return 'it was stopped';
    try {
      const admin = await ScramAdmin.connect({
        brokers,
        sasl: { mechanism: 'plain', ...users.admin },
      });
      try {
        await admin.change(Object.values(users));
        return undefined;
      } finally {
        await admin.close();
      }
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  }
  return problem;
}
