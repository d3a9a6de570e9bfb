import { invariant } from '#libs/domain/kernel/assert.js';
import {
  compare,
  divide,
  multiply,
  rational,
  rationalFromDecimal,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import { currencyFactorKey, currencySymbols } from './factor-symbols.js';
import { rateFactors } from './scenario-prices.js';
import type { ScenarioSet } from './scenario-set.js';

/** Exchange rates into the base currency, and how they move in scenarios. */
export class Rates {
  private readonly rates = new Map<string, Rational>();
  private readonly moved = new WeakMap<ScenarioSet, Map<string, Float64Array | undefined>>();

  /** @param scales decimals of the minor unit by currency */
  constructor(
    private readonly base: string,
    private readonly scales: Readonly<Record<string, { readonly scale: number }>>,
  ) {
    this.rates.set(base, power10(0));
  }

  /** Units of the base currency for one unit of `currency`, a positive decimal string. */
  set(currency: string, rate: string): void {
    const given = rationalFromDecimal(rate);
    const known = this.rates.get(currency);
    if (!known || compare(known, given) !== 0) this.rates.set(currency, given);
  }

  /** There is no rate for `currency` any more. */
  clear(currency: string): void {
    invariant(currency !== this.base, 'the base currency is its own measure');
    this.rates.delete(currency);
  }

  /** The rate as it stands, the same object until it changes. */
  get(currency: string): Rational | undefined {
    return this.rates.get(currency);
  }

  /** Base-currency minor units for one minor unit of `currency` at `rate`. */
  minorPerMinor(currency: string, rate: Rational): Rational {
    const scales = divide(power10(this.scaleOf(this.base)), power10(this.scaleOf(currency)));
    return multiply(rate, scales);
  }

  /** Decimals of a currency. @throws InvariantViolation for one that is not listed */
  scaleOf(currency: string): number {
    const found = this.scales[currency];
    invariant(found, () => `no currency ${currency}`);
    return found.scale;
  }

  /** What the rate of `currency` is multiplied with by scenario; undefined where it does not move. */
  factorsIn(set: ScenarioSet, currency: string): Float64Array | undefined {
    if (currency === this.base) return undefined;
    let ofSet = this.moved.get(set);
    if (!ofSet) this.moved.set(set, (ofSet = new Map<string, Float64Array | undefined>()));
    if (!ofSet.has(currency)) {
      const [direct, inverse] = currencySymbols(currency, this.base).map((pair) =>
        set.factors.get(currencyFactorKey(pair)),
      );
      const factor = direct ?? inverse;
      ofSet.set(currency, factor && rateFactors(factor, direct === undefined));
    }
    return ofSet.get(currency);
  }
}

/** Ten to a whole power of at least 0. */
export function power10(exponent: number): Rational {
  return rational(10n ** BigInt(exponent));
}
