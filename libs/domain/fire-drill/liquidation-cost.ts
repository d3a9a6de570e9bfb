import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { StressBook } from '#libs/domain/stress-tests/stress-book.js';
import type { StressInputs } from '#libs/domain/stress-tests/stress-inputs.js';
import type { StressScenario } from '#libs/domain/stress-tests/stress-scenario.js';

/** What closing out costs beside the prices. */
export interface LiquidationCost {
  /** Minor units of the base currency, not negative. */
  readonly minor: bigint;
  /** Accounts whose cost nobody can say, since they cannot be margined. */
  readonly unknown: readonly string[];
}

const AS_IT_IS: StressScenario = { name: 'present', kind: 'CONFIGURED', moves: {}, multiple: 1 };

/**
 * What it costs in a crisis to close out all positions of a member, house and clients (margin-model.md
 * h.5 (iv): half the volume, twice the spreads).
 */
export function liquidationCost(
  house: HouseState,
  engine: MarginEngine,
  { groups }: StressInputs,
  member: string,
): LiquidationCost {
  const book = new StressBook(house, engine, groups, [AS_IT_IS]);
  const unknown: string[] = [];
  let minor = 0n;
  for (const { id } of referenceOf(house).members.get(member)?.accounts ?? []) {
    const account = `${member}/${id}`;
    const units = book.account(account);
    if (!units.ok) unknown.push(account);
    else for (const { liquidation } of units.value) minor += book.minorOf(liquidation);
  }
  return { minor, unknown };
}
