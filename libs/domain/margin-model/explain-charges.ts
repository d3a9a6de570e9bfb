import {
  divide,
  maximum,
  rational,
  rationalFromDecimal,
  subtract,
  sum,
  ZERO,
  absolute,
  multiply,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { LiquiditySettings } from '#libs/domain/reference-data/model.js';
import type { AccountFacts } from './account-facts.js';
import { deltaNotional } from './class-delta.js';
import type { HeldRow } from './class-holding.js';
import type { ClassRisk } from './class-risk.js';
import {
  deltaLiquidity,
  inQuanta,
  liquidityOfClass,
  liquiditySettings,
  relativeVolatility,
} from './liquidity-of-class.js';
import type { MarginCube } from './margin-cube.js';
import { extendedMovesCharge, netOptionValue, shortOptionMinimum } from './option-charges.js';
import { wrongWayOfGroup } from './wrong-way-of-group.js';

/** The liquidity charge of a class with what it rests on (margin-model.md d.1). */
export interface LiquidityInputs {
  readonly settings: LiquiditySettings;
  /** Net delta-equivalent lots, and the size of their value in minor units. */
  readonly netLots: Rational;
  readonly notional: Rational;
  /** Daily, relative to the price. */
  readonly dailyVolatility: number;
  /** For the net delta: the half spread and the impact. */
  readonly ofDelta: Rational;
  /** For vega, and for the extension of the horizon where it is on. */
  readonly ofVegaAndHorizon: Rational;
  /** What the account pays because its member's accounts hold more together. */
  readonly ofMember: Rational;
}

/** One far move of a class (b.7): the loss of the positions in it, and what is charged for it. */
export interface FarMove {
  /** Relative, as the reference data write it. */
  readonly move: string;
  readonly loss: Rational;
  /** Loss times scan range over the size of the move. */
  readonly weighted: Rational;
}

/** Charges of one class beside its market risk; exact, minor units. */
export interface ClassCharges {
  readonly floor: Rational;
  readonly extendedMoves: Rational;
  /** In the order of the reference data; none where the class has no such moves. */
  readonly farMoves: readonly FarMove[];
  readonly shortOptionMinimum: Rational;
  /** Notional of the options that are net short in their series. */
  readonly shortOptionNotional: Rational;
  /** Absent where the class has no liquidity charge. */
  readonly liquidity?: LiquidityInputs;
  /** Absent where the member has no share in the underlying. */
  readonly wrongWay?: {
    readonly ownShare: Rational;
    /** The value of what gains with the underlying. */
    readonly longNotional: Rational;
    readonly charge: Rational;
  };
  readonly netOptionValue: Rational;
}

/** The charges of a class: those of a group are the sums over its classes. */
export function explainCharges(
  risk: ClassRisk,
  cube: MarginCube,
  facts: AccountFacts,
): ClassCharges {
  const { underlying } = risk.holding;
  const rate = rationalFromDecimal(cube.underlying(underlying).marginFloor);
  const liquidity = liquidityInputs(risk, cube, facts);
  const ownShare = facts.ownShares.get(underlying);
  return {
    floor: multiply(rate, absolute(risk.delta.notionalMinor)),
    extendedMoves: extendedMovesCharge([risk], cube),
    farMoves: farMoves(risk, cube),
    shortOptionMinimum: shortOptionMinimum([risk], cube),
    shortOptionNotional: sum(risk.held.map(shortNotional)),
    ...(liquidity ? { liquidity } : {}),
    ...(ownShare
      ? {
          wrongWay: {
            ownShare,
            longNotional: sum(risk.held.map((each) => maximum(ZERO, deltaNotional(each)))),
            charge: wrongWayOfGroup([risk], facts),
          },
        }
      : {}),
    netOptionValue: netOptionValue([risk], cube),
  };
}

function shortNotional({ lots, row }: HeldRow): Rational {
  if (!row.values.option || lots >= 0) return ZERO;
  return multiply(rational(BigInt(-lots)), absolute(row.values.notionalMinor));
}

function farMoves({ holding, held }: ClassRisk, cube: MarginCube): readonly FarMove[] {
  const settings = cube.underlying(holding.underlying).extendedMoves;
  if (!settings) return [];
  const scanRange = rationalFromDecimal(settings.scanRange);
  return settings.moves.map((move, i) => {
    const quanta = held.reduce(
      (total, { lots, row }) => total - BigInt(lots) * BigInt(row.values.extendedPnl[i] ?? 0),
      0n,
    );
    const loss = multiply(rational(quanta), cube.minorPerQuantum);
    const weight = divide(scanRange, absolute(rationalFromDecimal(move)));
    return { move, loss, weighted: multiply(weight, loss) };
  });
}

function liquidityInputs(
  risk: ClassRisk,
  cube: MarginCube,
  facts: AccountFacts,
): LiquidityInputs | undefined {
  const { underlying } = risk.holding;
  const settings = liquiditySettings(cube, underlying);
  if (!settings) return undefined;
  const dailyVolatility = relativeVolatility(risk.held, cube);
  const ofDelta = inQuanta(deltaLiquidity(risk.delta, settings, dailyVolatility), cube);
  const whole = liquidityOfClass(risk, cube);
  return {
    settings,
    netLots: risk.delta.lots,
    notional: absolute(risk.delta.notionalMinor),
    dailyVolatility,
    ofDelta,
    ofVegaAndHorizon: subtract(whole, ofDelta),
    ofMember: facts.memberLiquidity.get(underlying) ?? ZERO,
  };
}
