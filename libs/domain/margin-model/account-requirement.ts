import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { roundUp, sum, ZERO } from '#libs/domain/numerics/rational.js';
import { NO_FACTS, type AccountFacts } from './account-facts.js';
import { EXACT_BELOW, grossQuanta, type ClassHolding, type HeldRow } from './class-holding.js';
import { classRisk, type ClassRisk } from './class-risk.js';
import { groupMargin } from './group-margin.js';
import type { MarginBook } from './margin-book.js';
import type { MarginCube } from './margin-cube.js';
import type { MarginFailure } from './margin-failure.js';
import type { GroupBreakdown, RequirementBreakdown } from './requirement-breakdown.js';

/**
 * The margin requirement of an account with its parts (margin-model.md section 0, rows 3 to 9):
 * exact from the unit P&L rows on, so it depends on the positions and marks alone, not on the order
 * in which they came about.
 * @param facts what depends on the member's other accounts and on who the member is
 * @returns a failure when an instrument held has no price, no model or no exchange rate, or when
 *   the book is too large to be added up exactly
 */
export function accountRequirement(
  book: MarginBook,
  cube: MarginCube,
  facts: AccountFacts = NO_FACTS,
): Result<RequirementBreakdown, MarginFailure> {
  const byGroup = classesByGroup(book, cube);
  if (!byGroup.ok) return byGroup;
  const breakdowns: (() => GroupBreakdown)[] = [];
  let total = ZERO;
  for (const [liquidationGroup, classes] of byGroup.value) {
    const gross = classes.reduce((quanta, { held }) => quanta + grossQuanta(held), 0);
    if (!(gross < EXACT_BELOW)) return failed({ code: 'BEYOND_EXACT_INTEGERS', liquidationGroup });
    const { breakdown, requirement } = groupMargin(classes, book.marginMode, cube, facts);
    breakdowns.push(breakdown);
    total = sum([total, requirement]);
  }
  let groups: readonly GroupBreakdown[] | undefined;
  return ok({
    marginMode: book.marginMode,
    currency: cube.settings.baseCurrency,
    requirementMinor: roundUp(total),
    // Made when it is read: many ask for nothing but the requirement.
    get groups() {
      return (groups ??= breakdowns.map((make) => make()));
    },
  });
}

/** What was measured last, if it was of these very positions; else it is measured now. */
function riskOf(
  book: MarginBook,
  holding: ClassHolding,
  held: readonly HeldRow[],
  cube: MarginCube,
): ClassRisk {
  const known = book.measured.get(holding.underlying);
  if (known?.held === held) return known;
  const risk = classRisk(holding, held, book.marginMode, cube);
  book.measured.set(holding.underlying, risk);
  return risk;
}

/** The classes of which an account holds anything, measured, by liquidation group ascending. */
export function classesByGroup(
  book: MarginBook,
  cube: MarginCube,
): Result<ReadonlyMap<string, readonly ClassRisk[]>, MarginFailure> {
  const groups = new Map<string, ClassRisk[]>();
  for (const holding of book.holdings()) {
    const held = holding.held(cube);
    if (!held.ok) return held;
    const risk = riskOf(book, holding, held.value, cube);
    const { liquidationGroup } = cube.underlying(holding.underlying);
    const classes = groups.get(liquidationGroup);
    if (classes) classes.push(risk);
    else groups.set(liquidationGroup, [risk]);
  }
  return ok(new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1))));
}
