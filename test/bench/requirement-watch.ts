import type { Consumer } from 'kafkajs';
import type { BenchHouse } from './bench-house.js';

interface Awaited {
  readonly accounts: Set<string>;
  readonly sinceMs: number;
  readonly done: (atMs: number) => void;
}

const CALCULATED_AT = /"calculatedAt": ?"([^"]+)"/;
const ISSUED_AT = /"issuedAt": ?"([^"]+)"/;

/**
 * Reads requirements and calls as a member would. Which tick a message answers follows from the ledger's
 * time in it: every tick of a run has one of its own.
 */
export class RequirementWatch {
  private awaited: Awaited | undefined;
  private readonly firstCalls = new Map<number, number>();

  private constructor(private readonly consumer: Consumer) {}

  static async open(house: BenchHouse): Promise<RequirementWatch> {
    const consumer = house.kafka.consumer({ groupId: 'ticks', maxWaitTimeInMs: 20 });
    const watch = new RequirementWatch(consumer);
    const [requirements, calls] = [house.topic('margin-requirements'), house.topic('margin-calls')];
    await consumer.connect();
    await consumer.subscribe({ topics: [requirements, calls], fromBeginning: false });
    const joined = new Promise<void>((resolve) => {
      consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ topic, message }) => {
        const text = String(message.value);
        if (topic === requirements) watch.takeRequirement(String(message.key), text);
        else watch.takeCall(text);
        return Promise.resolve();
      },
    });
    await joined;
    return watch;
  }

  /** Resolves when all accounts have a requirement of the ledger time `sinceMs` or later, with when. */
  until(accounts: ReadonlySet<string>, sinceMs: number): Promise<number> {
    return new Promise((done) => {
      this.awaited = { accounts: new Set(accounts), sinceMs, done };
    });
  }

  /** When the first call of a ledger time was read; undefined where there was none. */
  firstCallOf(ledgerTimeMs: number): number | undefined {
    return this.firstCalls.get(ledgerTimeMs);
  }

  async close(): Promise<void> {
    await this.consumer.disconnect();
  }

  private takeRequirement(account: string, text: string): void {
    const { awaited } = this;
    if (!awaited?.accounts.has(account)) return;
    const calculatedMs = Date.parse(CALCULATED_AT.exec(text)?.[1] ?? '');
    if (!(calculatedMs >= awaited.sinceMs)) return;
    awaited.accounts.delete(account);
    if (awaited.accounts.size > 0) return;
    this.awaited = undefined;
    awaited.done(performance.now());
  }

  private takeCall(text: string): void {
    const issuedMs = Date.parse(ISSUED_AT.exec(text)?.[1] ?? '');
    if (!this.firstCalls.has(issuedMs)) this.firstCalls.set(issuedMs, performance.now());
  }
}
