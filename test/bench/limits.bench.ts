import type { PlayInput } from '#libs/decider/testing/decide-input.js';
import { marginHistory } from './margin-history.js';
import { accountOf, FUTURES, marginTrades, openingMarket, points } from './margin-market.js';
import { MemoryHouse } from './memory-house.js';

/** Trades a second that are decided and folded in memory, by what limits their accounts have. */
export interface LimitFigures {
  readonly source: string;
  readonly trades: number;
  readonly rates: readonly { readonly limits: string; readonly perSecond: number }[];
}

const ACCOUNTS = 40;
const BATCH = 1_000;
const TRADED_AT = '2026-11-20T14:00:00.000Z';
/** Of the accounts' 20 positions each; what they need lies far below. */
const FAR = '100000000000.00';
const WARM_UP = 200;

/** Which limits the traded accounts have: the first member's account or the member itself. */
const CASES = [
  { limits: 'none', of: 'nobody', value: {} },
  { limits: 'lots', of: 'account', value: { maxOrderLots: 100 } },
  { limits: 'exposure of the account', of: 'account', value: { maxExposure: FAR } },
  { limits: 'deficit of the account', of: 'account', value: { maxDeficit: FAR } },
  { limits: 'exposure of a member of 20 accounts', of: 'member', value: { maxExposure: FAR } },
] as const;

/**
 * A stream of trades of one account of 20 positions, futures and options, in 2,748 scenarios: each is
 * checked against the limit at its own position.
 */
export function measureLimits(trades: number): LimitFigures {
  const history = marginHistory();
  const rates = CASES.map(({ limits, of, value }) => {
    const core = openHouse(of, value);
    core.batch(stream(0, WARM_UP));
    const inputs = stream(WARM_UP, trades);
    const started = performance.now();
    for (let from = 0; from < inputs.length; from += BATCH)
      core.batch(inputs.slice(from, from + BATCH));
    const seconds = (performance.now() - started) / 1000;
    return { limits, perSecond: trades / seconds };
  });
  return { source: history.source, trades, rates };
}

function stream(from: number, count: number): PlayInput[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const { id, priceTicks } = FUTURES[n % FUTURES.length] ?? { id: '', priceTicks: 0 };
    const other = accountOf(20 + (n % 20));
    const sides =
      n % 3 === 0 ? { buyer: other, seller: accountOf(0) } : { buyer: accountOf(0), seller: other };
    return {
      kind: 'trade',
      trade: {
        tradeId: `S-${n}`,
        venue: 'XSIM',
        instrument: id,
        quantity: '1',
        price: points(priceTicks),
        ...sides,
        executedAt: TRADED_AT,
      },
    };
  });
}

function openHouse(of: 'nobody' | 'account' | 'member', limits: object): MemoryHouse {
  const core = new MemoryHouse();
  const terms = { accounts: ACCOUNTS, liquidity: false, minimumTransferAmount: '1000000000000.00' };
  const market = openingMarket(marginHistory(), terms);
  const priceOf = new Map(market.prices.map(({ key, value }) => [key, String(value['price'])]));
  const inputs = [
    ...market.commands.map((body, i) => ({
      kind: 'command',
      command: {
        commandId: `open-${i}`,
        ledger: 'main',
        by: 'bench',
        body: limited(body, of, limits),
      },
    })),
    ...market.prices.map(({ value }) => ({ kind: 'price', price: value })),
    ...market.volatilities.map(({ value }) => ({ kind: 'volatility', volatility: value })),
    ...marginTrades(ACCOUNTS).map(({ instrument, buyer, seller, lots }, i) => ({
      kind: 'trade',
      trade: {
        tradeId: `T-${i}`,
        venue: 'XSIM',
        instrument,
        quantity: String(lots),
        price: priceOf.get(instrument) ?? '1.00',
        buyer: accountOf(buyer),
        seller: accountOf(seller),
        executedAt: TRADED_AT,
      },
    })),
  ] as PlayInput[];
  for (let from = 0; from < inputs.length; from += BATCH)
    core.batch(inputs.slice(from, from + BATCH));
  if (core.house.trading.holdings.size !== ACCOUNTS) throw new Error('not all trades were taken');
  return core;
}

interface Listed {
  readonly members: readonly { readonly accounts: readonly object[] }[];
}

/** The command that opens the market, with limits of its first member or of that one's first account. */
function limited(
  body: Record<string, unknown>,
  of: 'nobody' | 'account' | 'member',
  limits: object,
): Record<string, unknown> {
  if (body['type'] !== 'APPLY_REFERENCE_DATA' || of === 'nobody') return body;
  const document = body['document'] as Listed;
  const members = document.members.map((member, m) => {
    if (m > 0) return member;
    if (of === 'member') return { ...member, limits };
    return {
      ...member,
      accounts: member.accounts.map((each, a) => (a > 0 ? each : { ...each, limits })),
    };
  });
  return { ...body, document: { ...document, members } };
}
