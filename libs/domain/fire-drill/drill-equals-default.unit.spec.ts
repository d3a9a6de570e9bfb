import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { scenarioNamed, stressInputs } from '#libs/domain/stress-tests/stress-inputs.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { booksOf } from '#libs/domain/testing/house-play.js';
import type { DrillResult } from './drill-result.js';
import { marketOfScenario, simulateDefault } from './simulate-default.js';

const RUNS = 25;
const ACCOUNTS = ['A/HOUSE', 'A/C1', 'B/HOUSE', 'B/C1', 'C/HOUSE', 'D/HOUSE', 'E/HOUSE'];

interface Play {
  readonly trades: readonly (readonly [number, number, number, number])[];
  readonly move: number;
  readonly bond: number;
  readonly cash: number;
}

const plays: fc.Arbitrary<Play> = fc.record({
  trades: fc.array(
    fc.tuple(
      fc.nat(ACCOUNTS.length - 1),
      fc.nat(ACCOUNTS.length - 1),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 0, max: 1 }),
    ),
    { maxLength: 12 },
  ),
  move: fc.integer({ min: -60, max: 60 }),
  bond: fc.integer({ min: -30, max: 10 }),
  cash: fc.integer({ min: 0, max: 600 }),
});

/** A house with clients, a second instrument, a bond and dollars of the defaulter. */
function houseOf({ trades, move, bond, cash }: Play): HouseOfFive {
  const moves = { IDX: String(move / 100), BOND: String(bond / 100), USDJPY: '-0.05' };
  const house = new HouseOfFive({
    stressScenarios: [{ name: 'storm', moves }],
    underlyings: [
      {
        id: 'IDX',
        liquidationGroup: 'EQUITY',
        returns: 'log',
        method: 'scan',
        marginFloor: '0',
        scan: { priceRange: '0.03', volatilityRange: '0.04' },
        liquidity: { halfSpread: '0.002', averageDailyVolume: '10000', halfSpreadVolatility: '0' },
      },
    ],
  });
  house.price('FUT2', '250');
  house.price('BOND', '99');
  house.price('USDJPY', '150');
  house.deposit('A/HOUSE', '200', 'DEPOSIT', 'BOND');
  house.deposit('A/HOUSE', '2.00', 'DEPOSIT', 'USD');
  house.deposit('A/C1', String(cash));
  for (const [buyer, seller, lots, other] of trades) {
    const [from = '', to = ''] = [ACCOUNTS[buyer], ACCOUNTS[seller]];
    if (from !== to)
      house.trade(from, to, lots, other === 0 ? 101 : 249, other === 0 ? 'FUT' : 'FUT2');
  }
  return house;
}

/** Puts the market where the scenario has it, and lets the member fail in earnest. */
function failInEarnest(house: HouseOfFive, drilled: DrillResult): void {
  const { play } = house;
  const inputs = stressInputs(play.house, play.engine);
  const scenario = scenarioNamed(inputs, 'storm');
  if (!scenario) throw new Error('there is no storm');
  const market = marketOfScenario(play.house, play.engine, inputs, scenario, 'A');
  if (!market.ok) throw new Error(market.error.reason);
  const { instruments } = referenceOf(play.house);
  for (const [instrument, ticks] of market.value.ticks) {
    const entry = instruments.get(instrument);
    if (entry) house.price(instrument, ticksToPrice(entry, ticks));
  }
  for (const [symbol, price] of market.value.prices) house.price(symbol, price);
  const defaultId = house.declare();
  const fills = drilled.closedOut.map(({ account, instrument, quantity, price }) => ({
    account,
    instrument,
    price,
    quantity: String(-Number(quantity)),
    counterparty: 'D/C1',
  }));
  const fees = drilled.liquidationCost;
  house.ask({ type: 'CLOSE_OUT_DEFAULT', defaultId, fills, fees });
  if (house.bear(defaultId).outcome === 'DONE') return;
  // Gains of the defaulter bear its loss first: a cycle books them.
  house.ask({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-20' });
  house.bear(defaultId);
}

describe('a drill and the default that then comes', () => {
  it('have the same loss, layers and shares at the same prices', () => {
    fc.assert(
      fc.property(plays, (play) => {
        const house = houseOf(play);
        const { house: state, engine } = house.play;
        const before = structuredClone(booksOf(state));
        const result = simulateDefault(state, engine, { member: 'A', scenario: 'storm' });
        if (!result.ok) throw new Error(result.error.reason);
        expect(booksOf(state)).toEqual(before);
        const drilled = result.value;
        failInEarnest(house, drilled);
        const [determined] = house.steps('LOSS_DETERMINED');
        expect(determined).toMatchObject({ loss: drilled.loss, parts: drilled.parts });
        expect(determined?.clients).toEqual(drilled.clients);
        const rows = drilled.layers.filter(({ isApplied }) => isApplied);
        const applied = house.steps('LAYER_APPLIED');
        expect(applied.map(({ layer, used, available }) => [layer, used, available])).toEqual(
          rows.map(({ layer, used, available }) => [layer, used, available]),
        );
        expect(applied.map(({ contributions = [] }) => contributions)).toEqual(
          rows.map(({ contributions }) => contributions),
        );
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('a stated loss is the loss, whatever the book', () => {
    fc.assert(
      fc.property(plays, fc.integer({ min: 0, max: 30_000 }), (play, above) => {
        const { play: of } = houseOf(play);
        const calm = simulateDefault(of.house, of.engine, { member: 'A', lossMinor: 10n ** 6n });
        const lossMinor = BigInt(above) + 40_000n;
        const result = simulateDefault(of.house, of.engine, { member: 'A', lossMinor });
        if (!calm.ok || !result.ok) throw new Error('both are drills');
        expect(result.value.loss).toBe(String(lossMinor));
        const borne = result.value.layers.reduce((sum, { used }) => sum + BigInt(used), 0n);
        expect(borne + BigInt(result.value.unallocated)).toBe(lossMinor);
        const further = calm.value.layers.map(({ used }) => BigInt(used));
        result.value.layers.forEach(({ used, layer }, i) => {
          if (layer !== 'GAINS_HAIRCUT' && layer !== 'FULL_TEAR_UP')
            expect(BigInt(used) <= (further[i] ?? 0n)).toBe(true);
        });
      }),
      { numRuns: RUNS },
    );
  }, 60_000);
});
