import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { HousePlay } from './house-play.js';
import { price, trade } from './inputs.js';
import { instruct, type InstructionAnswer } from './instructions.js';
import { referenceDocument, type DocumentChanges } from './reference-document.js';

/** The account of the tests whose margin is isolated. */
export const ISO = 'GAMMA/HOUSE';

/** Its positions: 10 lots each, of which one lot needs 20,000.00 and 10,000.00 at 5000.00. */
export const [SPX, MINI] = ['SPX-FUT', 'MINI-FUT'] as const;

const instruments = referenceDocument().instruments as object[];
const MINI_TERMS = {
  id: MINI,
  type: 'future',
  underlying: 'SPX',
  currency: 'USD',
  tickSize: '0.25',
  tickValueMinor: 625,
  expiry: '2026-12-18T21:00:00.000Z',
};

/**
 * A house in which {@link ISO} is long 10 lots of each instrument, bought at 5000.00 from BETA/HOUSE which
 * is rich: it needs 200,000.00 for the one, 100,000.00 for the other and has what `deposits` bring. Calls
 * are made from the first cent on.
 */
export function isolatedAccount(
  deposits: readonly Partial<CollateralInstruction>[],
  changes: DocumentChanges = {},
): HousePlay {
  const play = HousePlay.open({
    instruments: [...instruments, MINI_TERMS],
    marginCalls: { minimumTransferAmount: '0.00', rounding: '0.01', coalesceSeconds: 0 },
    ...changes,
  });
  for (const symbol of [SPX, MINI]) play.price(price({ symbol }));
  payIn(play, { account: 'BETA/HOUSE', quantity: '50000000.00' });
  for (const given of deposits) payIn(play, given);
  for (const instrument of [SPX, MINI]) {
    const terms = { instrument, quantity: '10', buyer: ISO, seller: 'BETA/HOUSE' };
    play.trade(trade({ tradeId: `OPEN-${instrument}`, ...terms }));
  }
  return play;
}

/** A deposit of US dollars, into the isolated account unless said. */
export const payIn = (play: HousePlay, given: Partial<CollateralInstruction>): InstructionAnswer =>
  instruct(play, { type: 'DEPOSIT', account: ISO, asset: 'USD', quantity: '0.01', ...given });

/** Both prices at so many seconds after 14:00. */
export function marksAt(play: HousePlay, seconds: number, spx: string, mini = spx): void {
  const observedAt = new Date(
    Date.parse('2026-11-20T14:00:00.000Z') + seconds * 1000,
  ).toISOString();
  play.price(price({ symbol: SPX, price: spx, observedAt }));
  play.price(price({ symbol: MINI, price: mini, observedAt }));
}

/** An intraday settlement cycle. */
export const settle = (play: HousePlay): void => {
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
};

/** What a holder has in US dollars, in cents. */
export const cashOf = (play: HousePlay, holder: string): bigint =>
  play.house.books.get(`account/${holder}/cash/USD`)?.get('USD') ?? 0n;
