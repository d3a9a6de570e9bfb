import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';

/** Adds decimals up per asset, exactly, in the order of the assets. */
export function sumsPerAsset(
  items: readonly { readonly asset: string; readonly amount: string }[],
): { asset: string; amount: string }[] {
  const sums = new Map<string, { units: bigint; scale: number }>();
  for (const { asset, amount } of items) {
    // With the digits that were written: zero dollars are 0.00.
    const scale = amount.split('.')[1]?.length ?? 0;
    const units = toUnits(parseDecimal(amount), scale) ?? 0n;
    const sum = sums.get(asset) ?? { units: 0n, scale: 0 };
    const common = Math.max(scale, sum.scale);
    sums.set(asset, {
      units: units * 10n ** BigInt(common - scale) + sum.units * 10n ** BigInt(common - sum.scale),
      scale: common,
    });
  }
  const byAsset = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return byAsset.map(([asset, sum]) => ({ asset, amount: formatUnits(sum.units, sum.scale) }));
}
