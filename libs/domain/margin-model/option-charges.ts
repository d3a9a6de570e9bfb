import {
  add,
  divide,
  maximum,
  multiply,
  negate,
  rational,
  rationalFromDecimal,
  sum,
  ZERO,
  absolute,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import { ExactTally } from '#libs/domain/numerics/exact-tally.js';
import type { ClassRisk } from './class-risk.js';
import type { MarginCube } from './margin-cube.js';

/**
 * NOV_g (margin-model.md c.4): the signed model value of premium-style options, minor units.
 * Futures-style options have none, since variation margin has paid it.
 */
export function netOptionValue(classes: readonly ClassRisk[], cube: MarginCube): Rational {
  const quanta = new ExactTally();
  for (const { held } of classes)
    for (const { lots, row } of held) {
      const { option } = row.values;
      if (option?.premiumStyle === 'premium') quanta.add(lots, option.valueQuanta);
    }
  return multiply(rational(quanta.total), cube.minorPerQuantum);
}

/** SOM_g (c.4): a rate of the notional of every lot that is net short in its series. */
export function shortOptionMinimum(classes: readonly ClassRisk[], cube: MarginCube): Rational {
  return sum(
    classes.map(({ holding, held }) => {
      const rate = cube.chargeRatesOf(holding.underlying).shortOptionMinimum;
      const short = held.reduce((total, { lots, row }) => {
        if (!row.values.option || lots >= 0) return total;
        return add(total, multiply(rational(BigInt(-lots)), absolute(row.values.notionalMinor)));
      }, ZERO);
      return multiply(rate, short);
    }),
  );
}

/**
 * EXT_g (b.7): per class the worst far move, its loss weighed by scan range over move, so that a
 * linear position pays its ordinary scan loss and only convexity adds; no offset between classes.
 */
export function extendedMovesCharge(classes: readonly ClassRisk[], cube: MarginCube): Rational {
  return sum(
    classes.map(({ holding, held }) => {
      const settings = cube.underlying(holding.underlying).extendedMoves;
      if (!settings) return ZERO;
      const scanRange = rationalFromDecimal(settings.scanRange);
      return settings.moves.reduce((worst, move, i) => {
        let quanta = 0n;
        for (const { lots, row } of held)
          quanta += BigInt(lots) * BigInt(row.values.extendedPnl[i] ?? 0);
        const loss = negate(multiply(rational(quanta), cube.minorPerQuantum));
        const weight = divide(scanRange, absolute(rationalFromDecimal(move)));
        return maximum(worst, multiply(weight, loss));
      }, ZERO);
    }),
  );
}

/**
 * Whether a group holds nothing but long premium-style options: its loss cannot exceed what was paid
 * for them, so it needs nothing, whatever the floors and add-ons say (c.4).
 */
export function holdsOnlyPaidOptions(classes: readonly ClassRisk[]): boolean {
  return classes.every(({ held }) =>
    held.every(({ lots, row }) => lots > 0 && row.values.option?.premiumStyle === 'premium'),
  );
}
