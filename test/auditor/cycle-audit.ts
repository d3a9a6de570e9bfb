import { decimal, units } from './arithmetic.js';
import type { Cycle, Settled } from './audited-events.js';
import type { CashBox } from './cash-box.js';
import type { Charges } from './charges.js';
import { add, type Findings } from './findings.js';
import { samePrice, type Positions } from './positions.js';
import type { PriceRecord } from './price-record.js';
import type { Terms } from './terms.js';

/** What cycles go by. */
export interface Sources {
  readonly terms: Terms;
  readonly findings: Findings;
  readonly prices: PriceRecord;
  readonly positions: Positions;
  readonly charges: Charges;
  /** Funding that accrued since the last cycle, by `account instrument`. */
  readonly accrued: Map<string, bigint>;
  readonly cash: CashBox;
}

/** A settlement cycle, every line of which is computed anew and held against what was told. */
export class CycleAudit {
  /** By `account currency kind instrument`, the last `-` where there is none. */
  private readonly due = new Map<string, bigint>();
  private readonly told = new Map<string, bigint>();
  /** What accounts received, by currency: of what they pay each other, and of fees and interest. */
  private readonly received = new Map<string, bigint>();
  private parts = 0;

  constructor(
    private readonly sources: Sources,
    private readonly cycle: Cycle,
    private readonly position: number,
  ) {
    this.variationMargin();
    if (cycle.corrects) return;
    this.otherLines();
  }

  /** One account's part, as it was told. */
  part(settled: Settled): void {
    const { findings, terms } = this.sources;
    const { account, currency, amount, lines } = settled;
    const where = `${settled.cycleId} of ${account}`;
    const scale = terms.scale(currency);
    const minor = (text: string): bigint => units(text, scale);
    findings.expect(
      settled.cyclePosition === this.position && settled.cycleId === this.cycle.cycleId,
      () => `${where} belongs to no cycle at ${this.position}`,
    );
    let [sum, charged] = [0n, 0n];
    for (const { kind, instrument, amount: ofLine } of lines) {
      add(this.told, `${account} ${currency} ${kind} ${instrument ?? '-'}`, minor(ofLine));
      sum += minor(ofLine);
      if (kind === 'FEE' || kind === 'INTEREST') charged += minor(ofLine);
    }
    for (const amountOf of [sum - charged, charged])
      if (amountOf > 0n) add(this.received, currency, amountOf);
    findings.expect(
      sum === minor(amount),
      () => `${where}: lines add up to ${decimal(sum, scale)} ${currency}, not ${amount}`,
    );
    this.parts += 1;
  }

  get isComplete(): boolean {
    return this.parts === this.cycle.accounts;
  }

  /** Books what was due, line by line; what was told otherwise is found. */
  finish(): void {
    const { findings, cash, charges, terms } = this.sources;
    const { cycleId, type, businessDate } = this.cycle;
    for (const key of new Set([...this.due.keys(), ...this.told.keys()])) {
      const [account = '', currency = '', kind = '', of = ''] = key.split(' ');
      const [should, is] = [this.due.get(key) ?? 0n, this.told.get(key) ?? 0n];
      const text = (amount: bigint): string => decimal(amount, terms.scale(currency));
      findings.expect(
        should === is,
        () =>
          `${cycleId}: ${kind} of ${account} in ${of} is ${text(is)} ${currency}, not ${text(should)}`,
      );
      cash.settle(`${account} ${currency}`, should);
      cash.charge(kind, currency, should, `${cycleId} of ${account}`);
      if (kind === 'VARIATION_MARGIN' || kind === 'FINAL_SETTLEMENT')
        charges.settled(account, currency, should);
    }
    for (const { currency, amount } of this.cycle.turnover) {
      const should = decimal(this.received.get(currency) ?? 0n, terms.scale(currency));
      findings.expect(
        should === amount,
        () => `${cycleId}: ${amount} ${currency} were received, not ${should}`,
      );
    }
    if (type === 'EOD') charges.closeDay(businessDate, cash.cash());
  }

