import { formatDecimal, parseDecimal } from '#libs/domain/kernel/decimal.js';

/** Adds decimals up per asset, exactly. */
export function sumsPerAsset(
  items: readonly { readonly asset: string; readonly amount: string }[],
): { asset: string; amount: string }[] {
  const sums = new Map<string, { units: bigint; scale: number }>();
  for (const { asset, amount } of items) {
    const { units, scale } = parseDecimal(amount);
    const sum = sums.get(asset) ?? { units: 0n, scale: 0 };
    const common = Math.max(scale, sum.scale);
    sums.set(asset, {
      units: units * 10n ** BigInt(common - scale) + sum.units * 10n ** BigInt(common - sum.scale),
      scale: common,
    });
  }
  return [...sums].map(([asset, sum]) => ({ asset, amount: formatDecimal(sum) }));
}
