import { holderOfCashBook } from '#libs/domain/books/holder.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { invariant } from '#libs/domain/kernel/assert.js';

/**
 * A cycle that is booked and whose debts are not all paid in yet. Until they are, what accounts gained in
 * it counts as collateral and is not paid out (settlement-and-collateral.md, "A settlement cycle", 5).
 */
export interface BookedCycle {
  /** How many accounts' parts of it are still to be read. */
  awaited: number;
  /** What is still owed of it by `holder currency`, in minor units, positive. */
  readonly owed: Map<string, bigint>;
  /** What accounts and buckets gained in it and still hold, likewise. */
  readonly gained: Map<string, bigint>;
  /**
   * Booked cycles that it counts on: a loss in it was paid out of what was gained in those, or a gain in
   * those paid a debt of it. Nothing has come in by that, so it is SETTLED no earlier than they are.
   */
  readonly countsOn: Set<string>;
}

/** What cycles still wait for. */
export interface CycleDebts {
  /** Cycles that are not SETTLED, by id, the oldest first. */
  readonly booked: Map<string, BookedCycle>;
  /** Those of them whose debts are paid in, and that wait for the event that says so. */
  paidUp: readonly string[];
}

const keyOf = (holder: string, currency: string): string => `${holder} ${currency}`;

/** A cycle begins: its accounts' parts follow, `accounts` of them. */
export function bookCycle(state: CycleDebts, cycleId: string, accounts: number): void {
  state.booked.set(cycleId, {
    awaited: accounts,
    owed: new Map(),
    gained: new Map(),
    countsOn: new Set(),
  });
  if (accounts === 0) state.paidUp = cyclesPaidUp(state.booked);
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
    const beyondFree = -amountMinor - free;
    const { left, from } = take(state, 'gained', key, beyondFree);
    for (const id of from) if (id !== cycleId) cycle.countsOn.add(id);
    if (left > 0n) cycle.owed.set(key, left);
  } else if (amountMinor > 0n) {
    const { left, from } = take(state, 'owed', key, amountMinor);
    for (const id of from) state.booked.get(id)?.countsOn.add(cycleId);
    if (left > 0n) cycle.gained.set(key, left);
  }
}

/** All that a cycle brings an account in a currency is booked: one part less is awaited. */
export function endPart(state: CycleDebts, cycleId: string): void {
  const cycle = bookedCycle(state, cycleId);
  cycle.awaited -= 1;
  if (cycle.awaited === 0) state.paidUp = cyclesPaidUp(state.booked);
}

function bookedCycle({ booked }: CycleDebts, cycleId: string): BookedCycle {
  const cycle = booked.get(cycleId);
  invariant(cycle, () => `a part of cycle ${cycleId} follows its end`);
  return cycle;
}

/** Cash that came into accounts and buckets outside cycles pays what they owe of cycles, the oldest first. */
export function payDebtsOfCycles(state: CycleDebts, journal: readonly JournalLine[]): void {
  if (state.booked.size === 0) return;
  let isPaid = false;
  for (const { book, asset, amount } of journal) {
    const holder = holderOfCashBook(book);
    if (holder === undefined) continue;
    const paid = take(state, 'owed', keyOf(holder, asset), BigInt(amount)).from.length > 0;
    isPaid ||= paid;
  }
  if (isPaid) state.paidUp = cyclesPaidUp(state.booked);
}

/**
 * The debts of a cycle are paid in: what was gained in it is free from here on.
 * @throws InvariantViolation when they are not
 */
export function settleCycle(state: CycleDebts, cycleId: string): void {
  invariant(state.paidUp.includes(cycleId), () => `cycle ${cycleId} still waits for money`);
  state.booked.delete(cycleId);
  state.paidUp = state.paidUp.filter((id) => id !== cycleId);
}

/** What an account or bucket gained in cycles that are not SETTLED and still holds, in minor units. */
export function gainsNotPaidIn({ booked }: CycleDebts, holder: string, currency: string): bigint {
  const key = keyOf(holder, currency);
  let sum = 0n;
  for (const { gained } of booked.values()) sum += gained.get(key) ?? 0n;
  return sum;
}

/** Takes up to `amount` from what cycles hold under a key, the oldest first. */
function take(
  { booked }: CycleDebts,
  what: 'owed' | 'gained',
  key: string,
  amount: bigint,
): { readonly left: bigint; readonly from: readonly string[] } {
  let left = amount > 0n ? amount : 0n;
  const from: string[] = [];
  for (const [id, cycle] of booked) {
    const there = cycle[what].get(key);
    if (left === 0n) break;
    if (there === undefined) continue;
    const taken = there < left ? there : left;
    left -= taken;
    from.push(id);
    if (taken === there) cycle[what].delete(key);
    else cycle[what].set(key, there - taken);
  }
  return { left, from };
}

/** The cycles that owe nothing, and count on none that does. */
function cyclesPaidUp(booked: ReadonlyMap<string, BookedCycle>): string[] {
  const waiting = new Set<string>();
  for (const [id, { owed, awaited }] of booked) if (owed.size > 0 || awaited > 0) waiting.add(id);
  for (let grown = true; grown;) {
    grown = false;
    for (const [id, { countsOn }] of booked) {
      if (waiting.has(id) || ![...countsOn].some((other) => waiting.has(other))) continue;
      waiting.add(id);
      grown = true;
    }
  }
  return [...booked.keys()].filter((id) => !waiting.has(id));
}
