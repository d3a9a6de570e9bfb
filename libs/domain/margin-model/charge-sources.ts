import { sum, type Rational } from '#libs/domain/numerics/rational.js';
import type { ClassRisk } from './class-risk.js';
import type { GroupComponents } from './group-requirement.js';

/** What one rule charges for an account's classes of one group, exact, in minor units. */
export type ChargeSource = (classes: readonly ClassRisk[]) => Rational;

export type Charge = Exclude<keyof GroupComponents, 'marketRisk' | 'floor'>;

/**
 * The rules behind each charge besides market risk and floor (margin-model.md b.7, b.8, c.4, d.1,
 * d.2). A charge is the sum of its rules; one without a rule has nothing that could bring it about:
 * futures and perpetuals have no option value, no short series and no convexity.
 */
export const CHARGE_SOURCES: Readonly<Record<Charge, readonly ChargeSource[]>> = {
  extendedMoves: [],
  shortOptionMinimum: [],
  liquidity: [],
  wrongWay: [],
  correlationBreak: [],
  netOptionValue: [],
};

/** All charges of one group. */
export function charges(classes: readonly ClassRisk[]): Readonly<Record<Charge, Rational>> {
  const charge = (name: Charge): Rational =>
    sum(CHARGE_SOURCES[name].map((source) => source(classes)));
  return {
    extendedMoves: charge('extendedMoves'),
    shortOptionMinimum: charge('shortOptionMinimum'),
    liquidity: charge('liquidity'),
    wrongWay: charge('wrongWay'),
    correlationBreak: charge('correlationBreak'),
    netOptionValue: charge('netOptionValue'),
  };
}
