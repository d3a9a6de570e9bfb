import type { JournalLine } from '#libs/domain/events/journal.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import {
  bookedCycle,
  dropIdleSources,
  keyOf,
  owingOf,
  seePaidUp,
  takeGained,
  takeOwed,
  type CycleDebts,
} from './awaited-money.js';

/** A cycle begins: its accounts' parts follow, `accounts` of them. */
export function bookCycle(state: CycleDebts, cycleId: string, accounts: number): void {
  state.booked.set(cycleId, {
    awaited: accounts,
    owed: new Map(),
    gained: new Map(),
    countsOn: new Set(),
  });
  if (accounts === 0) seePaidUp(state);
}

/** What a cycle brings one account, or one bucket of it, in a currency. */
export interface CyclePart {
  readonly cycleId: string;
  readonly holder: string;
  readonly currency: string;
}

/**
 * A part of a cycle. A loss is paid out of what its holder has freely, then out of earlier gains that are
 * not paid in themselves, the oldest first; what is left is a debt. A gain pays debts of earlier cycles
 * first, the oldest first.
 * @param beforeMinor the holder's cash in the currency before, in minor units
 * @param amountMinor what it receives; negative where it pays
 */
export function bookPart(
  state: CycleDebts,
  { cycleId, holder, currency }: CyclePart,
  beforeMinor: bigint,
  amountMinor: bigint,
): void {
  const cycle = bookedCycle(state, cycleId);
  const key = keyOf(holder, currency);
  if (amountMinor < 0n) {
    const held = beforeMinor > 0n ? beforeMinor : 0n;
    const free = held - gainsNotPaidIn(state, holder, currency);
    const paid = -amountMinor < held ? -amountMinor : held;
    for (const id of takeGained(state, key, paid - free))
      if (id !== cycleId) cycle.countsOn.add(id);
    if (-amountMinor > held) cycle.owed.set(key, -amountMinor - held);
  } else if (amountMinor > 0n) {
    const { left, from } = takeOwed(state, key, amountMinor);
    for (const { countsOn } of from) countsOn.add(cycleId);
    // What a defaulter's account gains and passes on at once to another of them is not there any more.
    const after = beforeMinor + amountMinor;
    const kept = left < after ? left : after;
    if (kept > 0n) cycle.gained.set(key, kept);
  }
}

/** All that a cycle brings an account in a currency is booked: one part less is awaited. */
export function endPart(state: CycleDebts, cycleId: string): void {
  const cycle = bookedCycle(state, cycleId);
  cycle.awaited -= 1;
  if (cycle.awaited === 0) seePaidUp(state);
}

/**
 * Cash that came into accounts and buckets outside cycles, and what pays assessments, pays what they owe, the
 * oldest first.
 * @param source the cycle or default that it came from, where it did not come in from outside: whoever is
 *   paid by it counts on it
 */
export function payDebtsOfCycles(
  state: CycleDebts,
  journal: readonly JournalLine[],
  source?: string,
): void {
  if (state.booked.size === 0 && state.sources.size === 0) return;
  let isPaid = false;
  for (const { book, asset, amount } of journal) {
    const owing = owingOf(book);
    if (owing === undefined) continue;
    const { from } = takeOwed(state, keyOf(owing, asset), BigInt(amount));
    if (source !== undefined) for (const { countsOn } of from) countsOn.add(source);
    isPaid ||= from.length > 0;
  }
  if (isPaid) seePaidUp(state);
}

/**
 * The debts of a cycle are paid in: what was gained in it is free from here on.
 * @throws InvariantViolation when they are not
 */
export function settleCycle(state: CycleDebts, cycleId: string): void {
  invariant(state.paidUp.includes(cycleId), () => `cycle ${cycleId} still waits for money`);
  state.booked.delete(cycleId);
  state.paidUp = state.paidUp.filter((id) => id !== cycleId);
  dropIdleSources(state);
}

/** What an account or bucket gained in cycles that are not SETTLED and still holds, in minor units. */
export function gainsNotPaidIn({ booked }: CycleDebts, holder: string, currency: string): bigint {
  const key = keyOf(holder, currency);
  let sum = 0n;
  for (const { gained } of booked.values()) sum += gained.get(key) ?? 0n;
  return sum;
}
