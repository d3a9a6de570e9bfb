import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { HousePlay, type PlayInput } from '#libs/domain/testing/house-play.js';
import { readReferenceDataFile } from '#libs/operator-client/reference-data-file.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import type { PriceToSend, VolatilityToSend } from '../messages.js';
import { nextWeekday } from '../prices/business-days.js';
import { Random } from '../random/random.js';
import { assembleMarket } from './assemble-market.js';
import { HISTORY_END } from './live-markets.js';
import { DAY_SECONDS, LivePrices } from './live-prices.js';
import { LiveVolatilities } from './live-volatilities.js';
import { madeUpPast } from './made-up-past.js';
import { Narrator } from './narrator.js';
import { OfficialPrices } from './official-prices.js';
import { TradeFlow } from './trade-flow.js';
import { tradingAccounts } from './traded-market.js';
import { Weather } from './weather.js';

const STEP_SECONDS = 0.4;
const VOLATILITY_STEPS = 10;
const TRADE_STEPS = 8;
const DAY_STEPS = DAY_SECONDS / STEP_SECONDS;

async function demonstration() {
  const file = path.join(PROJECT_ROOT, 'apps/demo-market/clearing-house.yaml');
  const document = await readReferenceDataFile(file);
  const result = validateReferenceData(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return { document: document as Record<string, unknown>, data: result.value };
}

const asPrices = (prices: readonly PriceToSend[]): PlayInput[] =>
  prices.map((price) => ({ kind: 'price', price }));
const asVolatilities = (volatilities: readonly VolatilityToSend[]): PlayInput[] =>
  volatilities.map((volatility) => ({ kind: 'volatility', volatility }));

/** The demonstration's market data through a house in memory, as fast as it goes. */
async function playMarket(seed: string, minutes: number) {
  const { document, data } = await demonstration();
  const play = new HousePlay();
  play.command({ type: 'APPLY_REFERENCE_DATA', document });
  const past = madeUpPast(new Set(['SPX']));
  for (const [symbol, closes] of past.histories)
    play.command({ type: 'IMPORT_HISTORY', symbol, closes });
  const random = new Random(seed);
  const { volatilityLevels } = past;
  const start = { prices: new Map(), volatilities: new Map(), volatilityLevels };
  const { quotes, volatilities, options } = assembleMarket(
    data,
    { ...start, nowMs: play.wallClockMs },
    random,
  );
  const weather = new Weather(['SPX', 'ESX', 'WTI', 'GOLD', 'BTC'], random.fork('weather'));
  const narrator = new Narrator(() => undefined);
  const prices = new LivePrices(quotes, weather, 'DEMO', narrator);
  const live = new LiveVolatilities(volatilities, 'DEMO');
  const official = new OfficialPrices(data, prices, options, volatilities, 'DEMO');
  const instruments = [...quotes.instruments, ...options];
  const accounts = tradingAccounts(data);
  const flow = new TradeFlow(
    { accounts, instruments, venue: 'X', runId: 'R', faultShare: 0 },
    random.fork('trades'),
  );
  play.batch([
    ...asPrices(prices.opening(play.wallClockMs)),
    ...asVolatilities(live.observations(play.wallClockMs)),
  ]);
  let date = nextWeekday(HISTORY_END);
  for (let step = 1; step * STEP_SECONDS <= minutes * 60; step++) {
    play.wallClockMs += STEP_SECONDS * 1_000;
    const inputs = asPrices(prices.step(STEP_SECONDS, play.wallClockMs));
    live.step(STEP_SECONDS / DAY_SECONDS);
    if (step % VOLATILITY_STEPS === 0)
      inputs.push(...asVolatilities(live.observations(play.wallClockMs)));
    if (step % DAY_STEPS === 0) inputs.push(...asPrices(official.of(date, play.wallClockMs)));
    if (step % TRADE_STEPS === 0)
      inputs.push({ kind: 'trade', trade: flow.next(play.wallClockMs) });
    play.batch(inputs);
    if (step % DAY_STEPS !== 0) continue;
    for (const [symbol, close] of official.toImport())
      play.command({ type: 'IMPORT_HISTORY', symbol, closes: [[date, close]] });
    date = nextWeekday(date);
  }
  return { play, options };
}

describe('the market data of the demonstration, through a clearing house in memory', () => {
  const MINUTES = 12;
  let played: Awaited<ReturnType<typeof playMarket>>;
  beforeAll(async () => {
    played = await playMarket('1', MINUTES);
  }, 60_000);

  it('are believed: nothing goes to quarantine', () => {
    expect(played.play.quarantined).toEqual([]);
  });

  it('move rungs of the volatility ladder, and take price feeds through their states and back', () => {
    const { play } = played;
    const rungs = play.of('VolatilityRegimeChanged').map(({ underlying }) => underlying);
    expect(new Set(rungs).size).toBeGreaterThan(2);
    const states = play.of('PriceFeedStateChanged').map(({ to }) => to);
    expect(new Set(states)).toEqual(new Set(['DEGRADED', 'LIVE', 'STALE', 'HALTED']));
  });

  it('let everything be traded, options too; only halted prices refuse', () => {
    const { play } = played;
    const novated = new Set(play.of('TradeNovated').map(({ instrument }) => instrument));
    expect(novated).toEqual(new Set(play.house.reference?.instruments.keys()));
    const codes = play.of('TradeRejected').map(({ code }) => code);
    expect(codes.filter((code) => code !== 'INSTRUMENT_NOT_OPEN')).toEqual([]);
  });

  it('price options as the clearing house does', () => {
    const { play, options } = played;
    expect(options).toHaveLength(5);
    for (const { quote } of options) {
      const mark = play.engine.markTicks(quote.market.instrument) ?? 0;
      expect(Math.abs(quote.ticks / mark - 1)).toBeLessThan(0.02);
    }
  });

  it('keep the joint history of every liquidation group growing with each end of day', () => {
    const { play } = played;
    const days = Math.floor((MINUTES * 60) / DAY_SECONDS);
    const symbols = ['SPX', 'ESX', 'SPX.VOL', 'SPX.VOL@365', 'EURUSD', 'WTI', 'GOLD', 'BTC'];
    const { imported, settled } = play.house.market;
    for (const symbol of symbols) {
      const dates = [imported, settled].flatMap((closes) => closes.get(symbol)?.dates ?? []);
      expect(dates.filter((date) => date > HISTORY_END)).toHaveLength(days);
    }
  });
});
