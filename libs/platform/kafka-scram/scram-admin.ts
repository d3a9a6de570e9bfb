import type { KafkaConfig } from 'kafkajs';
import {
  Broker,
  ConnectionPool,
  createSocketFactory,
  type KafkaRequest,
  SILENT,
} from './kafkajs-internals.js';
import { alterScramUsers, type ScramChange, type ScramResult } from './alter-scram-users.js';
import { describeScramUsers } from './describe-scram-users.js';

export interface ScramAdminOptions {
  /** `HOST:PORT` of brokers, or of a controller; the first that answers is asked. */
  readonly brokers: readonly string[];
  readonly sasl?: KafkaConfig['sasl'];
  readonly ssl?: KafkaConfig['ssl'];
}

const CONNECT_MS = 5_000;
const REQUEST_MS = 15_000;

/** Users per request; each costs a derivation of its key, some 10 ms. */
const CHANGES_MAX = 100;

/** The broker refused a change of its users; the message has no secret in it. */
export class ScramError extends Error {
  override readonly name = 'ScramError';
}

/** The users of a broker that sign in by SCRAM-SHA-512. */
export class ScramAdmin {
  private constructor(
    private readonly send: <Answer>(request: KafkaRequest<Answer>) => Promise<Answer>,
    readonly close: () => Promise<void>,
  ) {}

  /** @throws the client's error of the last address when none answers or the sign-in fails */
  static async connect({ brokers, sasl, ssl }: ScramAdminOptions): Promise<ScramAdmin> {
    let problem: unknown = new Error('no broker is named');
    for (const address of brokers) {
      const colon = address.lastIndexOf(':');
      const connectionPool = new ConnectionPool({
        host: address.slice(0, colon).replace(/^\[|\]$/g, ''),
        port: Number(address.slice(colon + 1)),
        clientId: 'ccp-access',
        sasl,
        ssl,
        connectionTimeout: CONNECT_MS,
        requestTimeout: REQUEST_MS,
        logger: SILENT,
        socketFactory: createSocketFactory(),
      });
      const broker = new Broker({ connectionPool, logger: SILENT });
      try {
        await broker.connect();
        return new ScramAdmin(
          (request) => connectionPool.send(request),
          () => broker.disconnect(),
        );
      } catch (error) {
        problem = error;
        await broker.disconnect().catch(() => undefined);
      }
    }
    throw problem;
  }

  /** Names of all users. @throws ScramError when the one who asks may not know */
  async users(): Promise<Set<string>> {
    const { errorCode, users } = await this.send(describeScramUsers());
    if (errorCode !== 0) throw new ScramError(`the broker names no users: error ${errorCode}`);
    return new Set(users);
  }

  /** Makes users, gives those that are there a new password, and removes others. @throws ScramError */
  async change(changes: readonly ScramChange[]): Promise<void> {
    for (let from = 0; from < changes.length; from += CHANGES_MAX) {
      const request = await alterScramUsers(changes.slice(from, from + CHANGES_MAX));
      throwIfRefused(await this.send(request));
    }
  }
}

/** The user was not there: as good as removed. */
const RESOURCE_NOT_FOUND = 91;

function throwIfRefused(results: readonly ScramResult[]): void {
  const refused = results.filter(({ errorCode }) => ![0, RESOURCE_NOT_FOUND].includes(errorCode));
  if (refused.length === 0) return;
  const each = refused.map(({ username, errorCode }) => `${username} (error ${errorCode})`);
  throw new ScramError(`the broker did not change these users: ${each.join(', ')}`);
}
