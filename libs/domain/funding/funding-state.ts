import type { FundingInterval } from './funding-interval.js';

/** Funding as the ledger has it: what accrues, and what has accrued. Plain data. */
export interface FundingState {
  /** The running interval of each perpetual that has had a price or a trade. */
  readonly intervals: Map<string, FundingInterval>;
  /**
   * Accrued since the last settlement cycle, by account and instrument: minor units of the
   * instrument's currency, positive when the account receives.
   */
  readonly accrued: Map<string, Map<string, bigint>>;
}

export const emptyFunding = (): FundingState => ({ intervals: new Map(), accrued: new Map() });

/** What has accrued for an account by instrument; empty when nothing has. */
export const accruedFor = (state: FundingState, account: string): ReadonlyMap<string, bigint> =>
  state.accrued.get(account) ?? NOTHING;

const NOTHING: ReadonlyMap<string, bigint> = new Map();

/** Instruments of which anything has accrued since the last cycle, in order. */
export function instrumentsAccrued(state: FundingState): string[] {
  const instruments = new Set<string>();
  for (const ofAccount of state.accrued.values())
    for (const instrument of ofAccount.keys()) instruments.add(instrument);
  return [...instruments].sort();
}

/** Adds what an interval brings an account. */
export function accrue(
  state: FundingState,
  account: string,
  instrument: string,
  amountMinor: bigint,
): void {
  let ofAccount = state.accrued.get(account);
  if (!ofAccount) state.accrued.set(account, (ofAccount = new Map<string, bigint>()));
  ofAccount.set(instrument, (ofAccount.get(instrument) ?? 0n) + amountMinor);
}

/** A cycle has settled what had accrued of an instrument. */
export function settleAccrued(state: FundingState, instrument: string): void {
  for (const [account, ofAccount] of state.accrued) {
    ofAccount.delete(instrument);
    if (ofAccount.size === 0) state.accrued.delete(account);
  }
}

/** What has accrued for an account becomes another's, as its positions do. */
export function moveAccrued(state: FundingState, from: string, to: string): void {
  const moved = state.accrued.get(from);
  if (!moved) return;
  state.accrued.delete(from);
  for (const [instrument, minor] of moved) accrue(state, to, instrument, minor);
}
