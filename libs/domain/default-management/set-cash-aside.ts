import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AmountLost, DefaultCase } from './default-state.js';
import { meansOf, sell, takeMeans, type Means, type Taken } from './estate.js';
import { accountsOf } from './find-default.js';
import { realisedMinor } from './realised-value.js';

/**
 * Cash of the house accounts in the currencies of their loss goes into the default's cash, what is lost in each
 * first and then up to the whole loss: a cycle that runs before the layers are applied would take it from the
 * accounts, and then nobody could say what of the loss the defaulter's margin bore.
 * @param amounts what the house accounts lose by currency
 * @param lossMinor the whole loss, in minor units of the base currency
 */
export function setCashAside(
  house: HouseState,
  of: DefaultCase,
  amounts: readonly AmountLost[],
  lossMinor: bigint,
): Taken {
  const left = meansOf(house, accountsOf(house, of, 'house')).filter(
    ({ asset }) =>
      asset.type === 'cash' && amounts.some(({ currency }) => currency === asset.currency),
  );
  const own = amounts.map((lost) => takeUnits(house, of, left, lost));
  const minor = own.reduce((sum, taken) => sum + taken.minor, 0n);
  const rest = takeMeans(house, of.defaultId, left, lossMinor - minor);
  const all = [...own, rest];
  return {
    minor: minor + rest.minor,
    journal: all.flatMap(({ journal }) => journal),
    sales: all.flatMap(({ sales }) => sales),
  };
}

/** Takes what is lost in a currency from what is held of it. @param left is left with the rest */
function takeUnits(
  house: HouseState,
  of: DefaultCase,
  left: Means[],
  { currency, minor }: AmountLost,
): Taken {
  const all: Taken[] = [];
  let needed = minor;
  for (const [i, held] of left.entries()) {
    if (held.asset.currency !== currency || needed === 0n) continue;
    const units = held.units < needed ? held.units : needed;
    const brought = realisedMinor(house, held.asset, units);
    if (brought === 0n) continue;
    needed -= units;
    all.push(sell(house, of.defaultId, held, units, brought));
    const rest = held.units - units;
    left[i] = { ...held, units: rest, valueMinor: realisedMinor(house, held.asset, rest) };
  }
  return {
    minor: all.reduce((sum, taken) => sum + taken.minor, 0n),
    journal: all.flatMap(({ journal }) => journal),
    sales: all.flatMap(({ sales }) => sales),
  };
}
