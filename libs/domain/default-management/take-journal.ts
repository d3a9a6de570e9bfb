import { balanceOf, post } from '#libs/domain/books/books.js';
import { accountOfHolder, bucketOfHolder, holderOfCashBook } from '#libs/domain/books/holder.js';
import type { DefaultStep } from '#libs/domain/events/default-events.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { payDebtsOfCycles } from '#libs/domain/settlement/cycle-debts.js';
import { takeIntoSource } from '#libs/domain/settlement/money-sources.js';
import { closeBuckets } from './buckets-of-defaulter.js';
import type { DefaultCase } from './default-state.js';
import { accountsOf } from './find-default.js';
import { moveCycleDebts } from './take-ported-account.js';

/**
 * Posts the journal of a step, and keeps what cycles wait for: who is paid by a default counts on what its
 * cash stands on, such as assessments that are called and not paid yet. What comes back later has come in.
 */
export function takeJournal(house: HouseState, of: DefaultCase, step: DefaultStep): void {
  const { journal = [] } = { journal: undefined, ...step };
  // An account that is ported takes what cycles wait for with it.
  if (step.step === 'CLIENTS_PORTED') {
    moveCycleDebts(house, step);
    post(house.books, journal);
    return;
  }
  const merged = mergedAccounts(house, of, step);
  const before = cashBefore(house, journal, new Set(merged));
  closeBuckets(house, merged);
  post(house.books, journal);
  const net = netOf(house, journal, before);
  if (step.step !== 'RECOVERED')
    takeIntoSource(house.settlement, of.defaultId, net, (book) => before.get(book) ?? 0n);
  const source = step.step === 'RECOVERED' ? undefined : of.defaultId;
  payDebtsOfCycles(house.settlement, net, source);
}

/** Accounts whose buckets the step closes. */
function mergedAccounts(house: HouseState, of: DefaultCase, { step }: DefaultStep): string[] {
  if (step === 'DECLARED') return accountsOf(house, of, 'house');
  return step === 'LOSS_DETERMINED' ? accountsOf(house, of, 'clients') : [];
}

/** Cash of each account that the journal touches, with that of buckets that are closed, and claims. */
function cashBefore(
  house: HouseState,
  journal: readonly JournalLine[],
  merged: ReadonlySet<string>,
): ReadonlyMap<string, bigint> {
  const before = new Map<string, bigint>();
  for (const { book, asset } of journal) {
    const holder = holderOfCashBook(book);
    const own = holder === undefined || bucketOfHolder(holder) === undefined;
    if (own && !before.has(book)) before.set(book, balanceOf(house.books, book, asset));
  }
  const seen = new Set<string>();
  for (const { book, asset } of journal) {
    const holder = holderOfCashBook(book) ?? '';
    if (seen.has(book) || bucketOfHolder(holder) === undefined) continue;
    seen.add(book);
    if (!merged.has(accountOfHolder(holder))) continue;
    const into = `account/${accountOfHolder(holder)}/cash/${asset}`;
    before.set(into, (before.get(into) ?? 0n) + balanceOf(house.books, book, asset));
  }
  return before;
}

/** What the journal changes in each book beyond the closing of buckets. */
function netOf(
  house: HouseState,
  journal: readonly JournalLine[],
  before: ReadonlyMap<string, bigint>,
): JournalLine[] {
  const assets = new Map(journal.map(({ book, asset }) => [book, asset]));
  return [...before].map(([book, held]) => {
    const asset = assets.get(book) ?? '';
    return { book, asset, amount: (balanceOf(house.books, book, asset) - held).toString() };
  });
}
