import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import type { CallMessage, OpenCalls } from '../link/open-calls.js';
import type { DepositToSend } from '../messages.js';
import type { Random } from '../random/random.js';

const PROMPT_SECONDS = [4, 15] as const;
const SECOND_PART_SECONDS = 20;
const LATE_AFTER_DUE_SECONDS = [15, 40] as const;
const PARTIAL_SHARE = 1 / 6;
const LATE_SHARE = 1 / 10;
const SECOND_MS = 1_000;

interface Intention {
  readonly atMs: number;
  /** Pays half first. */
  readonly partially: boolean;
}

/**
 * Pays margin calls as members do: most within seconds, some in two parts, some only when they are
 * overdue. It keeps nothing of a call that is no longer open.
 */
export class CallPayer {
  private readonly intentions = new Map<string, Intention>();
  private payments = 0;

  constructor(
    private readonly calls: OpenCalls,
    private readonly runId: string,
    private readonly random: Random,
  ) {}

  /** The deposits that are made now. @param nowMs the wall clock */
  depositsDue(nowMs: number, valueDate: string): DepositToSend[] {
    const open = this.calls.list();
    const stillOpen = new Set(open.map(({ callId }) => callId));
    for (const callId of this.intentions.keys()) {
      if (!stillOpen.has(callId)) this.intentions.delete(callId);
    }
    // The newest first, since it is paid together with the older ones of its account.
    return open.toReversed().flatMap((call) => {
      const intention = this.intentions.get(call.callId);
      if (intention === undefined) {
        this.intentions.set(call.callId, this.intentionFor(call, nowMs));
        return [];
      }
      if (intention.atMs > nowMs) return [];
      const owed = callsUpTo(call, open);
      // Should something stay open, it is paid later: by then the first payment has been answered.
      const again = { atMs: nowMs + SECOND_PART_SECONDS * SECOND_MS, partially: false };
      for (const { callId } of owed) this.intentions.set(callId, again);
      const amount = outstandingOf(owed);
      return [this.deposit(call, intention.partially ? halfOf(amount) : amount, valueDate)];
    });
  }

  private intentionFor(call: CallMessage, nowMs: number): Intention {
    const { random } = this;
    if (random.chance(LATE_SHARE)) {
      const late = random.between(...LATE_AFTER_DUE_SECONDS) * SECOND_MS;
      return { atMs: Math.max(nowMs, Date.parse(call.dueAt)) + late, partially: false };
    }
    const soon = random.between(...PROMPT_SECONDS) * SECOND_MS;
    return { atMs: nowMs + soon, partially: random.chance(PARTIAL_SHARE) };
  }

  private deposit(call: CallMessage, quantity: string, valueDate: string): DepositToSend {
    this.payments += 1;
    return {
      instructionId: `${this.runId}-P${this.payments}`,
      type: 'DEPOSIT',
      account: call.account,
      asset: call.currency,
      quantity,
      valueDate,
    };
  }
}

/** A call and the older ones of its account: a pay-in goes to the oldest call first. */
function callsUpTo(call: CallMessage, open: readonly CallMessage[]): CallMessage[] {
  const { account, currency } = call;
  return open
    .slice(0, open.indexOf(call) + 1)
    .filter((other) => other.account === account && other.currency === currency);
}

function outstandingOf(calls: readonly CallMessage[]): string {
  const amounts = calls.map(({ outstanding }) => parseDecimal(outstanding));
  const scale = Math.max(...amounts.map((amount) => amount.scale));
  const units = amounts.reduce((sum, amount) => sum + (toUnits(amount, scale) ?? 0n), 0n);
  return formatUnits(units, scale);
}

/** Half of an amount, to whole units of money; at least one. */
function halfOf(amount: string): string {
  return String(Math.max(1, Math.floor(Number(amount) / 2)));
}
