import { HousePlay } from './house-play.js';
import { price, volatility } from './inputs.js';
import type { DocumentChanges } from './reference-document.js';

const FIRST_DAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const MODULUS = 2_147_483_648;

/** Closes of a random walk with bursts, oldest first, the last before the day of the tests. */
export function walkedCloses(
  seed: number,
  start: number,
  days = 400,
): (readonly [string, string])[] {
  const closes: (readonly [string, string])[] = [];
  let [state, close] = [seed, start];
  for (let i = 0; i < days; i++) {
    state = (state * 1_103_515_245 + 12_345) % MODULUS;
    const burst = i % 97 < 20 ? 0.06 : 0.02;
    if (i > 0) close *= 1 + burst * (state / MODULUS - 0.5);
    closes.push([new Date(FIRST_DAY_MS + i * DAY_MS).toISOString().slice(0, 10), close.toFixed(4)]);
  }
  return closes;
}

/**
 * A house in which SPX and OIL are margined jointly from 400 days of history, with stress periods, a
 * hypothetical shock, options and every add-on, and GAS by scan in the same group; every future has a
 * price and SPX a volatility.
 */
export function historicalHouse(changes: DocumentChanges = {}): HousePlay {
  const play = HousePlay.open({
    underlyings: [
      {
        id: 'SPX',
        liquidationGroup: 'EQUITY',
        method: 'fhs',
        minimumHistory: 100,
        marginFloor: '0.005',
        shortOptionMinimum: '0.005',
        liquidity: {
          halfSpread: '0.0001',
          averageDailyVolume: '2000',
          halfSpreadVolatility: '0.01',
        },
        extendedMoves: {
          scanRange: '0.16',
          moves: ['-0.35', '-0.20', '0.15', '0.25'],
          volatilityUp: '0.40',
        },
        issuerWeights: { ALPHA: '0.03' },
      },
      {
        id: 'OIL',
        liquidationGroup: 'EQUITY',
        method: 'fhs',
        minimumHistory: 100,
        returns: 'absolute',
      },
      {
        id: 'GAS',
        liquidationGroup: 'EQUITY',
        method: 'scan',
        scan: { priceRange: '0.12', volatilityRange: '0.04' },
      },
    ],
    instruments: [
      future('SPX-FUT', 'SPX', '0.25', 1250),
      future('SPX-FAR', 'SPX', '0.25', 1250),
      future('SPX-MINI', 'SPX', '0.25', 125),
      future('OIL-FUT', 'OIL', '0.01', 1000),
      future('GAS-FUT', 'GAS', '0.01', 1000),
      future('SPX-EUR', 'SPX', '0.50', 500, 'EUR'),
      option('SPX-CALL', 'call', '5200'),
      option('SPX-PUT', 'put', '4700'),
      option('SPX-FUTURES-CALL', 'call', '5100', 'futures'),
    ],
    model: {
      id: 'fhs-1',
      lookback: 250,
      stressPeriods: [{ from: '2024-03-01', to: '2024-04-30' }],
      hypotheticalShocks: [{ name: 'crash', moves: { SPX: '-0.20', OIL: '-0.35' } }],
      regimeLadder: { enabled: false },
    },
    ...changes,
  });
  play.command({ type: 'IMPORT_HISTORY', symbol: 'SPX', closes: walkedCloses(7, 4800) });
  play.command({ type: 'IMPORT_HISTORY', symbol: 'OIL', closes: walkedCloses(11, 70) });
  const prices = {
    'SPX-FUT': '5000.00',
    'SPX-FAR': '5050.00',
    'SPX-MINI': '5000.00',
    'OIL-FUT': '70.00',
    'GAS-FUT': '3.00',
    'SPX-EUR': '4600.00',
    EURUSD: '1.0842',
  };
  for (const [symbol, at] of Object.entries(prices)) play.price(price({ symbol, price: at }));
  play.volatility(volatility());
  return play;
}

function future(
  id: string,
  underlying: string,
  tickSize: string,
  tickValueMinor: number,
  currency = 'USD',
): object {
  const expiry = '2026-12-18T21:00:00.000Z';
  return { id, type: 'future', underlying, currency, tickSize, tickValueMinor, expiry };
}

function option(id: string, right: string, strike: string, premiumStyle = 'premium'): object {
  const terms = { id, type: 'option', underlying: 'SPX', currency: 'USD', forward: 'SPX-FUT' };
  const expiry = '2026-12-18T21:00:00.000Z';
  return { ...terms, tickSize: '0.05', tickValueMinor: 250, expiry, right, strike, premiumStyle };
}
