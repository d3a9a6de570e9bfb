import { ok, type Result } from '#libs/domain/kernel/result.js';
import { roundToEven, roundUp, sum, ZERO } from '#libs/domain/numerics/rational.js';
import type { MarginMode } from '#libs/domain/reference-data/model.js';
import type { AccountFacts } from './account-facts.js';
import { accountRequirement } from './account-requirement.js';
import type { MarginBook } from './margin-book.js';
import type { MarginCube } from './margin-cube.js';
import type { MarginFailure } from './margin-failure.js';
import type { ClientBreakdown, RequirementBreakdown } from './requirement-breakdown.js';
import { sumOfClients } from './sum-of-clients.js';

/** What one client of a gross omnibus account holds, net in each instrument. */
export interface ClientBook {
  readonly client: string;
  readonly book: MarginBook;
}

/** What a client's margin depends on besides its own positions: never on those of others. */
export const factsOfClient = ({ ownShares }: AccountFacts): AccountFacts => ({
  memberLiquidity: new Map(),
  ownShares,
});

/**
 * The margin requirement of a gross omnibus account: the sum of its clients' requirements, each as that of
 * an account of its own and rounded up, so that no client's moves with another's trades. What large
 * positions cost over all accounts of the member (margin-model.md d.1) is the account's, beside them.
 * @param clients by name ascending
 * @param facts what depends on the member's other accounts and on who the member is
 * @returns the failure of the first client that cannot be margined
 */
export function clientsRequirement(
  marginMode: MarginMode,
  clients: readonly ClientBook[],
  cube: MarginCube,
  facts: AccountFacts,
): Result<RequirementBreakdown, MarginFailure> {
  const ofClient = factsOfClient(facts);
  const breakdowns: ClientBreakdown[] = [];
  let requirementMinor = 0n;
  for (const { client, book } of clients) {
    const result = accountRequirement(book, cube, ofClient);
    if (!result.ok) return result;
    breakdowns.push({ client, breakdown: result.value });
    requirementMinor += result.value.requirementMinor;
  }
  const concentration = [...facts.memberLiquidity]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([underlying, charge]) => ({ underlying, minor: roundToEven(charge) }));
  const charges = [...facts.memberLiquidity.values()];
  const concentrationMinor = roundUp(charges.length === 0 ? ZERO : sum(charges));
  let groups: RequirementBreakdown['groups'] | undefined;
  return ok({
    marginMode,
    currency: cube.settings.baseCurrency,
    requirementMinor: requirementMinor + concentrationMinor,
    gross: { clients: breakdowns, concentration, concentrationMinor },
    get groups() {
      return (groups ??= sumOfClients(breakdowns, concentration));
    },
  });
}
