import type { HouseState } from '#libs/domain/house/house-state.js';
import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';
import { element } from '#libs/domain/numerics/element.js';
import type { Member } from '#libs/domain/reference-data/model.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { coverOf, type CoverResult } from './cover.js';
import { lossOverMargin } from './loss-over-margin.js';
import { StressBook, type AccountStress } from './stress-book.js';
import { stressInputs } from './stress-inputs.js';
import type { StressScenario } from './stress-scenario.js';

/** An account that could not be valued: its losses are in no result. */
export interface NotValued {
  readonly account: string;
  readonly failure: MarginFailure;
}

/** Stress losses over margin of the whole house. Amounts in quanta; `minorOf` makes money of them. */
export interface StressTestResult {
  readonly scenarios: readonly StressScenario[];
  readonly cover: CoverResult;
  /** Accounts that hold something and were valued. */
  readonly accounts: number;
  readonly notValued: readonly NotValued[];
  /** What each member's accounts require together, in minor units of the base currency; above 0. */
  readonly marginsMinor: ReadonlyMap<string, bigint>;
  readonly minorOf: (quanta: number) => bigint;
}

/**
 * Values every account of the members under every scenario and adds up what each group of affiliates
 * loses beyond its margin (margin-model.md h.5): house and clients by themselves, no client for another.
 * @param members whose default is looked at: all but those that are in default already
 */
export function runStressTests(
  house: HouseState,
  engine: MarginEngine,
  members: readonly Member[],
  { groups, scenarios } = stressInputs(house, engine),
): StressTestResult {
  const lossOfGroup = new Map<string, Float64Array>();
  if (scenarios.length === 0) {
    const cover = coverOf(lossOfGroup, 0);
    const marginsMinor = new Map<string, bigint>();
    return { scenarios, cover, accounts: 0, notValued: [], marginsMinor, minorOf: () => 0n };
  }
  const book = new StressBook(house, engine, groups, scenarios);
  const take = valuing(house, book);
  for (const member of members) {
    const [own, clients] = [take.units(member, true), take.units(member, false)];
    const losses = lossOverMargin({ house: own, clients }, scenarios.length);
    const held = lossOfGroup.get(member.group);
    if (held) for (let s = 0; s < held.length; s++) held[s] = element(held, s) + element(losses, s);
    else lossOfGroup.set(member.group, losses);
  }
  return {
    scenarios,
    cover: coverOf(lossOfGroup, scenarios.length),
    accounts: take.accounts(),
    notValued: take.notValued,
    marginsMinor: take.marginsMinor,
    minorOf: (quanta) => book.minorOf(quanta),
  };
}

/** Values accounts one at a time: the vectors of a member with many clients would fill the memory. */
function valuing({ trading }: HouseState, book: StressBook) {
  const notValued: NotValued[] = [];
  const marginsMinor = new Map<string, bigint>();
  let valued = 0;
  function* units(member: Member, ofHouse: boolean): Generator<AccountStress> {
    for (const { id, type } of member.accounts) {
      if ((type === 'house') !== ofHouse) continue;
      const account = `${member.id}/${id}`;
      const isFlat = !trading.holdings.get(account)?.size && !trading.clients.get(account)?.size;
      if (isFlat) continue;
      const stressed = book.account(account);
      if (!stressed.ok) {
        notValued.push({ account, failure: stressed.error });
        continue;
      }
      valued += 1;
      for (const unit of stressed.value) {
        const held = marginsMinor.get(member.id) ?? 0n;
        if (unit.requirementMinor > 0n) marginsMinor.set(member.id, held + unit.requirementMinor);
        yield unit;
      }
    }
  }
  return { units, notValued, marginsMinor, accounts: () => valued };
}
