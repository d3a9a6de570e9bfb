import type { HouseState } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import { isFixed } from '#libs/domain/market/final-price.js';
import { multiply, rational, toDouble } from '#libs/domain/numerics/rational.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import { VectorKernel } from '#libs/domain/numerics/vector-kernel.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { StressInputs } from '#libs/domain/stress-tests/stress-inputs.js';
import { stressModels } from '#libs/domain/stress-tests/stress-model.js';
import type { StressScenario } from '#libs/domain/stress-tests/stress-scenario.js';
import type { DrillMarket } from './drill-market.js';
import { movedPrices } from './moved-prices.js';

/** An instrument whose price in a scenario nobody can say. */
export interface NotStressed {
  readonly instrument: string;
  readonly failure: MarginFailure;
}

/**
 * The prices of a scenario, at which a drill closes out: every instrument that somebody holds is revalued
 * in full (margin-model.md h.5) and its price rounded to the tick; pairs of currencies and prices of
 * collateral move where they are factors, or where the scenario names them.
 * @param mustHave instruments without which there is no drill; others that fail keep their price
 */
export function stressedMarket(
  house: HouseState,
  engine: MarginEngine,
  { groups }: StressInputs,
  scenario: StressScenario,
  mustHave: ReadonlySet<string>,
): Result<DrillMarket, NotStressed> {
  const kernel = new VectorKernel(1);
  // Rates move by themselves, below: here the price alone counts, in its own currency.
  const models = new Map(
    groups.flatMap((group) => [...stressModels({ ...group, currencies: [] }, [scenario], kernel)]),
  );
  const cube = loadedCube(house, engine);
  const ticks = new Map<string, number>();
  for (const entry of heldInstruments(house)) {
    const mark = engine.markTicks(entry.id);
    const model = models.get(entry.underlying);
    const worth = tickWorth(house, cube, entry);
    if (mark === undefined || !model || worth === undefined) continue;
    const row = cube.rowIn(model, entry.id);
    if (row.ok) ticks.set(entry.id, movedTicks(entry, mark, (row.value.pnl[0] ?? 0) / worth));
    else if (mustHave.has(entry.id)) return failed({ instrument: entry.id, failure: row.error });
  }
  return ok({ ticks, prices: movedPrices(house, groups, scenario) });
}

/** Whatever somebody holds and still has a price to come. */
function heldInstruments(house: HouseState): InstrumentEntry[] {
  return [...house.trading.holders].flatMap(([instrument, holders]) => {
    const entry = house.reference?.instruments.get(instrument);
    return !entry || holders.size === 0 || isFixed(house, entry) ? [] : [entry];
  });
}

/** The cube with the marks of all that somebody holds. */
function loadedCube({ trading }: HouseState, engine: MarginEngine): MarginCube {
  for (const account of trading.holdings.keys())
    for (const client of trading.clients.get(account)?.keys() ?? [undefined])
      engine.inside(account, client);
  return engine.cube();
}

/** What one tick of one lot is worth in quanta of the margin model; undefined without a rate. */
function tickWorth(
  house: HouseState,
  { baseScale, minorPerQuantum }: MarginCube,
  { currency, currencyScale, tickValueMinor }: InstrumentEntry,
): number | undefined {
  const rate = exchangeRate(house, currency, house.reference?.baseCurrency ?? currency);
  if (!rate) return undefined;
  const perMinor = rational(10n ** BigInt(baseScale), 10n ** BigInt(currencyScale));
  const minor = multiply(multiply(rational(BigInt(tickValueMinor)), rate), perMinor);
  return toDouble(minor) / toDouble(minorPerQuantum);
}

/** An option is never worth less than nothing; what is too far for a price stays where it can go. */
function movedTicks({ type }: InstrumentEntry, mark: number, change: number): number {
  const moved = mark + roundHalfEven(change);
  const lowest = type === 'option' ? 0 : Number.MIN_SAFE_INTEGER;
  return Math.min(Math.max(moved, lowest), Number.MAX_SAFE_INTEGER);
}
