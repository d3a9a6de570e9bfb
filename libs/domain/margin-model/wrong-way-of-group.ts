import { maximum, multiply, sum, ZERO, type Rational } from '#libs/domain/numerics/rational.js';
import type { AccountFacts } from './account-facts.js';
import { deltaNotional } from './class-delta.js';
import type { ClassRisk } from './class-risk.js';

/**
 * Specific wrong-way risk (margin-model.md d.2): every position that gains with the member's own
 * issuer is taken to lose the issuer's share in it whole, without any offset and without recovery.
 */
export function wrongWayOfGroup(
  classes: readonly ClassRisk[],
  { ownShares }: AccountFacts,
): Rational {
  return sum(
    classes.flatMap(({ holding, held }) => {
      const share = ownShares.get(holding.underlying);
      if (!share) return [];
      return held.map((position) => multiply(share, maximum(ZERO, deltaNotional(position))));
    }),
  );
}
