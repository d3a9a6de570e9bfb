import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { expm1 } from '#libs/domain/numerics/expm1.js';
import type {
  LiquidationGroup,
  MarginModelSettings,
  ReturnKind,
  StressPeriod,
} from '#libs/domain/reference-data/model.js';
import { closeWithoutLogarithm, dailyReturns } from './daily-returns.js';
import { currencyFactorKey } from './factor-symbols.js';
import { filterReturns, type FilterSettings } from './filtered-returns.js';
import { horizonReturns, overlappingSums } from './horizon-returns.js';
import { jointCloses, type JointCloses } from './joint-closes.js';
import type { ScenarioFailure } from './margin-failure.js';
import type { PriceHistory } from './price-history.js';
import type { FactorScenarios, ScenarioSet } from './scenario-set.js';

export type ScenarioSettings = Pick<
  MarginModelSettings,
  | 'lookback'
  | 'burnIn'
  | 'decay'
  | 'scalingCap'
  | 'dailyVolatilityFloor'
  | 'stressPeriods'
  | 'hypotheticalShocks'
  | 'longRunFloor'
  | 'longRunDays'
>;
export type HorizonSettings = Pick<LiquidationGroup, 'id' | 'horizonDays' | 'horizonMethod'>;

/** A risk factor that is to be part of a set. */
export interface FactorRequest {
  readonly history: PriceHistory;
  /** Whose factor it is: an underlying, or a currency. */
  readonly underlying: string;
  readonly isCurrency: boolean;
  readonly returnKind: ReturnKind;
  /** The shift of shifted-log; 0 for other kinds. */
  readonly shift: number;
  /** Returns beyond the burn-in without which the factor has no scenarios. */
  readonly minimumHistory: number;
  /** Rung of the volatility-regime ladder. */
  readonly regime: number;
  /** Symbols whose hypothetical shock it takes where a scenario does not name it itself. */
  readonly shockedLike: readonly string[];
  /** Of a currency, the pair turned round, whose shock it takes with the other sign. */
  readonly shockedAgainst?: string;
  /** Of a currency, the underlyings with instruments in it: without scenarios of one of them it is not used. */
  readonly settles?: readonly string[];
}

/** What is the same for all factors of a set. */
export interface Frame {
  readonly group: HorizonSettings;
  readonly settings: ScenarioSettings;
  /** Dates on which horizon returns over the whole joint history end. */
  readonly horizonDates: readonly string[];
  /** Indices of those that end in a stress period. */
  readonly stressed: readonly number[];
}

/**
 * Builds the joint scenarios of one liquidation group: blocks F, T and H of every factor, as
 * margin-model.md b.2 to b.5 define them, on the dates on which all factors have a close. Blocks F
 * and T come from the last lookback + burn-in returns, the long-run volatility from the last
 * `longRunDays`, and block H from every raw horizon return that ends inside a stress period, with
 * the hypothetical shocks after them. Symbols of the factors are distinct, but for a currency pair
 * that is an underlying too: it is then a factor twice, each with settings of its own.
 * @returns a failure that names one factor when there is too little joint history (the factor with
 *   the fewest closes) or a close without logarithm
 */
export function buildScenarioSet(
  group: HorizonSettings,
  settings: ScenarioSettings,
  factors: readonly FactorRequest[],
): Result<ScenarioSet, ScenarioFailure> {
  const joint = jointCloses(factors.map(({ history }) => history));
  const failure = tooLittle(joint, group, settings, factors) ?? unusable(joint, factors);
  if (failure) return failed(failure);
  const { horizonDays } = group;
  const frame = frameOf(group, settings, joint.dates);
  const { horizonDates, stressed } = frame;
  const built = factors.map((factor, i) =>
    factorScenarios(frame, factor, dailyReturns(joint.closes[i]!, factor.returnKind, factor.shift)),
  );
  const used = Math.min(joint.dates.length - 1, settings.lookback + settings.burnIn);
  const overlap = group.horizonMethod === 'overlapping' ? horizonDays - 1 : 0;
  const filtered = used - settings.burnIn - overlap;
  const shocks = settings.hypotheticalShocks.map(({ name }) => name);
  const sizes = {
    filtered,
    longRun: settings.longRunFloor ? filtered : 0,
    stressed: stressed.length + shocks.length,
  };
  return ok({
    liquidationGroup: group.id,
    length: sizes.filtered + sizes.longRun + sizes.stressed,
    sizes,
    hypothetical: shocks.length,
    dates: joint.dates,
    historicalDates: joint.dates.slice(joint.dates.length - filtered),
    stressedLabels: [...stressed.map((i) => horizonDates[i]!), ...shocks],
    factors: new Map(
      built.map((factor, i) => {
        const { symbol } = factor;
        return [factors[i]?.isCurrency ? currencyFactorKey(symbol) : symbol, factor];
      }),
    ),
  });
}

