import type {
  ClassBreakdown,
  ClientBreakdown,
  GroupBreakdown,
  GrossBreakdown,
  PositionBreakdown,
} from './requirement-breakdown.js';

/** Adds up the groups of clients, and what the account pays in a class beside them, to the cent. */
export function sumOfClients(
  clients: readonly ClientBreakdown[],
  concentration: GrossBreakdown['concentration'],
): readonly GroupBreakdown[] {
  const all = clients.flatMap(({ breakdown }) => breakdown.groups);
  const groups = merged(all, ({ liquidationGroup }) => liquidationGroup, sumOfGroups);
  return groups.map((group) =>
    concentration.reduce((sum, { underlying, minor }) => charged(sum, underlying, minor), group),
  );
}

/** One entry for each key, ascending. */
function merged<T>(list: readonly T[], keyOf: (each: T) => string, add: (a: T, b: T) => T): T[] {
  const sums = new Map<string, T>();
  for (const each of list) {
    const sum = sums.get(keyOf(each));
    sums.set(keyOf(each), sum === undefined ? each : add(sum, each));
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

function sumOfGroups(a: GroupBreakdown, b: GroupBreakdown): GroupBreakdown {
  const { jointMinor: joint, ...rest } = a;
  const jointMinor = joint === undefined ? b.jointMinor : joint + (b.jointMinor ?? 0n);
  return {
    ...rest,
    marketRiskMinor: a.marketRiskMinor + b.marketRiskMinor,
    ...(jointMinor === undefined ? {} : { jointMinor }),
    standAloneMinor: a.standAloneMinor + b.standAloneMinor,
    extendedMovesMinor: a.extendedMovesMinor + b.extendedMovesMinor,
    shortOptionMinimumMinor: a.shortOptionMinimumMinor + b.shortOptionMinimumMinor,
    floorMinor: a.floorMinor + b.floorMinor,
    liquidityMinor: a.liquidityMinor + b.liquidityMinor,
    wrongWayMinor: a.wrongWayMinor + b.wrongWayMinor,
    correlationBreakMinor: a.correlationBreakMinor + b.correlationBreakMinor,
    netOptionValueMinor: a.netOptionValueMinor + b.netOptionValueMinor,
    requirementMinor: a.requirementMinor + b.requirementMinor,
    classes: merged([...a.classes, ...b.classes], ({ underlying }) => underlying, sumOfClasses),
  };
}

/** The worst scenario of the grid is each client's own: the sum has none. */
function sumOfClasses(a: ClassBreakdown, b: ClassBreakdown): ClassBreakdown {
  const { scanScenario, ...rest } = a;
  void scanScenario;
  const [left, right] = [a.expectedShortfall, b.expectedShortfall];
  return {
    ...rest,
    marketRiskMinor: a.marketRiskMinor + b.marketRiskMinor,
    expectedShortfall: {
      filteredMinor: left.filteredMinor + right.filteredMinor,
      stressedMinor: left.stressedMinor + right.stressedMinor,
      longRunMinor: left.longRunMinor + right.longRunMinor,
    },
    netDelta: a.netDelta + b.netDelta,
    netNotionalMinor: a.netNotionalMinor + b.netNotionalMinor,
    liquidityMinor: a.liquidityMinor + b.liquidityMinor,
    memberLiquidityMinor: a.memberLiquidityMinor + b.memberLiquidityMinor,
    positions: merged(
      [...a.positions, ...b.positions],
      ({ instrument }) => instrument,
      sumOfPositions,
    ),
  };
}

const sumOfPositions = (a: PositionBreakdown, b: PositionBreakdown): PositionBreakdown => ({
  ...a,
  lots: a.lots + b.lots,
});

function charged(group: GroupBreakdown, underlying: string, minor: bigint): GroupBreakdown {
  const isOf = (each: ClassBreakdown): boolean => each.underlying === underlying;
  if (!group.classes.some(isOf)) return group;
  return {
    ...group,
    liquidityMinor: group.liquidityMinor + minor,
    requirementMinor: group.requirementMinor + minor,
    classes: group.classes.map((each) =>
      isOf(each) ? { ...each, memberLiquidityMinor: each.memberLiquidityMinor + minor } : each,
    ),
  };
}
