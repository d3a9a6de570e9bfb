import { decimal, fraction, halfEven, shareOut, units } from './arithmetic.js';
import type { Funding, Price } from './audited-events.js';
import type { Findings } from './findings.js';
import type { PriceRecord } from './price-record.js';
import type { FundingTerms, Terms } from './terms.js';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;
const MOMENT = 10n ** 18n;
const RATE = 10n ** 12n;

interface Step {
  readonly fromMs: number;
  readonly price: string;
}

/** The prices of one symbol that an interval is averaged over; they count from their second on. */
interface Path {
  readonly symbol: string;
  steps: Step[];
  /** From where the next price counts at the earliest. */
  knownMs: number;
}

interface Perpetual {
  readonly mark: Path;
  readonly index: Path;
  startMs: number;
  endMs: number;
}

/** Premiums averaged over time from the accepted prices, and what holders owe each other by them. */
export class FundingRecord {
  private readonly perpetuals = new Map<string, Perpetual>();

  constructor(
    private readonly terms: Terms,
    private readonly prices: PriceRecord,
  ) {}

  /** An accepted price, which the record of prices has already. */
  observe(symbol: string, ledgerMs: number): void {
    for (const [id, { index, funding }] of this.terms.contracts) {
      if (!funding || index === undefined || ![id, index].includes(symbol)) continue;
      const running = this.perpetuals.get(id);
      if (running) this.take(running, symbol);
      else this.begin(id, ledgerMs);
    }
  }

  /** A perpetual that is traded has intervals from then on, prices or none. */
  begin(id: string, ledgerMs: number): void {
    const { index, funding } = this.terms.contract(id);
    if (!funding || index === undefined || this.perpetuals.has(id)) return;
    const lengthMs = funding.intervalHours * HOUR_MS;
    const startMs = Math.floor(ledgerMs / lengthMs) * lengthMs;
    const path = (symbol: string): Path => ({ symbol, steps: [], knownMs: startMs });
    const perpetual = { mark: path(id), index: path(index), startMs, endMs: startMs + lengthMs };
    this.perpetuals.set(id, perpetual);
    this.take(perpetual, id);
    this.take(perpetual, index);
  }

  private take({ mark, index, startMs }: Perpetual, symbol: string): void {
    const price: Price | undefined = this.prices.lastOf(symbol);
    if (!price) return;
    const [own, other] = symbol === mark.symbol ? [mark, index] : [index, mark];
    const secondMs = Math.floor(Date.parse(price.observedAt) / SECOND_MS) * SECOND_MS;
    own.knownMs = Math.max(secondMs, other.knownMs - HOUR_MS, own.knownMs);
    own.steps.push({ fromMs: Math.max(own.knownMs, startMs), price: price.price });
  }

  /**
   * Computes an interval that the clearing house says has ended; the next one begins.
   * @param holders lots by account at its end
   * @returns minor units by account
   */
  accrue(
    claimed: Funding,
    holders: ReadonlyMap<string, bigint>,
    findings: Findings,
  ): Map<string, bigint> {
    const { instrument, intervalStart, intervalEnd } = claimed;
    const what = `funding of ${instrument} until ${intervalEnd}`;
    const { funding, point, currency } = this.terms.contract(instrument);
    const running = this.perpetuals.get(instrument);
    if (!running || !funding) throw new RangeError(`${what}: no interval runs`);
    const { startMs, endMs } = running;
    const same = Date.parse(intervalStart) === startMs && Date.parse(intervalEnd) === endMs;
    findings.expect(same, () => `${what}: the interval is another one`);
    const premium = averagePremium(running);
    const index = inForce(running.index, endMs - 1);
    findings.expect(
      (premium === undefined) === (claimed.missing !== undefined),
      () => `${what}: prices are missing or not, and the event says otherwise`,
    );
    running.startMs = endMs;
    running.endMs = endMs + funding.intervalHours * HOUR_MS;
    for (const path of [running.mark, running.index]) {
      const last = path.steps.findLastIndex(({ fromMs }) => fromMs < endMs);
      path.steps = path.steps.slice(Math.max(0, last));
    }
    if (premium === undefined || index === undefined) return new Map();
    const rate = rateOf(funding, premium);
    const text = [decimal(premium, 12), decimal(rate, 12), index];
    findings.expect(
      String([claimed.premium, claimed.rate, claimed.index]) === String(text),
      () => `${what}: ${claimed.premium}, ${claimed.rate}, ${claimed.index}, not ${String(text)}`,
    );
    const points = fraction(index);
    const parts = new Map(
      [...holders].map(([account, lots]) => [account, -lots * point.n * points.n * rate]),
    );
    const amounts = shareOut(parts, point.d * points.d * RATE);
    const told = new Map(
      claimed.amounts.map(({ account, amount }) => [
        account,
        units(amount, this.terms.scale(currency)),
      ]),
    );
    for (const account of new Set([...amounts.keys(), ...told.keys()])) {
      const [should, is] = [amounts.get(account) ?? 0n, told.get(account) ?? 0n];
      findings.expect(should === is, () => `${what}: ${account} gets ${is}, not ${should}`);
    }
    return amounts;
  }
}

/** The price in force at a moment. */
function inForce({ steps }: Path, ms: number): string | undefined {
  return steps.findLast(({ fromMs }) => fromMs <= ms)?.price;
}

/** In units of 10^-12; undefined where there were never both prices. */
function averagePremium({ mark, index, startMs, endMs }: Perpetual): bigint | undefined {
  const changes = [...mark.steps, ...index.steps].map(({ fromMs }) => fromMs);
  const moments = [...new Set([startMs, ...changes])]
    .filter((ms) => ms >= startMs && ms < endMs)
    .sort((a, b) => a - b);
  let [sum, covered] = [0n, 0n];
  moments.forEach((ms, i) => {
    const [of, base] = [inForce(mark, ms), inForce(index, ms)];
    if (of === undefined || base === undefined) return;
    const [m, b] = [fraction(of), fraction(base)];
    if (b.n <= 0n) return;
    const lasted = BigInt((moments[i + 1] ?? endMs) - ms);
    sum += lasted * halfEven((m.n * b.d - b.n * m.d) * MOMENT, b.n * m.d);
    covered += lasted;
  });
  return covered === 0n ? undefined : halfEven(sum, covered * (MOMENT / RATE));
}

/** `clamp(P + clamp(I - P, -c, c), -C, C)` in units of 10^-12. */
function rateOf({ interestRate, damper, cap }: FundingTerms, premium: bigint): bigint {
  const clamp = (value: bigint, bound: bigint): bigint =>
    value > bound ? bound : value < -bound ? -bound : value;
  const damped = premium + clamp(units(interestRate, 12) - premium, units(damper, 12));
  return clamp(damped, units(cap, 12));
}
