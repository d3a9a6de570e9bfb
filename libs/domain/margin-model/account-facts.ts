import type { Rational } from '#libs/domain/numerics/rational.js';

/** What an account's margin depends on besides its own positions. */
export interface AccountFacts {
  /**
   * By underlying, what the account pays because its member's accounts together hold more than each
   * alone (margin-model.md d.1); minor units of the base currency.
   */
  readonly memberLiquidity: ReadonlyMap<string, Rational>;
  /** By underlying, the share of the member's own group in it (d.2). */
  readonly ownShares: ReadonlyMap<string, Rational>;
}

/** An account of a member that has no other and no share in any underlying. */
export const NO_FACTS: AccountFacts = { memberLiquidity: new Map(), ownShares: new Map() };
