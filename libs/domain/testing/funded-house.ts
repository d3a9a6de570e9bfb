import { HousePlay, type PlayInput } from './house-play.js';
import { price, trade } from './inputs.js';
import { referenceDocument, type DocumentChanges } from './reference-document.js';

/** The names of worked example f. */
export const [A, B, C, D] = ['ALPHA/C1', 'ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'] as const;

/** Of one lot a point is worth 0.001 USD, as in worked example f. */
const PERPETUAL = {
  id: 'BTC-PERP',
  type: 'perpetual',
  underlying: 'BTC',
  currency: 'USD',
  tickSize: '10',
  tickValueMinor: 1,
  index: 'BTCUSD',
  funding: { intervalHours: 8, interestRate: '0.0001', damper: '0.0005', cap: '0.0075' },
};

const listOf = (name: string): object[] => {
  const list = referenceDocument()[name];
  return Array.isArray(list) ? (list as object[]) : [];
};

/** The house of the tests with a perpetual that pays funding, beside what else it has. */
export function fundedHouse(changes: DocumentChanges = {}, funding: object = {}): HousePlay {
  return HousePlay.open(fundedDocument(changes, funding));
}

/** The changes of the document that make it; `funding` changes terms of the perpetual. */
export function fundedDocument(
  changes: DocumentChanges = {},
  funding: object = {},
): DocumentChanges {
  const perpetual = { ...PERPETUAL, funding: { ...PERPETUAL.funding, ...funding } };
  const btc = { id: 'BTC', liquidationGroup: 'EQUITY', method: 'scan', marginFloor: '0' };
  const scan = { priceRange: '0.10', volatilityRange: '0.04' };
  return {
    underlyings: [...listOf('underlyings'), { ...btc, shortOptionMinimum: '0', scan }],
    instruments: [...listOf('instruments'), perpetual],
    ...changes,
  };
}

const DAY = '2026-11-20';

/** A time of 20 November 2026; "24:00:00" and later are those of the next day. */
export function at(time: string): string {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  const ms = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return new Date(Date.parse(`${DAY}T00:00:00.000Z`) + ms).toISOString();
}

export const markInput = (value: string, time: string): PlayInput => ({
  kind: 'price',
  price: price({ symbol: 'BTC-PERP', price: value, observedAt: at(time) }),
});

export const indexInput = (value: string, time: string): PlayInput => ({
  kind: 'price',
  price: price({ symbol: 'BTCUSD', price: value, observedAt: at(time) }),
});

/** A trade in the perpetual; its id is made of its time and parties. */
export function tradeInput(
  buyer: string,
  seller: string,
  quantity: number,
  time: string,
  value = '61280',
): PlayInput {
  const tradeId = `${buyer}-${seller}-${time}`.replaceAll(/[/:]/g, '-');
  const terms = { instrument: 'BTC-PERP', buyer, seller, quantity: String(quantity), price: value };
  return { kind: 'trade', trade: trade({ tradeId, ...terms, executedAt: at(time) }) };
}

/** The positions of worked example f: A 7, B -3, C -3, D -1. */
export const exampleTrades = (time: string): PlayInput[] => [
  tradeInput(A, B, 3, time),
  tradeInput(A, C, 3, time),
  tradeInput(A, D, 1, time),
];
