import { bucketOfHolder } from '#libs/domain/books/holder.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';

/**
 * What of an account's requirement each of its holders has to cover, adding up to it exactly. That of a
 * bucket is its position's part, pro rata to what each position of the account would need alone: the
 * isolated measure is a sum over positions (margin-model.md c.5), and what is charged on a class or a
 * liquidation group as a whole goes with it. So it depends on positions, and not on which
 * of them have a bucket. The account itself covers the rest.
 * @param holders the account, then its open buckets
 * @param requirementMinor of the account, in minor units of the base currency
 */
export function requirementShares(
  engine: MarginEngine,
  [account = '', ...buckets]: readonly string[],
  requirementMinor: bigint,
): ReadonlyMap<string, bigint> {
  const shares = new Map([[account, requirementMinor]]);
  if (buckets.length === 0) return shares;
  const alone = [...engine.standAlone(account)].map(([id, numerator]) => ({ id, numerator }));
  const isNothing = alone.every(({ numerator }) => numerator === 0n);
  const ofPosition = isNothing ? undefined : largestRemainder(requirementMinor, alone);
  let left = requirementMinor;
  for (const bucket of buckets) {
    const share = ofPosition?.get(bucketOfHolder(bucket) ?? '') ?? 0n;
    shares.set(bucket, share);
    left -= share;
  }
  return shares.set(account, left);
}
