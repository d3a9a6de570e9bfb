import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Auditor } from '#libs/domain/testing/auditor.js';
import { HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import {
  cycleSteps,
  depositSteps,
  OPENING,
  priceSteps,
  tradeSteps,
} from '#libs/domain/testing/random-market.js';

const SEEDS = [1, 2, 3, 4, 5, 6];
const STEPS = 400;
/** Inputs come in batches of up to so many, with an evaluation between any two. */
const BATCH_MAX = 7;

const steps = fc.oneof(
  { weight: 6, arbitrary: tradeSteps },
  { weight: 6, arbitrary: priceSteps },
  { weight: 2, arbitrary: depositSteps() },
  { weight: 1, arbitrary: cycleSteps },
);

function simulate(seed: number): HousePlay {
  const play = HousePlay.open({
    marginCalls: { minimumTransferAmount: '1000.00', rounding: '100.00', dueMinutes: 5 },
  });
  play.batch(OPENING);
  const inputs = fc.sample(steps, { seed, numRuns: STEPS }).map((step, i) => step(i + 1));
  let batch: PlayInput[] = [];
  inputs.forEach((input, i) => {
    batch.push(input);
    if (batch.length < 1 + ((i * 7 + seed) % BATCH_MAX)) return;
    play.batch(batch);
    play.evaluate();
    batch = [];
  });
  play.batch(batch);
  play.command({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
  play.evaluate();
  return play;
}

function audit(play: HousePlay): Auditor {
  const auditor = new Auditor();
  play.events.forEach((event, i) => {
    auditor.read(event);
    const inCycle = ['SettlementCycleCompleted', 'AccountSettled'].includes(event.type);
    if (inCycle && play.events[i + 1]?.type !== 'AccountSettled') auditor.checkSettled();
  });
  return auditor;
}

function positionsOf(play: HousePlay): Map<string, bigint> {
  const positions = new Map<string, bigint>();
  for (const [account, holdings] of play.house.trading.holdings)
    for (const [instrument, { lots }] of holdings)
      if (lots !== 0) positions.set(`${account} ${instrument}`, BigInt(lots));
  return positions;
}

function balancesOf(play: HousePlay): Map<string, bigint> {
  const balances = new Map<string, bigint>();
  for (const [book, held] of play.house.books)
    for (const [asset, units] of held)
      if (book.startsWith('account/') && units !== 0n)
        balances.set(`${book.split('/').slice(1, 3).join('/')} ${asset}`, units);
  return balances;
}

describe('a market that trades, as an independent auditor sees it', () => {
  it.each(SEEDS)('agrees with the books in every number (seed %i)', (seed) => {
    const play = simulate(seed);
    const auditor = audit(play);
    expect(auditor.findings).toEqual([]);
    expect(positionsOf(play)).toEqual(auditor.positions());
    expect(balancesOf(play)).toEqual(auditor.balances());
  });

  it('has seen everything that can happen', () => {
    const seen = new Set(SEEDS.flatMap((seed) => [...audit(simulate(seed)).seen.keys()]));
    for (const type of [
      'TradeNovated',
      'TradeRejected',
      'CollateralDeposited',
      'SettlementCycleCompleted',
      'AccountSettled',
      'MarginCallIssued',
      'MarginCallPaid',
      'MarginCallOverdue',
      'MarginCallCancelled',
      'CycleRequirementsEvaluated',
    ])
      expect(seen).toContain(type);
  });

  it('would be caught in a cent', () => {
    const play = simulate(1);
    const at = play.events.findIndex(
      (event) => event.type === 'AccountSettled' && event.payload.amount !== '0.00',
    );
    const tampered = JSON.parse(
      JSON.stringify(play.events[at]).replace(/"amount":"(-?\d+)\.(\d)(\d)"/g, '"amount":"$1.$29"'),
    ) as (typeof play.events)[number];
    play.events[at] = tampered;
    expect(audit(play).findings.length).toBeGreaterThan(0);
  });
});
