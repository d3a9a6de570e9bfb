import type { LotsBooked } from '#libs/domain/events/lots-booked.js';

/** Signed lots and what they cost in ticks, by account. */
export type BookingSums = Map<string, { lots: bigint; ticks: bigint }>;

export function sumsOf(bookings: readonly LotsBooked[]): BookingSums {
  const sums: BookingSums = new Map();
  for (const { account, quantity, ticks } of bookings)
    addTo(sums, account, BigInt(quantity), BigInt(ticks));
  return sums;
}

export function addTo(sums: BookingSums, account: string, lots: bigint, ticks: bigint): void {
  const { lots: l, ticks: t } = sums.get(account) ?? { lots: 0n, ticks: 0n };
  sums.set(account, { lots: l + lots, ticks: t + ticks });
}

/** Equal texts, equal bookings. */
export const textOf = (sums: BookingSums): string =>
  [...sums]
    .map(([account, { lots, ticks }]) => `${account} ${lots} lots for ${ticks} ticks`)
    .toSorted()
    .join(', ');
