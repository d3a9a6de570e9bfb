import type { Kafka } from 'kafkajs';
import type { OpeningMarket } from './opening-market.js';

/** Reference data of the benchmark: linear instruments under the scan method, so no history is needed. */
const INSTRUMENTS = ['IDX-FUT', 'OIL-FUT', 'XAU-FUT', 'EUR-FUT', 'BND-FUT'];
const MEMBERS = 10;
const ACCOUNTS = 4;

export const benchAccounts = (): string[] =>
  Array.from(
    { length: MEMBERS * ACCOUNTS },
    (_, i) => `M${Math.floor(i / ACCOUNTS)}/A${i % ACCOUNTS}`,
  );

function benchReferenceData(): Record<string, unknown> {
  return {
    version: 1,
    ledger: 'main',
    baseCurrency: 'USD',
    clock: 'event',
    currencies: { USD: { scale: 2 } },
    members: Array.from({ length: MEMBERS }, (_, m) => ({
      id: `M${m}`,
      name: `Member ${m}`,
      accounts: Array.from({ length: ACCOUNTS }, (__, a) => ({
        id: `A${a}`,
        type: a === 0 ? 'house' : 'client-segregated',
        marginMode: 'portfolio',
      })),
    })),
    liquidationGroups: [
      {
        id: 'ALL',
        horizonDays: 2,
        horizonMethod: 'overlapping',
        confidenceBp: 9900,
        yearDays: 252,
      },
    ],
    underlyings: INSTRUMENTS.map((id) => ({
      id: id.slice(0, 3),
      liquidationGroup: 'ALL',
      method: 'scan',
      returns: 'log',
      marginFloor: '0.005',
      shortOptionMinimum: '0.005',
      scan: { priceRange: '0.08', volatilityRange: '0.04' },
    })),
    instruments: INSTRUMENTS.map((id) => ({
      id,
      type: 'future',
      underlying: id.slice(0, 3),
      currency: 'USD',
      tickSize: '0.25',
      tickValueMinor: 1250,
      expiry: '2036-12-18T21:00:00.000Z',
    })),
    collateral: [{ asset: 'USD', type: 'cash', currency: 'USD' }],
    // Calls are another figure: none is due here.
    marginCalls: { minimumTransferAmount: '1000000000000.00', rounding: '1000.00' },
  };
}

/** Each instrument of it has a price. */
export const LINEAR_MARKET: OpeningMarket = {
  commands: [{ type: 'APPLY_REFERENCE_DATA', document: benchReferenceData() }],
  prices: INSTRUMENTS.map((symbol) => ({
    key: symbol,
    value: { symbol, price: '5000.00', source: 'XSIM', observedAt: '2026-11-20T13:59:59.000Z' },
  })),
  volatilities: [],
};

const START_MS = Date.parse('2026-11-20T14:00:00.000Z');

/** The i-th trade of a run: some 230 bytes, every field as a venue would send it. */
export function benchTrade(run: string, i: number): { key: string; value: string } {
  const accounts = benchAccounts();
  const buyer = accounts[i % accounts.length] ?? '';
  const seller = accounts[(i * 7 + 3) % accounts.length] ?? '';
  const tradeId = `${run}-${i}`;
  const trade = {
    tradeId,
    venue: 'XSIM',
    instrument: INSTRUMENTS[i % INSTRUMENTS.length],
    quantity: String(1 + (i % 9)),
    price: `${5000 + (i % 40)}.${['00', '25', '50', '75'][i % 4]}`,
    buyer,
    seller: seller === buyer ? (accounts[(i + 1) % accounts.length] ?? '') : seller,
    executedAt: new Date(START_MS + Math.floor(i / 100)).toISOString(),
  };
  return { key: tradeId, value: JSON.stringify(trade) };
}

const CHUNK = 5_000;

/** Sends the trades `from` to `to` of a run, as fast as the broker takes them. */
export async function sendTrades(
  kafka: Kafka,
  topic: string,
  run: string,
  from: number,
  to: number,
): Promise<void> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (let start = from; start < to; start += CHUNK) {
    const messages = Array.from({ length: Math.min(CHUNK, to - start) }, (_, k) =>
      benchTrade(run, start + k),
    );
    await producer.send({ topic, messages });
  }
  await producer.disconnect();
}
