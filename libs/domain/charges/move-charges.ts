import type { AmountsByCurrency, ChargeState } from './charge-state.js';

/** What an account owes and is owed beside its positions becomes another's, as its positions do. */
export function moveCharges(charges: ChargeState, from: string, to: string): void {
  const fee = charges.fees.get(from);
  if (fee !== undefined) {
    charges.fees.delete(from);
    charges.fees.set(to, (charges.fees.get(to) ?? 0n) + fee);
  }
  const { cumulative, closing } = charges;
  for (const amounts of [cumulative, closing?.cumulative, closing?.cash])
    if (amounts) moveAmounts(amounts, from, to);
}

function moveAmounts(amounts: AmountsByCurrency, from: string, to: string): void {
  for (const byAccount of amounts.values()) {
    const minor = byAccount.get(from);
    if (minor === undefined) continue;
    byAccount.delete(from);
    const sum = (byAccount.get(to) ?? 0n) + minor;
    if (sum === 0n) byAccount.delete(to);
    else byAccount.set(to, sum);
  }
}
