import { floorDiv } from '#libs/domain/kernel/rounding.js';
import type { PlayInput } from '#libs/decider/testing/decide-input.js';
import { MemoryHouse } from './memory-house.js';

export interface CollateralRevaluation {
  readonly holders: number;
  readonly runs: readonly RevaluationRun[];
}

interface RevaluationRun {
  /** From the price to the evaluation of all holders: value, requirement and calls of each. */
  readonly priceToAllMs: number;
  /** Quantity times price less haircut, rounded down, and nothing else. */
  readonly bareLoopMs: number;
}

const PER_MEMBER = 100;
const BATCH = 1_000;
const DAY = '2026-11-20';
const FIRST_MS = Date.parse(`${DAY}T14:00:00.000Z`);
const WARM_UP = 2;
/** Passes of the bare loop in one measurement: one alone is too short for the clock. */
const PASSES = 20;

const timeOf = (second: number): string => new Date(FIRST_MS + second * 1_000).toISOString();
const accountOf = (i: number): string => `M${Math.floor(i / PER_MEMBER)}/A${i % PER_MEMBER}`;
const range = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/**
 * The core alone: so many accounts hold bitcoin and a future each; one price of bitcoin comes, and every
 * holder's collateral is valued, its requirement looked at and its calls decided.
 */
export function revalueCollateral(holders: number, runs: number): CollateralRevaluation {
  const core = openHouse(holders);
  const units = range(holders, (i) => BigInt(100_000_000 + i * 7));
  const measured: RevaluationRun[] = [];
  for (let run = 0; run < runs + WARM_UP; run++) {
    const price = `${60_000 + run}.50`;
    const bareLoopMs = bareLoop(units, BigInt(price.replace('.', '')));
    const started = performance.now();
    core.batch([observed('BTCUSD', price, 10 + run)]);
    const evaluated = core.evaluate();
    const priceToAllMs = performance.now() - started;
    if (evaluated !== holders) throw new Error(`${evaluated} were evaluated`);
    if (run >= WARM_UP) measured.push({ priceToAllMs, bareLoopMs });
  }
  return { holders, runs: measured };
}

/** What the core computes of each holding, and nothing else. @returns ms for all of them */
function bareLoop(units: readonly bigint[], priceCents: bigint): number {
  const started = performance.now();
  let total = 0n;
  for (let pass = 0; pass < PASSES; pass++)
    for (const each of units) total += floorDiv(each * priceCents * 75n, 10_000_000_000n);
  if (total <= 0n) throw new Error('nothing was multiplied');
  return (performance.now() - started) / PASSES;
}

function openHouse(holders: number): MemoryHouse {
  const core = new MemoryHouse();
  const body = { type: 'APPLY_REFERENCE_DATA', document: document(holders) } as const;
  core.batch([
    { kind: 'command', command: { commandId: 'apply', ledger: 'main', by: 'bench', body } },
    observed('SPX-FUT', '5000.00', 0),
    observed('BTCUSD', '60000.00', 0),
  ]);
  const inputs = range(holders, (i): PlayInput[] => [
    { kind: 'collateral', instruction: deposit(i, 'BTC', `1.${String(i * 7).padStart(8, '0')}`) },
    { kind: 'collateral', instruction: deposit(i, 'USD', '100000.00') },
    ...(i % 2 === 0 ? [trade(i)] : []),
  ]).flat();
  for (let from = 0; from < inputs.length; from += BATCH)
    core.batch(inputs.slice(from, from + BATCH));
  core.evaluate();
  if (core.house.books.size < holders * 2) throw new Error('not all deposits were taken');
  return core;
}

const observed = (symbol: string, price: string, second: number): PlayInput => ({
  kind: 'price',
  price: { symbol, price, source: 'V', observedAt: timeOf(second) },
});

const deposit = (i: number, asset: string, quantity: string) => {
  const given = { instructionId: `${asset}-${i}`, type: 'DEPOSIT', valueDate: DAY } as const;
  return { ...given, account: accountOf(i), asset, quantity };
};

function trade(i: number): PlayInput {
  const sides = { buyer: accountOf(i), seller: accountOf(i + 1) };
  const terms = { instrument: 'SPX-FUT', quantity: '1', price: '5000.00' };
  const given = { tradeId: `T-${i}`, venue: 'XSIM', executedAt: timeOf(1) };
  return { kind: 'trade', trade: { ...given, ...terms, ...sides } };
}

const document = (holders: number): Record<string, unknown> => ({
  version: 1,
  ledger: 'main',
  baseCurrency: 'USD',
  clock: 'event',
  currencies: { USD: { scale: 2 } },
  members: range(Math.ceil(holders / PER_MEMBER), (m) => ({
    id: `M${m}`,
    name: `Member ${m}`,
    accounts: range(PER_MEMBER, (a) => ({ id: `A${a}`, type: 'house', marginMode: 'portfolio' })),
  })),
  liquidationGroups: [
    { id: 'ALL', horizonDays: 2, horizonMethod: 'overlapping', confidenceBp: 9900, yearDays: 252 },
  ],
  underlyings: [
    {
      id: 'SPX',
      liquidationGroup: 'ALL',
      method: 'scan',
      scan: { priceRange: '0.08', volatilityRange: '0.04' },
    },
  ],
  instruments: [
    {
      id: 'SPX-FUT',
      type: 'future',
      underlying: 'SPX',
      currency: 'USD',
      tickSize: '0.25',
      tickValueMinor: 1250,
      expiry: '2036-12-18T21:00:00.000Z',
    },
  ],
  model: { id: 'scan-1', regimeLadder: { enabled: false }, liquidityAddOn: false },
  collateral: [
    { asset: 'USD', type: 'cash', currency: 'USD' },
    {
      asset: 'BTC',
      type: 'crypto',
      currency: 'USD',
      scale: 8,
      haircut: '0.25',
      class: 'CRYPTO',
      priceSymbol: 'BTCUSD',
    },
  ],
  collateralLimits: [{ class: 'CRYPTO', shareOfRequirement: '0.30' }],
  marginCalls: { minimumTransferAmount: '1000000000000.00', rounding: '1000.00' },
});
