import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';

/** The terms that an auditor has on paper: hundredths of a tick size, and what a tick is worth. */
const TERMS: Readonly<Record<string, { tickCents: number; tickValue: bigint; currency: string }>> =
  {
    'SPX-FUT': { tickCents: 25, tickValue: 1250n, currency: 'USD' },
    'OIL-FUT': { tickCents: 1, tickValue: 1000n, currency: 'USD' },
    'SPX-EUR': { tickCents: 50, tickValue: 500n, currency: 'EUR' },
  };

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

function ticks(instrument: string, price: string): bigint {
  const tickCents = BigInt(TERMS[instrument]?.tickCents ?? 0);
  const units = cents(Number(price).toFixed(2));
  if (units % tickCents !== 0n) throw new Error(`${price} is off the grid of ${instrument}`);
  return units / tickCents;
}

interface Fill {
  readonly account: string;
  readonly instrument: string;
  readonly lots: bigint;
  readonly ticks: bigint;
}

interface SeenCall {
  readonly amount: bigint;
  paid: bigint;
  status: string;
  readonly notices: Set<string>;
}

/**
 * Reads recorded events as an outsider would and computes what they should have led to: every account's
 * position and cash, from each single fill ever made. It shares no code with the clearing house and keeps
 * no sums that the clearing house keeps.
 */
export class Auditor {
  /** What does not agree, in words. */
  readonly findings: string[] = [];
  readonly seen = new Map<string, number>();
  private readonly fills: Fill[] = [];
  private readonly marks = new Map<string, bigint>();
  private readonly paidIn = new Map<string, bigint>();
  private readonly inHouse = new Map<string, bigint>();
  private readonly settled = new Map<string, bigint>();
  private readonly claimed = new Map<string, bigint>();
  private readonly calls = new Map<string, SeenCall>();
  private position = 0;

  read(event: RecordedEvent): void {
    this.expect(event.position === this.position + 1, `position ${event.position}`);
    this.position = event.position;
    this.seen.set(event.type, (this.seen.get(event.type) ?? 0) + 1);
    switch (event.type) {
      case 'TradeNovated': {
        const { buyer, seller, instrument, price, quantity } = event.payload;
        const lots = BigInt(quantity);
        const at = ticks(instrument, price);
        this.fills.push({ account: buyer, instrument, lots, ticks: at });
        this.fills.push({ account: seller, instrument, lots: -lots, ticks: at });
        break;
      }
      case 'CollateralDeposited': {
        const { account, asset, quantity } = event.payload;
        this.move(account, asset, quantity, 1n);
        break;
      }
      case 'CollateralWithdrawn':
      case 'CollateralRecalled': {
        const { account, asset, quantity } = event.payload;
        this.move(account, asset, quantity, -1n);
        break;
      }
      case 'CollateralSubstituted': {
        const { account, release, deliver } = event.payload;
        this.move(account, deliver.asset, deliver.quantity, 1n);
        this.move(account, release.asset, release.quantity, -1n);
        break;
      }
      case 'CollateralTransferred': {
        const { account, toAccount, asset, quantity } = event.payload;
        this.move(account, asset, quantity, -1n);
        this.move(toAccount, asset, quantity, 1n);
        break;
      }
      case 'SettlementCycleCompleted':
        for (const { instrument, settlementPrice } of event.payload.prices)
          this.marks.set(instrument, ticks(instrument, settlementPrice));
        this.settleAll(event.payload.prices.map(({ instrument }) => instrument));
        break;
      case 'AccountSettled': {
        const { account, currency, amount, lines } = event.payload;
        add(this.claimed, `${account} ${currency}`, cents(amount));
        const sum = lines.reduce((total, line) => total + cents(line.amount), 0n);
        this.expect(sum === cents(amount), `lines of ${account} add up to ${sum}, not ${amount}`);
        break;
      }
      default:
        this.readCall(event);
    }
  }

  /** Something comes in or goes out; of nothing may more have gone out than came in. */
  private move(account: string, asset: string, quantity: string, sign: bigint): void {
    const units = sign * cents(Number(quantity).toFixed(2));
    add(this.paidIn, `${account} ${asset}`, units);
    add(this.inHouse, asset, units);
    const left = this.inHouse.get(asset) ?? 0n;
    this.expect(left >= 0n, `${-left} ${asset} more went out than ever came in`);
  }

  /** What every fill ever made is worth at the last settlement prices: all variation margin so far. */
  private settleAll(instruments: readonly string[]): void {
    this.settled.clear();
    for (const { account, instrument, lots, ticks: at } of this.fills) {
      const mark = this.marks.get(instrument);
      const terms = TERMS[instrument];
      if (mark === undefined || !terms) {
        this.expect(!instruments.includes(instrument), `${instrument} without a price`);
        continue;
      }
      add(this.settled, `${account} ${terms.currency}`, lots * (mark - at) * terms.tickValue);
    }
  }

  private readCall(event: RecordedEvent): void {
    if (event.type === 'MarginCallIssued') {
      const { callId, amount } = event.payload;
      this.expect(!this.calls.has(callId), `call ${callId} is issued twice`);
      this.calls.set(callId, {
        amount: cents(amount),
        paid: 0n,
        status: 'ISSUED',
        notices: new Set(),
      });
    }
    if (
      event.type !== 'MarginCallPaid' &&
      event.type !== 'MarginCallReminded' &&
      event.type !== 'MarginCallEscalated' &&
      event.type !== 'MarginCallOverdue' &&
      event.type !== 'MarginCallCancelled'
    )
      return;
    const { callId, amount, outstanding, status } = event.payload;
    const call = this.calls.get(callId);
    this.expect(call, `call ${callId} was never issued`);
    if (!call) return;
    this.expect(!['MET', 'CANCELLED'].includes(call.status), `call ${callId} was closed`);
    if (event.type === 'MarginCallPaid') call.paid += cents(event.payload.paid);
    if ('notice' in event.payload) {
      const { notice } = event.payload;
      this.expect(!call.notices.has(notice), `${notice} of ${callId} comes twice`);
      this.expect(status === call.status, `${notice} of ${callId} changes its status`);
      call.notices.add(notice);
    }
    call.status = status;
    this.expect(cents(amount) === call.amount, `call ${callId} changes its amount`);
    this.expect(cents(outstanding) === call.amount - call.paid, `call ${callId} is owed otherwise`);
    this.expect((status === 'MET') === (outstanding === '0.00'), `call ${callId} is ${status}`);
  }

  /** Variation margin that events booked against what it should be, after a whole cycle was read. */
  checkSettled(): void {
    for (const key of new Set([...this.settled.keys(), ...this.claimed.keys()])) {
      const [should, is] = [this.settled.get(key) ?? 0n, this.claimed.get(key) ?? 0n];
      this.expect(should === is, `${key} was settled ${is}, not ${should}`);
    }
  }

  /** Lots by `account instrument`, flat positions left out. */
  positions(): Map<string, bigint> {
    const lots = new Map<string, bigint>();
    for (const fill of this.fills) add(lots, `${fill.account} ${fill.instrument}`, fill.lots);
    return new Map([...lots].filter(([, held]) => held !== 0n));
  }

  /** Cash and assets by `account asset`: what was paid in and what was settled. */
  balances(): Map<string, bigint> {
    const sums = new Map(this.paidIn);
    for (const [key, amount] of this.settled) add(sums, key, amount);
    return new Map([...sums].filter(([, held]) => held !== 0n));
  }

  private expect(holds: unknown, finding: string): void {
    if (!holds) this.findings.push(`at ${this.position}: ${finding}`);
  }
}

function add(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
