import { holderOf } from '#libs/domain/books/holder.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { evaluateAccount, standingOf } from '#libs/domain/margin-calls/account-evaluation.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import { openCallsOf } from '#libs/domain/margin-calls/margin-call-state.js';
import type { Standing } from '#libs/domain/margin-calls/standing.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { openBuckets } from './buckets.js';
import { collateralHeld, type Holdings } from './holdings.js';

/** All that is a bucket's, and nothing that is its neighbours' or the account's. */
export interface BucketAlone {
  readonly account: string;
  /** The instrument. */
  readonly bucket: string;
  /** By which books and calls know it. */
  readonly holder: string;
  /** Net lots of its position, long positive; 0 where it is flat. */
  readonly lots: number;
  /** What it holds of each collateral asset, in units of its scale; below zero for cash that it owes. */
  readonly holdings: Holdings;
  /** Its open calls, the oldest first. */
  readonly calls: readonly MarginCallContent[];
  readonly standing: Standing;
  /** Why nobody can say where it stands; the amounts of `standing` then say nothing. */
  readonly failure: EvaluationFailure | undefined;
}

/**
 * The bucket alone, which is liquidated alone when its call stays overdue (default-management.md, "Short of
 * a default"; margin-model.md c.5).
 * @returns undefined where the account has no open bucket of the instrument
 */
export function bucketAlone(
  house: HouseState,
  engine: MarginEngine,
  account: string,
  bucket: string,
): BucketAlone | undefined {
  if (!openBuckets(house, account).includes(bucket)) return undefined;
  const evaluation = evaluateAccount(house, engine, account);
  const standing = standingOf(evaluation, bucket);
  if (!standing) return undefined;
  const holder = holderOf(account, bucket);
  return {
    account,
    bucket,
    holder,
    lots: holdingsOf(house.trading, account).get(bucket)?.lots ?? 0,
    holdings: collateralHeld(house, holder),
    calls: openCallsOf(house.marginCalls, holder),
    standing,
    failure: evaluation.failure,
  };
}
