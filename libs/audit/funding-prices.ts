import { OUT_OF_TURN_MAX_MS, PRICE_STEP_MS } from '#libs/domain/funding/funding-limits.js';
import {
  add,
  divide,
  multiply,
  rational,
  rationalFromDecimal,
  roundToEven,
  subtract,
  ZERO,
} from '#libs/domain/numerics/rational.js';

/** Decimals of the premium at one moment, and of the average that is recorded. */
const [MOMENT_UNIT, RATE_UNIT] = [rational(10n ** 18n), rational(10n ** 12n)];

interface Step {
  readonly fromMs: number;
  readonly price: string;
}

export type Side = 'mark' | 'index';

/** What the prices of an interval come to. */
export interface AveragePremium {
  /** In units of 10^-12; undefined where a price is missing. */
  readonly premium: bigint | undefined;
  readonly index: string | undefined;
  readonly missing: readonly Side[];
}

/**
 * The accepted prices of a perpetual and of its index, each with the second from which it counts. The
 * average is taken over the whole list when an interval has ended, where the house adds up as it goes.
 */
export class FundingPrices {
  private readonly steps: Record<Side, Step[]> = { mark: [], index: [] };

  take(side: Side, price: string, observedAtMs: number): void {
    const { mark, index } = this.steps;
    const [own, other] = side === 'mark' ? [mark, index] : [index, mark];
    const secondMs = Math.floor(observedAtMs / PRICE_STEP_MS) * PRICE_STEP_MS;
    const ownMs = own.at(-1)?.fromMs ?? -Infinity;
    const otherMs = other.at(-1)?.fromMs ?? -Infinity;
    own.push({ fromMs: Math.max(secondMs, ownMs, otherMs - OUT_OF_TURN_MAX_MS), price });
  }

  /** The average over an interval; it does not contain its end. */
  averageOver(startMs: number, endMs: number): AveragePremium {
    const moments = [startMs];
    for (const { fromMs } of [...this.steps.mark, ...this.steps.index])
      if (fromMs > startMs && fromMs < endMs) moments.push(fromMs);
    moments.sort((a, b) => a - b);
    let [weighted, coveredMs] = [ZERO, 0];
    const [marks, indices] = [new Cursor(this.steps.mark), new Cursor(this.steps.index)];
    moments.forEach((fromMs, i) => {
      const premium = premiumOf(marks.at(fromMs), indices.at(fromMs));
      const lastedMs = (moments[i + 1] ?? endMs) - fromMs;
      if (premium === undefined) return;
      weighted = add(weighted, rational(premium * BigInt(lastedMs)));
      coveredMs += lastedMs;
    });
    const [mark, index] = [marks.price, indices.price];
    const missing: Side[] = [
      ...(mark === undefined ? (['mark'] as const) : []),
      ...(index === undefined || !isPositive(index) ? (['index'] as const) : []),
    ];
    if (missing.length > 0 || coveredMs === 0) return { premium: undefined, index, missing };
    const average = divide(weighted, multiply(rational(BigInt(coveredMs)), MOMENT_UNIT));
    return { premium: roundToEven(multiply(average, RATE_UNIT)), index, missing };
  }

  /** Forgets what no interval from `ms` on needs. */
  forgetBefore(ms: number): void {
    for (const steps of Object.values(this.steps)) {
      const needed = steps.findLastIndex(({ fromMs }) => fromMs <= ms);
      if (needed > 0) steps.splice(0, needed);
    }
  }
}

/** Reads the price in force at moments that follow each other. */
class Cursor {
  price: string | undefined;
  private next = 0;

  constructor(private readonly steps: readonly Step[]) {}

  at(ms: number): string | undefined {
    for (;;) {
      const step = this.steps[this.next];
      if (!step || step.fromMs > ms) return this.price;
      this.price = step.price;
      this.next += 1;
    }
  }
}

const isPositive = (price: string): boolean => rationalFromDecimal(price).numerator > 0n;

function premiumOf(mark: string | undefined, index: string | undefined): bigint | undefined {
  if (mark === undefined || index === undefined || !isPositive(index)) return undefined;
  const base = rationalFromDecimal(index);
  const share = divide(subtract(rationalFromDecimal(mark), base), base);
  return roundToEven(multiply(share, MOMENT_UNIT));
}
