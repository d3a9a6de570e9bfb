import { formatUnits } from '#libs/domain/kernel/decimal.js';

const DECIMALS = 4;

/**
 * Exposure over counted collateral with four decimals, cut off; null when something is needed and
 * nothing counts. Both in minor units of one currency.
 */
export function utilisationRatio(exposureMinor: bigint, countedMinor: bigint): string | null {
  if (exposureMinor === 0n) return formatUnits(0n, DECIMALS);
  if (countedMinor === 0n) return null;
  return formatUnits((exposureMinor * 10n ** BigInt(DECIMALS)) / countedMinor, DECIMALS);
}
