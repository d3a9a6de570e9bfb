import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import type { ClassCharges, LiquidityInputs } from '#libs/domain/margin-model/explain-charges.js';
import { sum } from '#libs/domain/numerics/rational.js';
import { fractionText, moneyText, numberText, unitsOf } from './explain-units.js';
import type { ChargeSteps } from './group-explanation.js';

const LOTS_DECIMALS = 8;
const VOLATILITY_DECIMALS = 8;
const SHARE_DECIMALS = 8;

/** The charges of a class with what they rest on. */
export function chargeSteps(
  house: HouseState,
  underlying: string,
  charges: ClassCharges,
): ChargeSteps {
  const units = unitsOf(house);
  const terms = referenceOf(house).underlyings.get(underlying);
  const { liquidity, wrongWay, farMoves, shortOptionNotional, netOptionValue } = charges;
  return {
    ...(farMoves.length > 0
      ? {
          extendedMoves: {
            scanRange: terms?.extendedMoves?.scanRange ?? '0',
            moves: farMoves.map(({ move, loss, weighted }) => ({
              move,
              loss: moneyText(loss, units),
              weighted: moneyText(weighted, units),
            })),
            amount: moneyText(charges.extendedMoves, units),
          },
        }
      : {}),
    ...(shortOptionNotional.numerator === 0n
      ? {}
      : {
          shortOptionMinimum: {
            rate: terms?.shortOptionMinimum ?? '0',
            notional: moneyText(shortOptionNotional, units),
            amount: moneyText(charges.shortOptionMinimum, units),
          },
        }),
    ...(liquidity ? { liquidity: liquiditySteps(house, liquidity) } : {}),
    ...(wrongWay
      ? {
          wrongWay: {
            ownShare: fractionText(wrongWay.ownShare, SHARE_DECIMALS),
            longNotional: moneyText(wrongWay.longNotional, units),
            amount: moneyText(wrongWay.charge, units),
          },
        }
      : {}),
    ...(netOptionValue.numerator === 0n
      ? {}
      : { netOptionValue: moneyText(netOptionValue, units) }),
  };
}

function liquiditySteps(
  house: HouseState,
  inputs: LiquidityInputs,
): NonNullable<ChargeSteps['liquidity']> {
  const units = unitsOf(house);
  const { settings, ofDelta, ofVegaAndHorizon, ofMember } = inputs;
  return {
    netLots: fractionText(inputs.netLots, LOTS_DECIMALS),
    notional: moneyText(inputs.notional, units),
    halfSpread: settings.halfSpread,
    averageDailyVolume: settings.averageDailyVolume,
    dailyVolatility: numberText(inputs.dailyVolatility, VOLATILITY_DECIMALS),
    ofDelta: moneyText(ofDelta, units),
    ofVegaAndHorizon: moneyText(ofVegaAndHorizon, units),
    ofMember: moneyText(ofMember, units),
    amount: moneyText(sum([ofDelta, ofVegaAndHorizon, ofMember]), units),
  };
}
