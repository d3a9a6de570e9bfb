import type { SettlementCycleCompleted } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { carriedKey, cutsGains } from './default-state.js';
import { accountsOf } from './find-default.js';
import { caseOf } from './take-default.js';

/** Folds what a cycle did for defaults: nothing is carried any more, and cut gains are claims. */
export function takeCycleIntoDefaults(
  house: HouseState,
  { defaults = [] }: SettlementCycleCompleted,
): void {
  for (const { defaultId, currency, cuts } of defaults) {
    const of = caseOf(house, defaultId);
    house.defaults.carried.delete(carriedKey(defaultId, currency));
    for (const client of accountsOf(house, of, 'clients'))
      house.defaults.carried.delete(carriedKey(defaultId, currency, client));
    const layer = of.applied.findLast((each) => cutsGains(each.layer));
    const scale = referenceOf(house).currencyScales.get(currency) ?? 0;
    for (const { account, amount } of cuts) {
      const minor = toUnits(parseDecimal(amount), scale) ?? 0n;
      of.reservedMinor -= minor;
      layer?.bornMinor.set(account, (layer.bornMinor.get(account) ?? 0n) + minor);
    }
  }
}
