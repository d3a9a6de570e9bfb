import type { AdjustedInstrument } from '#libs/domain/events/instrument-events.js';
import type { Rational } from '#libs/domain/numerics/rational.js';
import type {
  Instrument,
  Limits,
  ReferenceData,
  Underlying,
} from '#libs/domain/reference-data/model.js';
import { nearlyTimes, ofLots, ofPrices, type AdjustmentRatio } from './ratio.js';

/** Decimals of what is a parameter and no price: none of them decides anything finer. */
const PARAMETER_SCALE = 9;

/**
 * The reference data after an adjustment: the new terms of the instruments, and what is counted in lots
 * or points of them (volume, band, threshold of exercise, limits of lots, rounded up).
 */
export function adjustedDocument(
  data: ReferenceData,
  underlying: string,
  ratio: AdjustmentRatio,
  adjusted: readonly AdjustedInstrument[],
): ReferenceData {
  const byId = new Map(adjusted.map((each) => [each.instrument, each]));
  const limits = <T extends { readonly limits?: Limits }>(holder: T): T =>
    adjustLimits(holder, byId, ratio);
  return {
    ...data,
    members: data.members.map((member) => ({
      ...limits(member),
      accounts: member.accounts.map(limits),
    })),
    underlyings: data.underlyings.map((each) =>
      each.id === underlying ? adjustUnderlying(each, ratio) : each,
    ),
    instruments: data.instruments.map((terms) => {
      const into = byId.get(terms.id);
      return into ? adjustTerms(terms, into, ratio) : terms;
    }),
  };
}

function adjustTerms(
  terms: Instrument,
  { tickSize, tickValueMinor, strike }: AdjustedInstrument,
  ratio: AdjustmentRatio,
): Instrument {
  const grid = { tickSize: tickSize.after, tickValueMinor: tickValueMinor.after };
  if (terms.type !== 'option') return { ...terms, ...grid };
  const { exerciseThreshold } = terms;
  return {
    ...terms,
    ...grid,
    strike: strike?.after ?? terms.strike,
    exerciseThreshold: scaled(exerciseThreshold, ofPrices(ratio)),
  };
}

/** A parameter times a factor; as it is written where that changes nothing. */
function scaled(text: string, factor: Rational): string {
  const after = nearlyTimes(text, factor, PARAMETER_SCALE);
  return Number(after) === Number(text) ? text : after;
}

function adjustUnderlying(underlying: Underlying, ratio: AdjustmentRatio): Underlying {
  const { liquidity, tradePriceBand } = underlying;
  return {
    ...underlying,
    ...(liquidity
      ? {
          liquidity: {
            ...liquidity,
            averageDailyVolume: scaled(liquidity.averageDailyVolume, ofLots(ratio)),
          },
        }
      : {}),
    ...(tradePriceBand
      ? {
          tradePriceBand: {
            ...tradePriceBand,
            absolute: scaled(tradePriceBand.absolute, ofPrices(ratio)),
          },
        }
      : {}),
  };
}

function adjustLimits<T extends { readonly limits?: Limits }>(
  holder: T,
  adjusted: ReadonlyMap<string, AdjustedInstrument>,
  { to, from }: AdjustmentRatio,
): T {
  const { limits } = holder;
  if (!limits?.maxLots) return holder;
  const maxLots = Object.fromEntries(
    Object.entries(limits.maxLots).map(([instrument, lots]) => [
      instrument,
      adjusted.has(instrument) ? Math.ceil((lots * to) / from) : lots,
    ]),
  );
  return { ...holder, limits: { ...limits, maxLots } };
}
