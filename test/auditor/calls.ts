import { units } from './arithmetic.js';
import type { Call, Instruction } from './audited-events.js';
import type { Findings } from './findings.js';
import type { Terms } from './terms.js';

interface Seen {
  call: Call;
  paid: bigint;
  readonly notices: Set<string>;
}

type Payment = NonNullable<Instruction['paid']>[number];

const CLOSED = ['MET', 'CANCELLED'];

/** The life of every call: its amount never changes, and what is outstanding is what was not paid. */
export class Calls {
  /** Each as its last message left it. */
  readonly seen = new Map<string, Seen>();
  private readonly promised = new Map<string, Payment>();

  constructor(
    private readonly terms: Terms,
    private readonly findings: Findings,
  ) {}

  issued(call: Call, position: number): void {
    const { callId, amount, outstanding, status } = call;
    const { findings } = this;
    findings.expect(!this.seen.has(callId), () => `call ${callId} is issued twice, at ${position}`);
    const isNew = status === 'ISSUED' && amount === outstanding;
    findings.expect(isNew, () => `call ${callId} is issued ${status} with ${outstanding} to pay`);
    this.seen.set(callId, { call, paid: 0n, notices: new Set() });
  }

  /** What an answer to a pay-in says that it paid; the events of those calls follow it. */
  promise(paid: readonly Payment[]): void {
    for (const payment of paid) this.promised.set(payment.callId, payment);
  }

  followed(type: string, call: Call, ledgerMs: number, position: number): void {
    const { callId, amount, outstanding, status, currency } = call;
    const where = `call ${callId} at ${position}`;
    const expect = (holds: boolean, what: string): void =>
      this.findings.expect(holds, () => `${where}: ${what}`);
    const seen = this.seen.get(callId);
    if (!seen) return expect(false, 'was never issued');
    expect(!CLOSED.includes(seen.call.status), `was ${seen.call.status} before`);
    const minor = (text: string): bigint => units(text, this.terms.scale(currency));
    if (type === 'MarginCallPaid') {
      seen.paid += minor(call.paid ?? '0');
      const told = this.promised.get(callId);
      this.promised.delete(callId);
      expect(
        told?.amount === call.paid && told?.outstanding === outstanding && told?.status === status,
        `${call.paid} was paid, the answer to the pay-in says ${told?.amount}`,
      );
    }
    if (call.notice !== undefined) {
      expect(!seen.notices.has(call.notice), `${call.notice} comes twice`);
      expect(status === seen.call.status, `${call.notice} changes its status`);
      seen.notices.add(call.notice);
    }
    if (type === 'MarginCallOverdue')
      expect(ledgerMs >= Date.parse(call.dueAt), `is overdue before ${call.dueAt}`);
    expect(amount === seen.call.amount, `changes its amount to ${amount}`);
    expect(minor(outstanding) === minor(amount) - seen.paid, `${outstanding} is not what is left`);
    expect((status === 'MET') === (minor(outstanding) === 0n), `is ${status} at ${outstanding}`);
    seen.call = call;
  }

  /** After all was read: nothing that an answer promised is left. */
  finish(): void {
    for (const [callId, { amount }] of this.promised)
      this.findings.expect(false, () => `call ${callId} was never paid the ${amount} it was told`);
  }
}
