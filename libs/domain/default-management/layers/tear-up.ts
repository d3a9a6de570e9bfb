import type { DefaultTrade } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { TEAR_UP_VENUE } from '#libs/domain/trading/own-venues.js';
import { settlementOrMark } from '../account-outcome.js';
import { novated } from '../book-fills.js';
import type { OpenLots } from '../lots-of-side.js';
import { allOpenLots, keyOf } from '../open-lots.js';
import type { LayerQuestion, LayerRule } from './layer-rule.js';

/**
 * What is still open of the defaulter's book is extinguished against the survivors on the other side, pro
 * rata to lots, at the last settlement price as the loss was determined (margin-model.md h.4). It bears nothing
 * of the loss.
 */
export const partialTearUp: LayerRule = (question) => {
  const trades = tearUpTrades(question);
  return {
    availableMinor: 0n,
    usedMinor: 0n,
    trades,
    journal: [],
    events: trades.map((trade) => novated(question.house, trade, TEAR_UP_VENUE)),
  };
};

function tearUpTrades(question: LayerQuestion): DefaultTrade[] {
  const trades: DefaultTrade[] = [];
  for (const determined of question.of.loss?.residual ?? []) {
    const residual = leftOf(question, determined, trades);
    if (!residual) continue;
    const others = othersOf(question, residual, trades);
    const parts = largestRemainder(
      BigInt(Math.abs(residual.lots)),
      others.map((each) => ({ id: keyOf(each), numerator: BigInt(Math.abs(each.lots)) })),
    );
    for (const other of others) {
      const lots = Number(parts.get(keyOf(other)) ?? 0n);
      if (lots !== 0)
        trades.push(tornUp(question, trades.length, residual, other, lots, residual.ticks));
    }
  }
  return trades;
}

/** What trades before, against other accounts of the defaulter, leave of what is to be torn up. */
function leftOf(
  { house, tornUp }: LayerQuestion,
  determined: Residual,
  trades: readonly DefaultTrade[],
): Residual | undefined {
  const left = allOpenLots(house, determined.instrument, [...tornUp, ...trades]).find(
    (each) => keyOf(each) === keyOf(determined),
  );
  return left && { ...left, ticks: determined.ticks };
}

type Residual = OpenLots & { readonly ticks: number };

/** Closes lots of two who hold the opposite of each other, at a price. @param lots positive */
function tornUp(
  { house, of, tornUp: before }: LayerQuestion,
  index: number,
  own: OpenLots,
  other: OpenLots,
  lots: number,
  ticks: number,
): DefaultTrade {
  const terms = referenceOf(house).instruments.get(own.instrument);
  invariant(terms, () => `no terms for ${own.instrument}`);
  return {
    tradeId: `${of.defaultId}-F${of.fills.length + before.length + index + 1}`,
    account: own.account,
    ...(own.client === undefined ? {} : { client: own.client, effect: 'CLOSE' }),
    counterparty: other.account,
    ...(other.client === undefined
      ? {}
      : { counterpartyClient: other.client, counterpartyEffect: 'CLOSE' }),
    instrument: own.instrument,
    quantity: String(own.lots > 0 ? -lots : lots),
    price: ticksToPrice(terms, ticks),
  };
}

/** Who holds the other sign, and how many lots of it are left: survivors, and others only where those lack. */
function othersOf(
  { house, tornUp }: LayerQuestion,
  { instrument, lots }: OpenLots,
  trades: readonly DefaultTrade[],
): OpenLots[] {
  const others = allOpenLots(house, instrument, [...tornUp, ...trades]).filter(
    (each) => Math.sign(each.lots) !== Math.sign(lots),
  );
  const survivors = others.filter((each) => !house.defaults.byMember.has(memberOf(each.account)));
  const enough = survivors.reduce((sum, each) => sum + Math.abs(each.lots), 0);
  return enough >= Math.abs(lots) ? survivors : others;
}

type Open = { -readonly [K in keyof OpenLots]: OpenLots[K] };

/** Extinguishes every position of the ledger at its last settlement price, longs against shorts by name. */
export function extinguishAll(question: LayerQuestion): {
  readonly trades: readonly DefaultTrade[];
  readonly events: readonly NewEvent[];
} {
  const { house, marks } = question;
  const priceOf = settlementOrMark(house, marks);
  const trades: DefaultTrade[] = [];
  for (const instrument of [...house.trading.holders.keys()].sort()) {
    const open = allOpenLots(house, instrument, question.tornUp).map((each): Open => ({ ...each }));
    if (open.length === 0) continue;
    const ticks = priceOf(instrument);
    invariant(ticks !== undefined, () => `${instrument} has no price to tear up at`);
    const longs = open.filter(({ lots }) => lots > 0);
    const shorts = open.filter(({ lots }) => lots < 0);
    for (let long = longs.shift(), short = shorts.shift(); long && short;) {
      const lots = Math.min(long.lots, -short.lots);
      trades.push(tornUp(question, trades.length, long, short, lots, ticks));
      long.lots -= lots;
      short.lots += lots;
      if (long.lots === 0) long = longs.shift();
      if (short.lots === 0) short = shorts.shift();
    }
  }
  return { trades, events: trades.map((trade) => novated(house, trade, TEAR_UP_VENUE)) };
}
