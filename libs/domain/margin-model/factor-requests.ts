import type { Underlying } from '#libs/domain/reference-data/model.js';
import { TENOR_DAYS } from '#libs/domain/volatility/tenor-buckets.js';
import type { FactorRequest } from './build-scenario-set.js';
import { MATURITY_DAYS, currencySymbols, priceSymbol, volatilitySymbol } from './factor-symbols.js';
import type { PriceHistory } from './price-history.js';

/** What the instruments of a group hang on besides the prices of their underlyings. */
export interface FactorsInUse {
  readonly baseCurrency: string;
  /** Underlyings that options are listed on. */
  readonly withOptions: ReadonlySet<string>;
  /** Perpetuals by instrument: their underlying. */
  readonly perpetuals: ReadonlyMap<string, string>;
  /** Currencies other than the base currency, and the underlyings whose instruments settle in them. */
  readonly currencies: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The risk factors of a group that have a history (margin-model.md b.1): of each underlying its
 * price and maturity buckets, its at-the-money volatilities where options are listed, one for each
 * perpetual, and one for each foreign currency in which an instrument with scenarios settles. Only the underlying's own price has to have one.
 */
export function factorRequests(
  underlyings: readonly Underlying[],
  inUse: FactorsInUse,
  histories: ReadonlyMap<string, PriceHistory>,
  regimes: ReadonlyMap<string, number>,
): FactorRequest[] {
  const historical = underlyings.filter(({ id, method }) => method === 'fhs' && histories.has(id));
  const requests = historical.flatMap((underlying) => [
    ...priceRequests(underlying, inUse, histories, regimes.get(underlying.id) ?? 1),
    ...(inUse.withOptions.has(underlying.id) ? volatilityRequests(underlying, histories) : []),
  ]);
  return withoutUnusedCurrencies([...requests, ...currencyRequests(inUse, histories)]);
}

/**
 * Leaves out currencies in which nothing with scenarios settles: the grid of b.6 moves no exchange rate,
 * so a class margined by scan must not take dates from the others (contract, "Reference data").
 */
export function withoutUnusedCurrencies(requests: readonly FactorRequest[]): FactorRequest[] {
  const historical = new Set(
    requests.flatMap(({ isCurrency, underlying }) => (isCurrency ? [] : [underlying])),
  );
  return requests.filter(
    ({ isCurrency, settles }) => !isCurrency || settles?.some((id) => historical.has(id)),
  );
}

function priceRequests(
  underlying: Underlying,
  { perpetuals }: FactorsInUse,
  histories: ReadonlyMap<string, PriceHistory>,
  regime: number,
): FactorRequest[] {
  const { id, returns, returnShift } = underlying;
  const own = [...perpetuals].filter(([, of]) => of === id).map(([instrument]) => instrument);
  const symbols = [...MATURITY_DAYS.map((days) => priceSymbol(id, days)), ...own.sort()];
  return withHistory(symbols, histories).map((history) => ({
    history,
    underlying: id,
    isCurrency: false,
    returnKind: returns,
    shift: returns === 'shifted-log' ? Number(returnShift ?? '0') : 0,
    minimumHistory: underlying.minimumHistory,
    regime,
    shockedLike: [id],
  }));
}

function volatilityRequests(
  { id, minimumHistory }: Underlying,
  histories: ReadonlyMap<string, PriceHistory>,
): FactorRequest[] {
  const symbols = TENOR_DAYS.map((days) => volatilitySymbol(id, days));
  return withHistory(symbols, histories).map((history) => ({
    ...logFactor(history, minimumHistory),
    underlying: id,
    isCurrency: false,
    shockedLike: [`${id}.VOL`],
  }));
}

function currencyRequests(
  { currencies, baseCurrency }: FactorsInUse,
  histories: ReadonlyMap<string, PriceHistory>,
): FactorRequest[] {
  return [...currencies.keys()].sort().flatMap((currency) => {
    const [pair, turned] = currencySymbols(currency, baseCurrency);
    return withHistory([pair, turned], histories)
      .slice(0, 1)
      .map((history) => ({
        ...logFactor(history, 0),
        underlying: currency,
        isCurrency: true,
        shockedLike: [],
        shockedAgainst: history.symbol === pair ? turned : pair,
        settles: [...(currencies.get(currency) ?? [])].sort(),
      }));
  });
}

const logFactor = (history: PriceHistory, minimumHistory: number) =>
  ({ history, returnKind: 'log', shift: 0, minimumHistory, regime: 1 }) as const;

function withHistory(
  symbols: readonly string[],
  histories: ReadonlyMap<string, PriceHistory>,
): PriceHistory[] {
  return symbols.flatMap((symbol) => {
    const history = histories.get(symbol);
    return history ? [{ ...history, symbol }] : [];
  });
}
