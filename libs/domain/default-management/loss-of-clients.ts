import { cashBook, transfer } from '#libs/domain/books/books.js';
import type { ClientOutcome, CollateralSale } from '#libs/domain/events/default-events.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { outcomesOf, totalOf } from './account-outcome.js';
import { defaultBook, type AmountLost, type DefaultCase } from './default-state.js';
import type { Stepped } from './default-refusal.js';
import { meansOf, takeMeans, worthOf } from './estate.js';
import { accountsOf } from './find-default.js';
import { withoutPrice, withoutRate } from './loss-of-house.js';
import { costMinor } from './realised-value.js';

/** What client accounts lose, and what their own means do not cover. */
export interface ClientsLoss {
  readonly outcomes: readonly ClientOutcome[];
  readonly amounts: readonly AmountLost[];
  readonly shortfallMinor: bigint;
  /** Clients with a shortfall to whom the next cycle brings something in another currency. */
  readonly gainers: readonly string[];
  readonly sales: readonly CollateralSale[];
  readonly journal: readonly JournalLine[];
}

/** Each client account by itself: nothing of one ever pays for another. */
export function lossOfClients(
  house: HouseState,
  marks: MarkSource,
  of: DefaultCase,
): Stepped<ClientsLoss> {
  const losses: ClientsLoss[] = [];
  for (const account of accountsOf(house, of, 'clients')) {
    const loss = lossOfClient(house, marks, of, account);
    if (!loss.ok) return loss;
    losses.push(loss.value);
  }
  return ok({
    outcomes: losses.flatMap(({ outcomes }) => outcomes),
    amounts: losses.flatMap(({ amounts }) => amounts),
    shortfallMinor: losses.reduce((sum, { shortfallMinor }) => sum + shortfallMinor, 0n),
    gainers: losses.flatMap(({ gainers }) => gainers),
    sales: losses.flatMap(({ sales }) => sales),
    journal: losses.flatMap(({ journal }) => journal),
  });
}

const NO_LOSS: ClientsLoss = {
  outcomes: [],
  amounts: [],
  shortfallMinor: 0n,
  gainers: [],
  sales: [],
  journal: [],
};

function lossOfClient(
  house: HouseState,
  marks: MarkSource,
  of: DefaultCase,
  account: string,
): Stepped<ClientsLoss> {
  const { baseScale } = referenceOf(house);
  const { byCurrency, withoutMark } = outcomesOf(house, marks, [account], of.fills);
  if (withoutMark !== undefined) return withoutPrice(withoutMark);
  const amounts: AmountLost[] = [];
  for (const outcome of byCurrency.values()) {
    const { currency } = outcome;
    const minor = -totalOf(outcome);
    if (minor <= 0n) continue;
    const cost = costMinor(house, currency, minor);
    if (cost === undefined) return withoutRate(house, currency);
    amounts.push({ account, currency, minor, costMinor: cost });
  }
  if (amounts.length === 0) return ok(NO_LOSS);
  const lossMinor = amounts.reduce((sum, { costMinor: cost }) => sum + cost, 0n);
  const means = meansOf(house, [account]);
  const worth = worthOf(means);
  const shortfallMinor = worth < lossMinor ? lossMinor - worth : 0n;
  const taken = takeMeans(house, of.defaultId, means, lossMinor);
  const outcome: ClientOutcome = {
    account,
    loss: formatUnits(lossMinor, baseScale),
    ownMeans: formatUnits(worth, baseScale),
    shortfall: formatUnits(shortfallMinor, baseScale),
  };
  const journal = [...taken.journal, ...surplusOf(house, of, account, taken.minor - lossMinor)];
  const gains = [...byCurrency.values()].some((each) => totalOf(each) > 0n);
  const gainers = gains && shortfallMinor > 0n ? [account] : [];
  return ok({ outcomes: [outcome], amounts, shortfallMinor, gainers, sales: taken.sales, journal });
}

/** What the last unit that was sold brought beyond the loss is the client's. */
function surplusOf(
  house: HouseState,
  of: DefaultCase,
  account: string,
  surplusMinor: bigint,
): JournalLine[] {
  if (surplusMinor <= 0n) return [];
  const { baseCurrency } = referenceOf(house);
  const from = defaultBook(of.defaultId, baseCurrency);
  return transfer(from, cashBook(account, baseCurrency), baseCurrency, surplusMinor);
}
