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

function bookedCycle({ booked }: CycleDebts, cycleId: string): BookedCycle {
  const cycle = booked.get(cycleId);
  invariant(cycle, () => `a part of cycle ${cycleId} follows its end`);
  return cycle;
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

/** By whom what a book lacks is owed: the holder of cash, or a member that owes an assessment. */
const owingOf = (book: string): string | undefined =>
  book.startsWith('assessment/') ? book : holderOfCashBook(book);

/** The source of an id, which may be new. */
function sourceOf({ sources }: CycleDebts, id: string): MoneySource {
  let source = sources.get(id);
  if (!source) sources.set(id, (source = { owed: new Map(), countsOn: new Set() }));
  return source;
}

/**
 * A default took money: of what is in a book first what is there freely, then what was gained in cycles that
 * are not paid in themselves; what goes beyond it, as assessments do, is owed to the default.
 * @param beforeMinor the balance of each book and asset before the journal was posted
 */
export function takeIntoSource(
  state: CycleDebts,
  id: string,
  journal: readonly JournalLine[],
  beforeMinor: (book: string, asset: string) => bigint,
): void {
  for (const { book, asset, amount } of journal) {
    const takenMinor = -BigInt(amount);
    const owing = owingOf(book);
    if (takenMinor <= 0n || owing === undefined) continue;
    const key = keyOf(owing, asset);
    const held = positive(beforeMinor(book, asset));
    const free = held - gainsNotPaidIn(state, owing, asset);
    const inGains = positive((takenMinor < held ? takenMinor : held) - positive(free));
    for (const cycle of takeGained(state, key, inGains)) sourceOf(state, id).countsOn.add(cycle);
    if (takenMinor <= held) continue;
    const { owed } = sourceOf(state, id);
    owed.set(key, (owed.get(key) ?? 0n) + takenMinor - held);
  }
}

/**
 * Among accounts of a defaulter a cycle passes money on: of what one has, and only then of what it gains in
 * the cycle itself. Where that was gained in cycles that are not paid in, it counts on them.
 * @param beforeMinor the balance of each book and asset before the journal was posted
 */
export function passOnInCycle(
  state: CycleDebts,
  cycleId: string,
  journal: readonly JournalLine[],
  beforeMinor: (book: string, asset: string) => bigint,
): void {
  for (const { book, asset, amount } of journal) {
    const holder = holderOfCashBook(book);
    if (holder === undefined || BigInt(amount) >= 0n) continue;
    const held = positive(beforeMinor(book, asset));
    const free = positive(held - gainsNotPaidIn(state, holder, asset));
    const taken = -BigInt(amount) < held ? -BigInt(amount) : held;
    for (const id of takeGained(state, keyOf(holder, asset), taken - free))
      bookedCycle(state, cycleId).countsOn.add(id);
  }
}

/** A cycle took money of a default: it is SETTLED no earlier than what that stands on is paid in. */
export function countOnSource(state: CycleDebts, cycleId: string, source: string): void {
  if (state.sources.has(source)) bookedCycle(state, cycleId).countsOn.add(source);
}

/**
 * All cash of one holder becomes another's, debts and gains of cycles with it: where one of the two owed and
 * the other had money, that money pays, what it has freely first.
 * @param minor what each held before
 */
export function moveHolder(
  state: CycleDebts,
  currency: string,
  from: { readonly holder: string; readonly minor: bigint },
  to: { readonly holder: string; readonly minor: bigint },
): void {
  const [old, key] = [keyOf(from.holder, currency), keyOf(to.holder, currency)];
  const owings = [...state.booked.values(), ...state.sources.values()].map(({ owed }) => owed);
  const gains = [...state.booked.values()].map(({ gained }) => gained);
  for (const amounts of [...owings, ...gains]) {
    const minor = amounts.get(old);
    if (minor === undefined) continue;
    amounts.delete(old);
    amounts.set(key, (amounts.get(key) ?? 0n) + minor);
  }
  const cash = positive(from.minor) + positive(to.minor);
  const debt = positive(-from.minor) + positive(-to.minor);
  const setOff = cash < debt ? cash : debt;
  if (setOff === 0n) return;
  const free = positive(cash - gainsNotPaidIn(state, to.holder, currency));
  const { from: owers } = takeOwed(state, key, setOff);
  const gainers = takeGained(state, key, setOff - free);
  for (const { countsOn } of owers) for (const gainer of gainers) countsOn.add(gainer);
  seePaidUp(state);
}

const positive = (minor: bigint): bigint => (minor > 0n ? minor : 0n);

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

/** A booked cycle that waits for some: what they owe of it, and what was gained in it and is still held. */
export interface GainsAwaited {
  /** In minor units, positive. */
  readonly owedMinor: bigint;
  readonly gainedMinor: ReadonlyMap<string, bigint>;
}

/** The cycles that wait for holders, in a currency, the oldest first. @param owes who is meant */
export function gainsAwaited(
  { booked }: CycleDebts,
  currency: string,
  owes: (holder: string) => boolean,
): GainsAwaited[] {
  const ofCurrency = (amounts: ReadonlyMap<string, bigint>) =>
    [...amounts].flatMap(([key, minor]) => {
      const [holder = '', of] = key.split(' ');
      return of === currency ? [[holder, minor] as const] : [];
    });
  return [...booked.values()].flatMap(({ owed, gained }) => {
    const owedMinor = ofCurrency(owed).reduce(
      (sum, [holder, minor]) => (owes(holder) ? sum + minor : sum),
      0n,
    );
    return owedMinor === 0n ? [] : [{ owedMinor, gainedMinor: new Map(ofCurrency(gained)) }];
  });
}

/** Takes up to `amount` from what is owed to cycles under a key, then to sources, the oldest first. */
function takeOwed(
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
function takeGained({ booked }: CycleDebts, key: string, amount: bigint): readonly string[] {
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
function seePaidUp(state: CycleDebts): void {
  const waiting = waitingOnes(state);
  state.paidUp = [...state.booked.keys()].filter((id) => !waiting.has(id));
  dropIdleSources(state, waiting);
}

function dropIdleSources(
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
