import { holderOfCashBook } from '#libs/domain/books/holder.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import {
  bookedCycle,
  keyOf,
  owingOf,
  positive,
  seePaidUp,
  takeGained,
  takeOwed,
  type CycleDebts,
  type MoneySource,
} from './awaited-money.js';
import { gainsNotPaidIn } from './cycle-debts.js';

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
