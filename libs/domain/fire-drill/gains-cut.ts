import { effectsOnCycle } from '#libs/domain/default-management/cycle-effects.js';
import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { accountsWithLines } from '#libs/domain/settlement/lines/line-kinds.js';
import { unsettledOf } from '#libs/domain/settlement/unsettled.js';
import type { Rehearsal } from './rehearsal.js';

/**
 * What the settlement cycle after a default would cut from gains at the marks of the drill, by member, in
 * minor units of the base currency (margin-model.md h.3).
 */
export function gainsCut({ house, marks }: Rehearsal, of: DefaultCase): Map<string, bigint> {
  const cuts = new Map<string, bigint>();
  if (of.reservedMinor === 0n) return cuts;
  const lines = new Map(
    accountsWithLines(house).map((account) => [account, unsettledOf(house, account, marks).lines]),
  );
  const { covered } = effectsOnCycle(house, lines, referenceOf(house).baseCurrency);
  for (const { defaultId, cutMinor } of covered) {
    if (defaultId !== of.defaultId) continue;
    for (const [account, minor] of cutMinor) {
      const member = memberOf(account);
      cuts.set(member, (cuts.get(member) ?? 0n) + minor);
    }
  }
  return cuts;
}
