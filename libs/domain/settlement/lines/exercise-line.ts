import { settlementBook } from '#libs/domain/books/books.js';
import type { DeliveredPosition } from '#libs/domain/events/settlement-events.js';
import { intrinsicTicks } from '#libs/domain/market/final-price.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { holdingsOf, type Holding } from '#libs/domain/trading/trading-state.js';
import { deliveredLots, type Delivery, type EndingSeries } from '../expiry/endings.js';
import { expectedOutcome } from '../expiry/expected-outcome.js';
import type { AccountOutcome } from '../expiry/exercise-series.js';
import type { ExerciseLine } from './cycle-line.js';
import type { LineDetails, LineKind } from './line-kind.js';
import { paysPremium } from './pays-premium.js';
import { positionDetails } from './position-details.js';

const NOTHING: AccountOutcome = { exercised: 0, assigned: 0 };

/**
 * Exercise and assignment of an option that ends: `(exercised - assigned) * value` in cash, so that what
 * longs receive is what assigned shorts pay (margin-model.md a.3). Where it is exercised into a future no
 * cash goes by it. A futures-style option was paid to its value for all lots by its last variation
 * margin, so that exercise gives back that of lots which are not exercised.
 */
export const EXERCISE_LINES: LineKind<ExerciseLine> = {
  accounts: ({ trading }) => trading.holdings.keys(),
  lines(house, account, { endings, isProspective }) {
    const lines: ExerciseLine[] = [];
    if (!isProspective && (!endings || endings.series.size === 0)) return lines;
    for (const [instrument, holding] of holdingsOf(house.trading, account)) {
      const entry = house.reference?.instruments.get(instrument);
      if (entry?.type !== 'option') continue;
      const series = endings?.series.get(instrument);
      if (series) lines.push(lineOf(series, series.accounts.get(account), holding));
      const expected = isProspective ? expectedOutcome(house, account, entry, holding) : undefined;
      if (!expected) continue;
      const valueTicks = intrinsicTicks(entry, expected.finalPrice);
      const { finalPrice } = expected;
      const paid = { entry, finalPrice, valueTicks, settledTicks: valueTicks, delivery: undefined };
      lines.push(lineOf(paid, expected, holding));
    }
    return lines;
  },
  details: (_house, line) => detailsOf(line),
  bookOf: settlementBook,
};

type Priced = Pick<
  EndingSeries,
  'entry' | 'finalPrice' | 'valueTicks' | 'settledTicks' | 'delivery'
>;

function lineOf(
  { entry, finalPrice, valueTicks, settledTicks, delivery }: Priced,
  outcome: AccountOutcome = NOTHING,
  { lots, openingLots, tradedLots, tradedTicks }: Holding,
): ExerciseLine {
  const { id: instrument, currency } = entry;
  const closes = paysPremium(entry);
  const inCash = delivery ? 0n : BigInt(outcome.exercised - outcome.assigned) * BigInt(valueTicks);
  const paidBefore = closes ? 0n : BigInt(lots) * BigInt(settledTicks);
  const amountMinor = (inCash - paidBefore) * BigInt(entry.tickValueMinor);
  const position = { lots, openingLots, tradedLots, tradedTicks };
  const ends = { finalPrice, outcome, delivery, closes };
  return { kind: 'EXERCISE', instrument, currency, amountMinor, ...position, ...ends };
}

function detailsOf(line: ExerciseLine): LineDetails {
  const { outcome, delivery, finalPrice, closes } = line;
  const { exercised, assigned, clients } = outcome;
  const ofClients = clients?.map((each) => ({
    client: each.client,
    long: String(each.long),
    short: String(each.short),
    exercised: String(each.exercised),
    assigned: String(each.assigned),
  }));
  return {
    ...(closes ? { ...positionDetails(line), closingPosition: '0' } : {}),
    settlementPrice: finalPrice,
    exercisedQuantity: String(exercised - assigned),
    ...(delivery && (exercised > 0 || assigned > 0)
      ? { delivered: deliveredPosition(delivery, outcome) }
      : {}),
    ...(ofClients ? { clients: ofClients } : {}),
  };
}

function deliveredPosition(delivery: Delivery, outcome: AccountOutcome): DeliveredPosition {
  const { future, sign, strikeTicks } = delivery;
  // An exercised call and an assigned put are long of the future, the others short.
  const clients = outcome.clients?.flatMap(({ client, exercised, assigned }) => {
    const [long, short] = sign > 0 ? [exercised, assigned] : [assigned, exercised];
    return long === 0 && short === 0 ? [] : [{ client, long: String(long), short: String(short) }];
  });
  return {
    instrument: future.id,
    quantity: String(deliveredLots(outcome, delivery)),
    price: ticksToPrice(future, strikeTicks),
    ...(clients ? { clients } : {}),
  };
}
