import type { RateStep } from './explanation.js';
import type { ClassSteps, GroupSteps, OffsetSteps, ShareStep } from './group-explanation.js';
import { chargeLines } from './render-charges.js';
import { conversion } from './render-conversion.js';
import { measureLines, partLines, tailLines } from './render-parts.js';

const LOSS = {
  log: 'The loss in a scenario is - lots x point value x price x move',
  'shifted-log': 'The loss in a scenario is - lots x point value x (price + shift) x move',
  absolute: 'The loss in a scenario is - lots x point value x move in points',
} as const;

const FLOORS = {
  marketRisk: 'market risk',
  extendedMoves: 'extended moves',
  shortOptionMinimum: 'short-option minimum',
  floor: 'floor',
} as const;

/** One liquidation group, line by line as margin-model.md section 0 computes it. */
export function groupLines(steps: GroupSteps, rates: readonly RateStep[]): string[] {
  const { floors, marketRisk, netOptionValue } = steps;
  const addOns = Object.entries(steps.addOns).map(([name, value]) => `  + ${name} ${value}`);
  const premium = /[1-9]/.test(netOptionValue)
    ? [`  - net option value ${netOptionValue}, at least 0`]
    : [];
  const paid = steps.onlyPaidOptions
    ? ['  Nothing but long options whose premium was paid: the group needs nothing']
    : [];
  const rounding = /[1-9]/.test(steps.rounding) ? ` (rounding ${steps.rounding})` : '';
  return [
    `Liquidation group ${steps.liquidationGroup}: expected shortfall at ${steps.confidence} over ${steps.horizonDays} days`,
    ...steps.classes.flatMap((each) => classLines(each, rates)),
    ...(steps.offset ? offsetLines(steps.offset) : []),
    `  Market risk of the group: ${marketRisk}`,
    ...shareLines(steps.shares),
    `  Floors: extended moves ${floors.extendedMoves}, short-option minimum ${floors.shortOptionMinimum}, floor ${floors.floor}; ${FLOORS[floors.binding]} counts`,
    ...addOns,
    ...premium,
    ...paid,
    `  Requirement of the group: ${steps.requirement}${rounding}`,
    '',
  ];
}

function classLines(steps: ClassSteps, rates: readonly RateStep[]): string[] {
  const { floor, volatility, parts, buffer } = steps;
  const scanned = steps.method === 'scan';
  const several = parts.length > 1;
  const total = several ? 'the parts added up' : scanned ? 'the largest loss, at least 0' : 'M';
  return [
    `  Class ${steps.underlying} (${steps.method})`,
    ...steps.positions.map((position) => positionLine(position, rates)),
    ...(scanned ? [] : [`    ${LOSS[steps.returns]}, added up over positions.`]),
    ...(steps.positions.some(({ option }) => option)
      ? ['    An option is valued anew in each scenario.']
      : []),
    ...(volatility
      ? [
          `    Daily volatility: now ${volatility.current} (fast ${volatility.fast}, slow ${volatility.slow}, rung ${volatility.regime}), long run ${volatility.longRun}`,
        ]
      : []),
    ...parts.flatMap((part) => partLines(part, several)),
    `    Market risk: ${total}${buffer ? `, x buffer ${buffer}` : ''} = ${steps.marketRisk}`,
    `    Floor = ${floor.rate} x net notional ${floor.netNotional} (without its sign) = ${floor.amount}`,
    ...chargeLines(steps.charges),
  ];
}

function positionLine(
  { instrument, lots, mark, pointValue, currency, option }: ClassSteps['positions'][number],
  rates: readonly RateStep[],
): string {
  const value = option
    ? `; model value of a lot ${option.value}, forward ${option.forward}, volatility ${option.volatility}, ${option.yearsToExpiry} years, delta ${option.delta}`
    : '';
  return `    ${instrument}: ${lots} lots at ${mark}, one point is ${pointValue} ${currency} a lot${conversion(rates, currency, '')}${value}`;
}

function offsetLines(offset: OffsetSteps): string[] {
  const { joint, standAlone, share, capped, binds } = offset;
  return [
    '  All classes on scenarios together:',
    ...offset.tails.flatMap(tailLines),
    ...measureLines(offset),
    `    Joint measure ${joint}; the classes alone add up to ${standAlone}`,
    `    Offset cap = ${standAlone} - ${share} x (${standAlone} - ${joint}) = ${capped}; the ${binds === 'capped' ? 'cap' : 'joint measure'} counts`,
  ];
}

function shareLines(shares: readonly ShareStep[]): string[] {
  return shares.map(
    ({ instrument, lots, marketRisk, portion, alone, joint }) =>
      `    of which ${instrument} (${lots}): ${marketRisk}${portion === null ? '' : `, ${portion}`} (alone ${alone}${joint === undefined ? '' : `, together ${joint}`})`,
  );
}
