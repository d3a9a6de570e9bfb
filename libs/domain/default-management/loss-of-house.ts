import { balanceOf } from '#libs/domain/books/books.js';
import type { LossParts } from '#libs/domain/events/default-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { outcomesOf, totalOf, type CurrencyOutcome } from './account-outcome.js';
import { assessmentBook, type AmountLost, type DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { accountsOf } from './find-default.js';
import { costMinor } from './realised-value.js';

/** The parts of a loss in minor units of the base currency; a gain is negative. */
export type Parts = { -readonly [P in keyof LossParts]: bigint };

/** What the house accounts lose, without any client's shortfall. */
export interface HouseLoss {
  readonly parts: Parts;
  readonly amounts: readonly AmountLost[];
  /** Currencies in which the next cycle brings the house accounts something. */
  readonly gains: readonly string[];
}

/** All parts but the clients'. A currency that is gained in counts for nothing before a cycle has booked it. */
export function lossOfHouse(
  house: HouseState,
  marks: MarkSource,
  of: DefaultCase,
): Stepped<HouseLoss> {
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
    unpaidAssessments: unpaidAssessmentsMinor(house, of),
    clientShortfalls: 0n,
  };
  const amounts: AmountLost[] = [];
  const gains: string[] = [];
  for (const outcome of byCurrency.values()) {
    const { currency } = outcome;
    const minor = -totalOf(outcome);
    if (minor < 0n) gains.push(currency);
    if (minor <= 0n) continue;
    const cost = costMinor(house, currency, minor);
    if (cost === undefined) return withoutRate(house, currency);
    addInBase(house, parts, outcome, cost);
    amounts.push({ account: undefined, currency, minor, costMinor: cost });
  }
  return ok({ parts, amounts, gains });
}

/** What other defaults have called the defaulter for and it has not paid: debts of its own. */
export function unpaidAssessmentsMinor(house: HouseState, { member }: DefaultCase): bigint {
  const { baseCurrency } = referenceOf(house);
  const held = balanceOf(house.books, assessmentBook(member), baseCurrency);
  return held < 0n ? -held : 0n;
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

export const withoutPrice = (instrument: string): Stepped<never> =>
  refuseStep(
    'MISSING_PRICES',
    `${instrument} has no price, so nobody can say what was lost in it; send one first`,
  );

export const withoutRate = (house: HouseState, currency: string): Stepped<never> =>
  refuseStep(
    'MISSING_PRICES',
    `a loss in ${currency} needs a price of ${currency}${referenceOf(house).baseCurrency}; send it first`,
  );
