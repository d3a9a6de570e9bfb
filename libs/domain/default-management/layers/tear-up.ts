import type { DefaultTrade } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { largestRemainder, type Share } from '#libs/domain/kernel/rounding.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { settlementOrMark } from '../account-outcome.js';
import { novated } from '../book-fills.js';
import type { ResidualLots } from '../decide-loss.js';
import type { DefaultCase } from '../default-state.js';
import type { LayerQuestion, LayerRule } from './layer-rule.js';

/**
 * What is still open of the defaulter's book is extinguished against the survivors on the other side, pro
 * rata to lots, at the last settlement price (margin-model.md h.4). It bears nothing of the loss.
 */
export const partialTearUp: LayerRule = (question) => {
  const trades = tearUpTrades(question);
  return {
    availableMinor: 0n,
    usedMinor: 0n,
    trades,
    journal: [],
    events: trades.map((trade) => novated(question.house, trade)),
  };
};

function tearUpTrades({ house, marks, of }: LayerQuestion): DefaultTrade[] {
  const trades: DefaultTrade[] = [];
  const taken = new Map<string, number>();
  for (const { account, instrument, lots } of of.loss?.residual ?? []) {
    const others = othersOf(house, { account, instrument, lots }, taken);
    const parts = largestRemainder(BigInt(Math.abs(lots)), others);
    for (const [counterparty, part] of parts) {
      if (part === 0n) continue;
      const signed = lots > 0 ? -Number(part) : Number(part);
      const key = `${counterparty} ${instrument}`;
      taken.set(key, (taken.get(key) ?? 0) + Number(part));
      const number = of.fills.length + trades.length + 1;
      trades.push(tornUp(house, marks, of, number, account, counterparty, instrument, signed));
    }
  }
  return trades;
}

function tornUp(
  house: HouseState,
  marks: MarkSource,
  { defaultId }: DefaultCase,
  number: number,
  account: string,
  counterparty: string,
  instrument: string,
  lots: number,
): DefaultTrade {
  const terms = referenceOf(house).instruments.get(instrument);
  const ticks = settlementOrMark(house, marks)(instrument);
  invariant(terms && ticks !== undefined, () => `${instrument} has no price to tear up at`);
  return {
    tradeId: `${defaultId}-F${number}`,
    account,
    counterparty,
    instrument,
    quantity: String(lots),
    price: ticksToPrice(terms, ticks),
  };
}

/** Who holds the other sign, and how many lots of it are left: survivors, and others only where those lack. */
function othersOf(
  { trading, defaults }: HouseState,
  { account: own, instrument, lots }: ResidualLots,
  taken: ReadonlyMap<string, number>,
): Share[] {
  const survivors: Share[] = [];
  const defaulters: Share[] = [];
  for (const account of [...(trading.holders.get(instrument) ?? [])].sort()) {
    const held = trading.holdings.get(account)?.get(instrument)?.lots ?? 0;
    if (account === own || held === 0 || Math.sign(held) === Math.sign(lots)) continue;
    const left = Math.abs(held) - (taken.get(`${account} ${instrument}`) ?? 0);
    if (left <= 0) continue;
    const side = defaults.byMember.has(memberOf(account)) ? defaulters : survivors;
    side.push({ id: account, numerator: BigInt(left) });
  }
  const enough = survivors.reduce((sum, { numerator }) => sum + numerator, 0n);
  return enough >= BigInt(Math.abs(lots)) ? survivors : [...survivors, ...defaulters];
}

/** Extinguishes every position of the ledger at its last settlement price, longs against shorts by name. */
export function extinguishAll({ house, marks, of }: LayerQuestion): {
  readonly trades: readonly DefaultTrade[];
  readonly events: readonly NewEvent[];
} {
  const trades: DefaultTrade[] = [];
  for (const instrument of [...house.trading.holders.keys()].sort()) {
    const { longs, shorts } = sidesOf(house, instrument);
    for (let long = longs.shift(), short = shorts.shift(); long && short;) {
      const lots = Math.min(long.lots, short.lots);
      const number = of.fills.length + trades.length + 1;
      trades.push(tornUp(house, marks, of, number, long.account, short.account, instrument, -lots));
      long.lots -= lots;
      short.lots -= lots;
      if (long.lots === 0) long = longs.shift();
      if (short.lots === 0) short = shorts.shift();
    }
  }
  return { trades, events: trades.map((trade) => novated(house, trade)) };
}

interface Open {
  readonly account: string;
  lots: number;
}

function sidesOf(
  { trading }: HouseState,
  instrument: string,
): { readonly longs: Open[]; readonly shorts: Open[] } {
  const longs: Open[] = [];
  const shorts: Open[] = [];
  for (const account of [...(trading.holders.get(instrument) ?? [])].sort()) {
    const lots = trading.holdings.get(account)?.get(instrument)?.lots ?? 0;
    if (lots > 0) longs.push({ account, lots });
    if (lots < 0) shorts.push({ account, lots: -lots });
  }
  return { longs, shorts };
}