/** The frame of all factors of a set on its joint `dates`. */
export function frameOf(
  group: HorizonSettings,
  settings: ScenarioSettings,
  dates: readonly string[],
): Frame {
  const horizonDates = dates.slice(group.horizonDays);
  const stressed = horizonDates.flatMap((date, i) =>
    settings.stressPeriods.some((period) => isInside(date, period)) ? [i] : [],
  );
  return { group, settings, horizonDates, stressed };
}

function isInside(date: string, { from, to }: StressPeriod): boolean {
  return date >= from && date <= to;
}

function tooLittle(
  joint: JointCloses,
  group: HorizonSettings,
  settings: ScenarioSettings,
  factors: readonly FactorRequest[],
): ScenarioFailure | undefined {
  const returns = Math.max(0, joint.dates.length - 1);
  const minimum = Math.max(group.horizonDays, ...factors.map((f) => f.minimumHistory));
  const required = settings.burnIn + minimum;
  // A look-back shorter than the horizon leaves not one return over the horizon.
  const leavesNone = settings.lookback < group.horizonDays;
  if (returns >= required && !leavesNone) return undefined;
  const shortest = [...factors].sort(
    (a, b) =>
      a.history.dates.length - b.history.dates.length ||
      (a.history.symbol < b.history.symbol ? -1 : 1),
  )[0];
  return {
    code: 'TOO_LITTLE_HISTORY',
    factor: shortest?.history.symbol ?? '',
    returns: leavesNone ? Math.min(returns, settings.lookback + settings.burnIn) : returns,
    required,
  };
}

function unusable(
  joint: JointCloses,
  factors: readonly FactorRequest[],
): ScenarioFailure | undefined {
  for (const [i, { history, returnKind, shift }] of factors.entries()) {
    const at = closeWithoutLogarithm(joint.closes[i]!, returnKind, shift);
    if (at < 0) continue;
    return { code: 'CLOSE_NOT_POSITIVE', factor: history.symbol, date: joint.dates[at]! };
  }
  return undefined;
}

/** One factor in every scenario. @param daily its returns between consecutive dates of the frame */
export function factorScenarios(
  frame: Frame,
  factor: FactorRequest,
  daily: Float64Array,
): FactorScenarios {
  const { group, settings, stressed } = frame;
  const { history, returnKind, shift } = factor;
  const window = daily.subarray(Math.max(0, daily.length - settings.lookback - settings.burnIn));
  const longRunReturns = daily.subarray(Math.max(0, daily.length - settings.longRunDays));
  const scaled = filterReturns(window, longRunReturns, filterSettings(settings, factor.regime));
  const horizon = (returns: Float64Array): Float64Array =>
    horizonReturns(returns, group.horizonDays, group.horizonMethod);
  const raw = overlappingSums(daily, group.horizonDays);
  const shocks = settings.hypotheticalShocks.map(({ moves }) => shockOf(factor, moves));
  const returns = Float64Array.from([
    ...horizon(scaled.filtered),
    ...(settings.longRunFloor ? horizon(scaled.longRun) : []),
    ...stressed.map((i) => raw[i]!),
    ...shocks,
  ]);
  const historical = returns.length - shocks.length;
  const moves = returns.map((r, s) => (returnKind === 'absolute' && s < historical ? r : expm1(r)));
  const { volatility } = scaled;
  return { symbol: history.symbol, returnKind, shift, volatility, returns, moves };
}

function shockOf(
  { history, shockedLike, shockedAgainst }: FactorRequest,
  moves: Readonly<Record<string, string>>,
): number {
  const named = [history.symbol, ...shockedLike].find((symbol) => Object.hasOwn(moves, symbol));
  if (named !== undefined) return Number(moves[named]);
  const against = shockedAgainst !== undefined && Object.hasOwn(moves, shockedAgainst);
  return against ? 0 - Number(moves[shockedAgainst]) : 0;
}

function filterSettings(settings: ScenarioSettings, regime: number): FilterSettings {
  return {
    burnIn: settings.burnIn,
    decayFast: Number(settings.decay.fast),
    decaySlow: Number(settings.decay.slow),
    scalingCap: Number(settings.scalingCap),
    dailyVolatilityFloor: Number(settings.dailyVolatilityFloor),
    regime,
  };
}
