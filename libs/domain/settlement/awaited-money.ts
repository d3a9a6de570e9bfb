import { holderOfCashBook } from '#libs/domain/books/holder.js';
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

/** Where money comes from that is not all paid in: a default, whose layers are claims in part. */
export interface MoneySource {
  /** What is still owed to it by `book currency`, in minor units, positive. */
  readonly owed: Map<string, bigint>;
  /** Booked cycles, and other sources, that it took money from which was not paid in. */
  readonly countsOn: Set<string>;
}

/** What cycles still wait for. */
export interface CycleDebts {
  /** Cycles that are not SETTLED, by id, the oldest first. */
  readonly booked: Map<string, BookedCycle>;
  /** Sources of money that wait for some themselves, by id: who counts on one waits with it. */
  readonly sources: Map<string, MoneySource>;
  /** Booked cycles whose debts are paid in, and that wait for the event that says so. */
  paidUp: readonly string[];
}

export const keyOf = (holder: string, currency: string): string => `${holder} ${currency}`;

export const positive = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

/** By whom what a book lacks is owed: the holder of cash, or a member that owes an assessment. */
export const owingOf = (book: string): string | undefined =>
  book.startsWith('assessment/') ? book : holderOfCashBook(book);

export function bookedCycle({ booked }: CycleDebts, cycleId: string): BookedCycle {
  const cycle = booked.get(cycleId);
  invariant(cycle, () => `a part of cycle ${cycleId} follows its end`);
  return cycle;
}

/** Takes up to `amount` from what is owed to cycles under a key, then to sources, the oldest first. */
export function takeOwed(
  { booked, sources }: CycleDebts,
  key: string,
  amount: bigint,
): { readonly left: bigint; readonly from: readonly MoneySource[] } {
  const from: MoneySource[] = [];
  let left = positive(amount);
  for (const each of [...booked.values(), ...sources.values()]) {
    const taken = takeOf(each.owed, key, left);
    if (taken === 0n) continue;
    left -= taken;
    from.push(each);
  }
  return { left, from };
}

/** Takes up to `amount` from what was gained in cycles under a key, the oldest first. */
export function takeGained({ booked }: CycleDebts, key: string, amount: bigint): readonly string[] {
  const from: string[] = [];
  let left = positive(amount);
  for (const [id, { gained }] of booked) {
    const taken = takeOf(gained, key, left);
    if (taken === 0n) continue;
    left -= taken;
    from.push(id);
  }
  return from;
}

/** Takes up to `amount` from an amount; what is left of nothing is left out. */
function takeOf(amounts: Map<string, bigint>, key: string, amount: bigint): bigint {
  const there = amounts.get(key);
  if (there === undefined || amount <= 0n) return 0n;
  const taken = there < amount ? there : amount;
  if (taken === there) amounts.delete(key);
  else amounts.set(key, there - taken);
  return taken;
}

/** Sees which cycles owe nothing and count on none that does, and which sources wait for nothing more. */
export function seePaidUp(state: CycleDebts): void {
  const waiting = waitingOnes(state);
  state.paidUp = [...state.booked.keys()].filter((id) => !waiting.has(id));
  dropIdleSources(state, waiting);
}

export function dropIdleSources(
  state: CycleDebts,
  waiting: ReadonlySet<string> = waitingOnes(state),
): void {
  for (const id of state.sources.keys()) if (!waiting.has(id)) state.sources.delete(id);
}

/** Cycles and sources that are owed something, or count on one that is. */
function waitingOnes({ booked, sources }: CycleDebts): Set<string> {
  const waiting = new Set<string>();
  for (const [id, { owed, awaited }] of booked) if (owed.size > 0 || awaited > 0) waiting.add(id);
  for (const [id, { owed }] of sources) if (owed.size > 0) waiting.add(id);
  const links = [...booked, ...sources];
  for (let grown = true; grown;) {
    grown = false;
    for (const [id, { countsOn }] of links) {
      if (waiting.has(id) || ![...countsOn].some((other) => waiting.has(other))) continue;
      waiting.add(id);
      grown = true;
    }
  }
  return waiting;
}