  private variationMargin(): void {
    const { findings, positions, prices, terms } = this.sources;
    const { cycleId, type, businessDate, corrects } = this.cycle;
    const open = positions.open();
    for (const { instrument, settlementPrice, previousSettlementPrice } of this.cycle.prices) {
      const before = positions.settledAt(instrument);
      findings.expect(
        before === undefined
          ? previousSettlementPrice === undefined
          : samePrice(previousSettlementPrice ?? '0', before),
        () => `${cycleId}: ${instrument} was settled at ${before}, not ${previousSettlementPrice}`,
      );
      const isLast = this.ends(instrument);
      if (!corrects) {
        const price = isLast
          ? prices.finalOf(instrument)
          : prices.ofCycle(instrument, type, businessDate);
        findings.expect(
          price !== undefined && samePrice(price, settlementPrice),
          () => `${cycleId}: the price of ${instrument} is ${price}, not ${settlementPrice}`,
        );
      }
      const amounts = corrects
        ? positions.correct(instrument, settlementPrice)
        : positions.settle(instrument, settlementPrice);
      if (corrects) prices.correct(businessDate, instrument, settlementPrice);
      const kind = isLast ? 'FINAL_SETTLEMENT' : 'VARIATION_MARGIN';
      this.expectZero(kind, instrument, amounts.values());
      if (isLast) positions.end(instrument);
      const { currency } = terms.contract(instrument);
      for (const [account, amount] of amounts)
        add(this.due, `${account} ${currency} ${kind} ${instrument}`, amount);
      open.delete(instrument);
    }
    // What has expired waits for its final price, and stops nothing.
    for (const instrument of this.cycle.withoutFinalPrice ?? [])
      if (prices.finalOf(instrument) === undefined) open.delete(instrument);
    const left = corrects ? [] : [...open];
    findings.expect(left.length === 0, () => `${cycleId} leaves out ${left.join(', ')}`);
  }

  private otherLines(): void {
    const { positions, charges, accrued, terms } = this.sources;
    const { type, businessDate } = this.cycle;
    const ofInstruments = (kind: string, amounts: ReadonlyMap<string, bigint>): void => {
      for (const [key, amount] of amounts) {
        const [account = '', instrument = ''] = key.split(' ');
        const { currency } = terms.contract(instrument);
        add(this.due, `${account} ${currency} ${kind} ${instrument}`, amount);
      }
    };
    ofInstruments('PREMIUM', positions.takePremiums());
    this.exercise();
    ofInstruments('FUNDING', accrued);
    accrued.clear();
    const ofAccounts = (kind: string, amounts: ReadonlyMap<string, bigint>): void => {
      for (const [key, amount] of amounts) add(this.due, `${key} ${kind} -`, amount);
    };
    ofAccounts('FEE', charges.takeFees());
    if (type !== 'EOD') return;
    ofAccounts('INTEREST', charges.interestUntil(businessDate));
    ofAccounts('PRICE_ALIGNMENT', charges.alignmentUntil(businessDate));
    positions.closeDay();
  }

  private ends(instrument: string): boolean {
    return (this.cycle.ended ?? []).some((each) => each.instrument === instrument);
  }

  /** Options that end, against the final price of what they are on; and whether all ends that has to. */
  private exercise(): void {
    const { findings, positions, prices, terms } = this.sources;
    const { cycleId, type, ended = [] } = this.cycle;
    for (const { instrument, finalPrice, exercised } of ended) {
      const { currency, option } = terms.contract(instrument);
      const price = prices.finalOf(option?.base ?? instrument);
      findings.expect(
        price !== undefined && samePrice(price, finalPrice),
        () => `${cycleId}: the final price of ${instrument} is ${price}, not ${finalPrice}`,
      );
      if (!option) continue;
      let [sum, count] = [0n, 0n];
      for (const [account, { amount, lots }] of positions.exercise(instrument, finalPrice)) {
        add(this.due, `${account} ${currency} EXERCISE ${instrument}`, amount);
        sum += amount;
        if (lots > 0n) count += lots;
      }
      this.expectZero('EXERCISE', instrument, [sum]);
      findings.expect(
        String(count) === exercised,
        () => `${cycleId}: ${exercised} lots of ${instrument} are exercised, not ${count}`,
      );
    }
    if (type !== 'EOD') return;
    for (const [id, { option }] of terms.contracts) {
      if (prices.finalOf(option?.base ?? id) === undefined) continue;
      const left = positions.holders(id).size;
      findings.expect(left === 0, () => `${cycleId}: ${left} accounts still hold ${id}`);
    }
  }

  private expectZero(kind: string, of: string, amounts: Iterable<bigint>): void {
    let sum = 0n;
    for (const amount of amounts) sum += amount;
    this.sources.findings.expect(sum === 0n, () => `${kind} of ${of} adds up to ${sum}`);
  }
}
