import { effectsOnCycle } from '#libs/domain/default-management/cycle-effects.js';
import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { accountsWithLines } from '#libs/domain/settlement/lines/line-kinds.js';
import { unsettledOf } from '#libs/domain/settlement/unsettled.js';
import type { Rehearsal } from './rehearsal.js';

const OF_GAINS: ReadonlySet<WaterfallLayer> = new Set(['GAINS_HAIRCUT', 'FULL_TEAR_UP']);

/**
 * What is cut from gains by member, in minor units of the base currency (margin-model.md h.3): what the
 * layers took at once, and what they leave for the next settlement cycle to cut, at the marks of the drill.
 */
export function gainsCut(rehearsal: Rehearsal, of: DefaultCase): Map<string, bigint> {
  const cuts = new Map<string, bigint>();
  const add = (account: string, minor: bigint): void => {
    const member = memberOf(account);
    cuts.set(member, (cuts.get(member) ?? 0n) + minor);
  };
  for (const { layer, bornMinor } of of.applied)
    if (OF_GAINS.has(layer)) for (const [account, minor] of bornMinor) add(account, minor);
  if (of.reservedMinor === 0n) return cuts;
  const { house, marks } = rehearsal;
  const lines = new Map(
    accountsWithLines(house).map((account) => [account, unsettledOf(house, account, marks).lines]),
  );
  const { covered } = effectsOnCycle(house, lines, referenceOf(house).baseCurrency);
  for (const { defaultId, cutMinor } of covered)
    if (defaultId === of.defaultId) for (const [account, minor] of cutMinor) add(account, minor);
  return cuts;
}
