import { isEndOfDayOnly } from '#libs/domain/settlement/lines/line-kinds.js';
import { cashWithBuckets } from './buckets-of-defaulter.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { paysPremium } from '#libs/domain/settlement/lines/pays-premium.js';
import { unsettledOf } from '#libs/domain/settlement/unsettled.js';
import type { DefaultFill } from './default-state.js';

/** What accounts of a defaulter still gain or lose in one currency, in its minor units; losses negative. */
export interface CurrencyOutcome {
  readonly currency: string;
  /** What their own trades since the last cycle bring: everything that is not named below. */
  ownTrades: bigint;
  closeOut: bigint;
  hedges: bigint;
  /** Clearing fees that the next cycle takes. */
  fees: bigint;
  /** Cash below zero: what cycles took and nobody paid in. Not positive. */
  debts: bigint;
}

export interface Outcomes {
  readonly byCurrency: ReadonlyMap<string, CurrencyOutcome>;
  /** An instrument that needs a price and has none. */
  readonly withoutMark: string | undefined;
}

/** What an outcome comes to: a loss is negative. */
export const totalOf = (outcome: CurrencyOutcome): bigint =>
  outcome.ownTrades + outcome.closeOut + outcome.hedges + outcome.fees + outcome.debts;

/**
 * What the next cycle will bring accounts that trade no more, with what they owe of earlier ones. What
 * is still open is taken at the last settlement price, at which it would be torn up: no gain, no loss.
 */
export function outcomesOf(
  house: HouseState,
  marks: MarkSource,
  accounts: readonly string[],
  fills: readonly DefaultFill[],
): Outcomes {
  const byCurrency = new Map<string, CurrencyOutcome>();
  const prices = settlementOrMark(house, marks);
  let withoutMark: string | undefined;
  for (const account of accounts) {
    const unsettled = unsettledOf(house, account, prices);
    withoutMark ??= unsettled.withoutMark;
    for (const line of unsettled.lines) {
      // What only the end of a day brings may not come yet when the loss is to be paid.
      if (isEndOfDayOnly(line) && line.amountMinor > 0n) continue;
      of(byCurrency, line.currency)[line.kind === 'FEE' ? 'fees' : 'ownTrades'] += line.amountMinor;
    }
    for (const currency of Object.keys(referenceOf(house).data.currencies)) {
      const cash = cashWithBuckets(house, account, currency);
      if (cash < 0n) of(byCurrency, currency).debts += cash;
    }
  }
  for (const fill of fills) {
    if (!accounts.includes(fill.account)) continue;
    const result = resultOf(house, prices, fill);
    if (!result) continue;
    const outcome = of(byCurrency, result.currency);
    outcome[fill.kind === 'HEDGE' ? 'hedges' : 'closeOut'] += result.minor;
    outcome.ownTrades -= result.minor;
  }
  return { byCurrency, withoutMark };
}

/** The last settlement price of an instrument, or its mark before its first cycle. */
export const settlementOrMark =
  ({ settlement }: HouseState, marks: MarkSource): MarkSource =>
  (instrument) =>
    settlement.lastSettledTicks.get(instrument) ?? marks(instrument);

function of(byCurrency: Map<string, CurrencyOutcome>, currency: string): CurrencyOutcome {
  let outcome = byCurrency.get(currency);
  if (!outcome) {
    outcome = { currency, ownTrades: 0n, closeOut: 0n, hedges: 0n, fees: 0n, debts: 0n };
    byCurrency.set(currency, outcome);
  }
  return outcome;
}

/**
 * What a fill brings against the last settlement price (margin-model.md h.1): q * (S - p) * tv; nothing
 * once a cycle has taken it, since it is in the account's cash then.
 */
function resultOf(
  house: HouseState,
  prices: MarkSource,
  { instrument, lots, ticks, position }: DefaultFill,
): { readonly currency: string; readonly minor: bigint } | undefined {
  const entry = house.reference?.instruments.get(instrument);
  const price = prices(instrument);
  if (!entry || price === undefined || position < cyclePositionOf(house, instrument))
    return undefined;
  // A premium is paid whole: nothing of it is variation.
  const reference = paysPremium(entry) ? 0 : price;
  const minor = BigInt(lots) * BigInt(reference - ticks) * BigInt(entry.tickValueMinor);
  return { currency: entry.currency, minor };
}

const cyclePositionOf = ({ settlement }: HouseState, instrument: string): number =>
  settlement.cycles.get(settlement.lastCycleOf.get(instrument) ?? '')?.position ?? 0;
