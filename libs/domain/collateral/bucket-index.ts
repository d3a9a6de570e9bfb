/**
 * The buckets that accounts have, by account: the instruments whose positions have collateral of their
 * own, or had some. A bucket that was opened stays open, so that what its position gains and loses does not
 * change its book from cycle to cycle.
 */
export type BucketIndex = Map<string, Set<string>>;

/** Takes collateral that came into a bucket. */
export function openBucket(buckets: BucketIndex, account: string, instrument: string): void {
  const known = buckets.get(account);
  if (known) known.add(instrument);
  else buckets.set(account, new Set([instrument]));
}
