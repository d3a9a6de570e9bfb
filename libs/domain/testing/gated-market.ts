import { HousePlay } from './house-play.js';
import { price } from './inputs.js';
import { referenceDocument } from './reference-document.js';

type Entry = Readonly<Record<string, unknown>>;

/** The gates of the tests: the defaults of the file, with the ages of worked example j. */
export const FEED: Entry = {
  sources: { XSIM: '1' },
  maxAgeSeconds: 10,
  haltAfterSeconds: 60,
  quorum: 1,
};

/**
 * A house whose underlying SPX has gates and a daily volatility of 3 % (a scan range of 18 %), on
 * futures with a tick of 0.01, an option, and what a test changes in it.
 */
export function gatedDocument(feed: Entry = {}, changes: Entry = {}): Record<string, unknown> {
  const document = referenceDocument();
  const [spx, ...others] = document['underlyings'] as Entry[];
  const [future, ...instruments] = document['instruments'] as Entry[];
  const underlying = { ...spx, scan: { priceRange: '0.18', volatilityRange: '0.04' }, ...changes };
  const gated = { ...underlying, priceFeed: { ...FEED, ...feed } };
  const fine = { ...future, tickSize: '0.01', tickValueMinor: 50 };
  const option = {
    ...fine,
    id: 'SPX-C',
    type: 'option',
    right: 'call',
    strike: '100',
    premiumStyle: 'premium',
    forward: 'SPX-FUT',
    exercise: 'cash',
  };
  const far = { ...fine, id: 'SPX-FAR', expiry: '2027-03-19T21:00:00.000Z' };
  return {
    underlyings: [gated, ...others],
    instruments: [fine, far, option, ...instruments],
  };
}

export const gatedHouse = (feed: Entry = {}, changes: Entry = {}): HousePlay =>
  HousePlay.open(gatedDocument(feed, changes));

/** 14:00 on the day of the tests and so many seconds. */
export const atSecond = (seconds: number): string =>
  new Date(Date.parse('2026-11-20T14:00:00.000Z') + Math.round(seconds * 1000)).toISOString();

/** Observes a price of the future at so many seconds after 14:00. */
export function observe(
  play: HousePlay,
  seconds: number,
  given: string,
  source = 'XSIM',
  symbol = 'SPX-FUT',
): void {
  play.price(price({ symbol, price: given, source, observedAt: atSecond(seconds) }));
}

/** Moves the ledger's clock without touching the feed. */
export function passUntil(play: HousePlay, seconds: number): void {
  observe(play, seconds, '50.00', 'XSIM', 'OIL-FUT');
}

/** What the gates said so far. */
export const verdictsOf = (play: HousePlay): string[] =>
  play.of('PriceJudged').map(({ verdict }) => verdict);

/** The states that the feed of a symbol came into, in order. */
export const statesOf = (play: HousePlay, symbol = 'SPX-FUT'): string[] =>
  play.of('PriceFeedStateChanged').flatMap((each) => (each.symbol === symbol ? [each.to] : []));
