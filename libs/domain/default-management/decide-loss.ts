import type {
  ClientOutcome,
  CollateralSale,
  LossDetermined,
  LossParts,
} from '#libs/domain/events/default-events.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { outcomesOf, totalOf, type CurrencyOutcome } from './account-outcome.js';
import type { DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { meansOf, takeMeans, worthOf } from './estate.js';
import { accountsOf, findBeforeLoss } from './find-default.js';
import { costMinor } from './realised-value.js';
import { stepEvent } from './step-event.js';

/** The parts of a loss in minor units of the base currency; a gain is negative. */
type Parts = { -readonly [P in keyof LossParts]: bigint };

/**
 * Determines the loss of a default (default-management.md, step 6): what all trades since the last cycle
 * bring, hedges and close-out among them, auction payments, fees, and cash that the defaulter owes. Of a
 * client account only what its own means do not cover is added; they are taken here.
 * @param tearUp whether what is still open may go to tear-up; else an open position is refused
 */
export function determineLoss(
  house: HouseState,
  marks: MarkSource,
  { defaultId, tearUp = false }: { readonly defaultId: string; readonly tearUp?: boolean },
  by: string,
): Stepped<NewEvent> {
  const found = findBeforeLoss(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  const residual = residualOf(house, of);
  if (residual.length > 0 && !tearUp)
    return refuseStep(
      'OUT_OF_ORDER',
      `the book of ${of.member} is not flat: ${residual.map(({ account, instrument, lots }) => `${account} ${lots} ${instrument}`).join(', ')}; close it out first, or say that the rest goes to tear-up`,
    );
  if (residual.length > 0 && !referenceOf(house).data.waterfall.includes('PARTIAL_TEAR_UP'))
    return refuseStep(
      'OUT_OF_ORDER',
      `the rules of this ledger know no partial tear-up: close out what ${of.member} still holds`,
    );
  const own = lossOfHouse(house, marks, of);
  if (!own.ok) return own;
  const clients = lossOfClients(house, marks, of);
  if (!clients.ok) return clients;
  const parts = { ...own.value, clientShortfalls: clients.value.shortfallMinor };
  const { baseCurrency, baseScale } = referenceOf(house);
  const sum = Object.values(parts).reduce((total, part) => total + part, 0n);
  const text = (minor: bigint): string => formatUnits(minor, baseScale);
  const determined: LossDetermined = {
    defaultId,
    member: of.member,
    step: 'LOSS_DETERMINED',
    by,
    currency: baseCurrency,
    loss: text(sum > 0n ? sum : 0n),
    parts: {
      ownTrades: text(parts.ownTrades),
      closeOut: text(parts.closeOut),
      hedges: text(parts.hedges),
      auction: text(parts.auction),
      fees: text(parts.fees),
      unpaidVariationMargin: text(parts.unpaidVariationMargin),
      clientShortfalls: text(parts.clientShortfalls),
    },
    clients: clients.value.outcomes,
    residual: residual.map(({ account, instrument, lots }) => ({
      account,
      instrument,
      quantity: String(lots),
    })),
    sales: clients.value.sales,
    journal: clients.value.journal,
  };
  return ok(stepEvent(determined));
}

export interface ResidualLots {
  readonly account: string;
  readonly instrument: string;
  readonly lots: number;
}

/** What a defaulter still holds, in the order of accounts and instruments. */
export function residualOf(house: HouseState, of: DefaultCase): ResidualLots[] {
  return [...accountsOf(house, of, 'house'), ...accountsOf(house, of, 'clients')].flatMap(
    (account) =>
      [...(house.trading.holdings.get(account) ?? [])]
        .filter(([, { lots }]) => lots !== 0)
        .map(([instrument, { lots }]) => ({ account, instrument, lots }))
        .sort((a, b) => (a.instrument < b.instrument ? -1 : 1)),
  );
}

/** All parts but the clients'. A currency that is gained in on the whole counts for nothing yet. */
function lossOfHouse(house: HouseState, marks: MarkSource, of: DefaultCase): Stepped<Parts> {
  const accounts = accountsOf(house, of, 'house');
  const { byCurrency, withoutMark } = outcomesOf(house, marks, accounts, of.fills);
  if (withoutMark !== undefined) return withoutPrice(withoutMark);
  const parts: Parts = {
    ownTrades: 0n,
    closeOut: 0n,
    hedges: 0n,
    auction: of.auctionMinor,
    fees: of.feesMinor,
    unpaidVariationMargin: 0n,
    clientShortfalls: 0n,
  };
  for (const outcome of byCurrency.values()) {
    const lossMinor = -totalOf(outcome);
    if (lossMinor <= 0n) continue;
    const baseMinor = costMinor(house, outcome.currency, lossMinor);
    if (baseMinor === undefined) return withoutRate(house, outcome.currency);
    addInBase(house, parts, outcome, baseMinor);
  }
  return ok(parts);
}

/** Adds a currency's parts in the base currency; what rounding leaves is of its own trades. */
function addInBase(
  house: HouseState,
  parts: Parts,
  { currency, closeOut, hedges, fees, debts }: CurrencyOutcome,
  baseMinor: bigint,
): void {
  const inBase = (minor: bigint): bigint => {
    const cost = costMinor(house, currency, minor < 0n ? -minor : minor) ?? 0n;
    return minor < 0n ? cost : -cost;
  };
  const named = {
    closeOut: inBase(closeOut),
    hedges: inBase(hedges),
    fees: inBase(fees),
    unpaidVariationMargin: inBase(debts),
  };
  let rest = baseMinor;
  for (const [part, minor] of Object.entries(named) as [keyof typeof named, bigint][]) {
    parts[part] += minor;
    rest -= minor;
  }
  parts.ownTrades += rest;
}

interface ClientsLoss {
  readonly outcomes: readonly ClientOutcome[];
  readonly shortfallMinor: bigint;
  readonly sales: readonly CollateralSale[];
  readonly journal: readonly JournalLine[];
}

/** Each client account by itself: nothing of one ever pays for another. */
function lossOfClients(
  house: HouseState,
  marks: MarkSource,
  of: DefaultCase,
): Stepped<ClientsLoss> {
  const outcomes: ClientOutcome[] = [];
  const journal: JournalLine[] = [];
  const sales: CollateralSale[] = [];
  let shortfallMinor = 0n;
  const { baseScale } = referenceOf(house);
  for (const account of accountsOf(house, of, 'clients')) {
    const { byCurrency, withoutMark } = outcomesOf(house, marks, [account], of.fills);
    if (withoutMark !== undefined) return withoutPrice(withoutMark);
    let lossMinor = 0n;
    for (const outcome of byCurrency.values()) {
      if (totalOf(outcome) >= 0n) continue;
      const baseMinor = costMinor(house, outcome.currency, -totalOf(outcome));
      if (baseMinor === undefined) return withoutRate(house, outcome.currency);
      lossMinor += baseMinor;
    }
    if (lossMinor === 0n) continue;
    const means = meansOf(house, [account]);
    const worth = worthOf(means);
    const taken = takeMeans(house, of.defaultId, means, lossMinor);
    journal.push(...taken.journal);
    sales.push(...taken.sales);
    const shortfall = worth < lossMinor ? lossMinor - worth : 0n;
    shortfallMinor += shortfall;
    outcomes.push({
      account,
      loss: formatUnits(lossMinor, baseScale),
      ownMeans: formatUnits(worth, baseScale),
      shortfall: formatUnits(shortfall, baseScale),
    });
  }
  return ok({ outcomes, shortfallMinor, sales, journal });
}

const withoutPrice = (instrument: string): Stepped<never> =>
  refuseStep(
    'MISSING_PRICES',
    `${instrument} has no price, so nobody can say what was lost in it; send one first`,
  );

const withoutRate = (house: HouseState, currency: string): Stepped<never> =>
  refuseStep(
    'MISSING_PRICES',
    `a loss in ${currency} needs a price of ${currency}${referenceOf(house).baseCurrency}; send it first`,
  );
