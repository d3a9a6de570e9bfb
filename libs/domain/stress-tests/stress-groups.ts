import { factorRequests, type FactorsInUse } from '#libs/domain/margin-model/factor-requests.js';
import {
  MATURITY_DAYS,
  priceSymbol,
  volatilitySymbol,
} from '#libs/domain/margin-model/factor-symbols.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { PriceHistory } from '#libs/domain/margin-model/price-history.js';
import type { LiquidationGroup, Underlying } from '#libs/domain/reference-data/model.js';
import { TENOR_DAYS } from '#libs/domain/volatility/tenor-buckets.js';
import type { StressClass, StressGroup } from './stress-class.js';
import { largestReturn, stressFactor, type StressFactor } from './stress-factor.js';

/** What the classes of one liquidation group are made from. */
export interface StressGroupInputs {
  readonly group: LiquidationGroup;
  readonly underlyings: readonly Underlying[];
  readonly inUse: FactorsInUse;
  /** Closes by symbol, those that count. */
  readonly histories: ReadonlyMap<string, PriceHistory>;
  /** Symbols that scenarios name: they are factors even without a history. */
  readonly named: ReadonlySet<string>;
}

const NO_REGIMES: ReadonlyMap<string, number> = new Map();
/** Days of the volatility that a class with options always has. */
const PLAIN_TENOR = 30;

/**
 * The classes of a liquidation group with every factor that a stress test may move (margin-model.md h.5):
 * those of the margin model, and where there is no history of a class or of its volatility a factor
 * without one, so that what has no past is moved by hypothetical scenarios all the same.
 */
export function stressGroup(inputs: StressGroupInputs): StressGroup {
  const { group, underlyings, inUse } = inputs;
  const histories = withNamed(inputs);
  // The range of a scan is relative: a class that it stands for moves in log-returns.
  const asHistorical = underlyings.map((each): Underlying => {
    const returns = isByScan(each, histories) ? 'log' : each.returns;
    return { ...each, method: 'fhs', returns };
  });
  const requests = factorRequests(asHistorical, inUse, histories, NO_REGIMES);
  const symbolsOfVolatility = new Set(
    underlyings.flatMap(({ id }) => TENOR_DAYS.map((days) => volatilitySymbol(id, days))),
  );
  const factors = requests.map((request) => {
    const isVolatility = !request.isCurrency && symbolsOfVolatility.has(request.history.symbol);
    return stressFactor(request, group.horizonDays, isVolatility);
  });
  return {
    id: group.id,
    classes: underlyings.map((each) => classOf(each, isByScan(each, histories), group, factors)),
    currencies: factors.filter(({ request }) => request.isCurrency),
  };
}

/** With an empty history of every factor that has to be there without one. */
function withNamed({ underlyings, inUse, histories, named }: StressGroupInputs) {
  const all = new Map(histories);
  const demand = (symbol: string): void => {
    if (!all.has(symbol)) all.set(symbol, { symbol, dates: [], closes: [] });
  };
  for (const { id } of underlyings) {
    demand(id);
    if (inUse.withOptions.has(id)) demand(volatilitySymbol(id, PLAIN_TENOR));
    for (const days of MATURITY_DAYS)
      if (named.has(priceSymbol(id, days))) demand(priceSymbol(id, days));
    for (const days of TENOR_DAYS)
      if (named.has(volatilitySymbol(id, days))) demand(volatilitySymbol(id, days));
  }
  for (const perpetual of inUse.perpetuals.keys()) if (named.has(perpetual)) demand(perpetual);
  for (const currency of inUse.currencies.keys())
    for (const pair of [`${currency}${inUse.baseCurrency}`, `${inUse.baseCurrency}${currency}`])
      if (named.has(pair)) demand(pair);
  return all;
}

/** Whether the range of a scan stands for the largest move of a class, for want of history. */
function isByScan(
  { id, method, scan, minimumHistory }: Underlying,
  histories: ReadonlyMap<string, PriceHistory>,
): boolean {
  const closes = histories.get(id)?.dates.length ?? 0;
  return scan !== undefined && (method === 'scan' || closes < minimumHistory);
}

function classOf(
  underlying: Underlying,
  byScan: boolean,
  group: LiquidationGroup,
  factors: readonly StressFactor[],
): StressClass {
  const own = factors.filter(
    ({ request }) => !request.isCurrency && request.underlying === underlying.id,
  );
  const price = own.find(({ request }) => request.history.symbol === underlying.id);
  invariant(price, () => `${underlying.id} has no factor of its own price`);
  const seen = largestReturn(price);
  const range = byScan ? Number(underlying.scan?.priceRange ?? '0') : 0;
  return {
    underlying: underlying.id,
    liquidationGroup: group.id,
    price,
    prices: own.filter((each) => each !== price && !each.isVolatility),
    volatilities: own.filter(({ isVolatility }) => isVolatility),
    largestMove: Math.max(seen, range),
  };
}
