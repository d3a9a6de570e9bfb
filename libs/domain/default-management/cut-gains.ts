import type { HouseState } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';
import { gainOf } from '#libs/domain/settlement/gains.js';
import type { LinesByAccount } from './lines-by-account.js';

const NONE: ReadonlyMap<string, bigint> = new Map();

/**
 * Cuts survivors' gains by an amount together, each in the same proportion: what is paid is
 * G_i * (G - cut) / G by the largest remainder (margin-model.md h.3).
 * @param amountMinor of the currency, in minor units; no more than all gains is cut
 * @param cutBefore what other defaults cut from each account in the same cycle
 * @returns what each account's gain is cut by
 */
export function cutGains(
  { defaults }: HouseState,
  lines: LinesByAccount,
  currency: string,
  amountMinor: bigint,
  cutBefore: ReadonlyMap<string, bigint>,
): ReadonlyMap<string, bigint> {
  if (amountMinor <= 0n) return NONE;
  const gains = new Map<string, bigint>();
  for (const [account, ofAccount] of lines) {
    if (defaults.byMember.has(memberOf(account))) continue;
    const gain = gainOf(ofAccount, currency) - (cutBefore.get(account) ?? 0n);
    if (gain > 0n) gains.set(account, gain);
  }
  return cutProRata(gains, amountMinor);
}

/** The same of gains that are known. @param gains positive, in minor units by account */
export function cutProRata(
  gains: ReadonlyMap<string, bigint>,
  amountMinor: bigint,
): ReadonlyMap<string, bigint> {
  const whole = [...gains.values()].reduce((sum, gain) => sum + gain, 0n);
  if (whole === 0n || amountMinor <= 0n) return NONE;
  const paid = largestRemainder(
    amountMinor < whole ? whole - amountMinor : 0n,
    [...gains].map(([id, numerator]) => ({ id, numerator })),
  );
  return new Map(
    [...gains]
      .map(([account, gain]) => [account, gain - (paid.get(account) ?? 0n)] as const)
      .filter(([, minor]) => minor > 0n),
  );
}
