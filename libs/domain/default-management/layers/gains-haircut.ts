import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { unsettledOf } from '#libs/domain/settlement/unsettled.js';
import { accountsWithLines } from '#libs/domain/settlement/lines/line-kinds.js';
import { gainOf } from '#libs/domain/settlement/gains.js';
import { smaller, type LayerQuestion, type LayerRule } from './layer-rule.js';

/**
 * Variation-margin gains are cut: the layer reserves what is still missing, up to all that survivors gain
 * as prices stand, and the next cycle cuts it from what they gain then (margin-model.md h.3).
 */
export const gainsHaircut: LayerRule = (question) => {
  const availableMinor = gainsMinor(question);
  return {
    availableMinor,
    usedMinor: smaller(availableMinor, question.lossMinor),
    journal: [],
  };
};

/** What survivors would gain in a cycle run now, in the base currency, less what is reserved of it. */
export function gainsMinor({ house, marks }: Pick<LayerQuestion, 'house' | 'marks'>): bigint {
  const { baseCurrency } = referenceOf(house);
  let sum = 0n;
  for (const account of accountsWithLines(house)) {
    if (house.defaults.byMember.has(memberOf(account))) continue;
    sum += gainOf(unsettledOf(house, account, marks).lines, baseCurrency);
  }
  const left = sum - reservedMinor(house);
  return left > 0n ? left : 0n;
}

/** What defaults have reserved of the gains of the next cycle. */
export const reservedMinor = ({ defaults }: HouseState): bigint =>
  [...defaults.cases.values()].reduce((sum, each) => sum + each.reservedMinor, 0n);
