import { ok, type Result } from '#libs/domain/kernel/result.js';
import { sum, type Rational } from '#libs/domain/numerics/rational.js';
import { classesByGroup } from './account-requirement.js';
import { NO_FACTS, type AccountFacts } from './account-facts.js';
import type { HeldRow } from './class-holding.js';
import { scanVector, type ClassRisk } from './class-risk.js';
import { explainCharges, type ClassCharges } from './explain-charges.js';
import { explainMeasure, type MeasureExplanation } from './explain-measure.js';
import { sharesOfClass, sharesOfGroup, type PositionShare } from './explain-shares.js';
import type { MarginBook } from './margin-book.js';
import type { MarginCube } from './margin-cube.js';
import type { MarginFailure } from './margin-failure.js';
import { holdsOnlyPaidOptions } from './option-charges.js';

export interface ClassExplanation {
  readonly underlying: string;
  /** In isolated mode one part per position, else one part for the class. */
  readonly parts: readonly PartExplanation[];
  readonly charges: ClassCharges;
}

export interface PartExplanation {
  readonly instruments: readonly string[];
  /** Absent for a class margined by scan. */
  readonly measure?: MeasureExplanation;
  /** Losses in the 16 scenarios of the grid, in quanta; only for a class margined by scan. */
  readonly scanLossesQuanta?: readonly number[];
}

export interface GroupExplanation {
  readonly liquidationGroup: string;
  /** Of the joint vector: portfolio mode with more than one class on scenarios; else absent. */
  readonly joint?: MeasureExplanation;
  readonly classes: readonly ClassExplanation[];
  /** Every position of the group; what they bring to its market risk adds up to it, exactly. */
  readonly shares: readonly PositionShare[];
  /** The sum of the shares. */
  readonly marketRisk: Rational;
  /** A group of nothing but long options whose premium was paid needs nothing (c.4). */
  readonly onlyPaidOptions: boolean;
}

/**
 * The scenarios, charges and shares behind a requirement, group by group: every amount of the
 * breakdown can be added up by hand from what is listed here. Meant for people, not for the hot path.
 */
export function explainRequirement(
  book: MarginBook,
  cube: MarginCube,
  facts: AccountFacts = NO_FACTS,
): Result<readonly GroupExplanation[], MarginFailure> {
  const byGroup = classesByGroup(book, cube);
  if (!byGroup.ok) return byGroup;
  return ok(
    [...byGroup.value].map(([liquidationGroup, classes]) =>
      explainGroup(liquidationGroup, classes, book, cube, facts),
    ),
  );
}

function explainGroup(
  liquidationGroup: string,
  classes: readonly ClassRisk[],
  book: MarginBook,
  cube: MarginCube,
  facts: AccountFacts,
): GroupExplanation {
  const { confidenceBp } = cube.group(liquidationGroup);
  const joint = book.marginMode === 'portfolio' ? jointOf(classes, confidenceBp) : undefined;
  const partsOf = ({ held }: ClassRisk): readonly (readonly HeldRow[])[] =>
    book.marginMode === 'isolated' ? held.map((position) => [position]) : [held];
  const withShares = classes.map((risk) => ({
    risk,
    shares: sharesOfClass(risk, partsOf(risk), confidenceBp, cube),
  }));
  const shares = sharesOfGroup(withShares, joint, cube);
  return {
    liquidationGroup,
    ...(joint ? { joint } : {}),
    classes: classes.map((risk) => ({
      underlying: risk.holding.underlying,
      parts: partsOf(risk).map((held) => explainPart(risk, held, confidenceBp)),
      charges: explainCharges(risk, cube, facts),
    })),
    shares,
    marketRisk: sum(shares.map((share) => share.marketRisk)),
    onlyPaidOptions: holdsOnlyPaidOptions(classes),
  };
}

function jointOf(
  classes: readonly ClassRisk[],
  confidenceBp: number,
): MeasureExplanation | undefined {
  const historical = classes.filter(({ model }) => model.method === 'fhs');
  const model = historical[0]?.model;
  if (historical.length < 2 || model?.method !== 'fhs') return undefined;
  const held = historical.flatMap((risk) => risk.held);
  return explainMeasure(held, model, confidenceBp);
}

function explainPart(
  { model }: ClassRisk,
  held: readonly HeldRow[],
  confidenceBp: number,
): PartExplanation {
  const instruments = held.map(({ row }) => row.values.instrument);
  if (model.method === 'scan')
    return { instruments, scanLossesQuanta: [...scanVector(held)].map((pnl) => 0 - pnl) };
  return { instruments, measure: explainMeasure(held, model, confidenceBp) };
}
