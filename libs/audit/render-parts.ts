import type { MeasureSteps, PartSteps, TailSteps } from './group-explanation.js';

const BLOCKS = {
  filtered: "filtered history (today's volatility)",
  stressed: 'stressed history',
  longRun: 'long-run volatility',
} as const;

const TERMS = {
  nothing: 'no term is above it',
  filtered: 'filtered counts',
  blend: 'the blend counts',
  longRun: 'long run counts',
} as const;

/** One vector: the tails of its blocks and its measure, or its losses on the grid. */
export function partLines(part: PartSteps, named: boolean): string[] {
  const { measure, scan } = part;
  const title = named ? [`    Alone: ${part.instruments.join(', ')}`] : [];
  const grid = scan
    ? [
        `    Losses on the grid of 16 scenarios, price range ${scan.priceRange} of the price;`,
        '      loss = lots x point value x price x range x move, of which the cover counts',
        ...scan.scenarios.map(
          ({ scenario, move, cover, loss }) =>
            `      scenario ${String(scenario).padStart(2)}: move ${move.padStart(9)}, cover ${cover.padStart(4)}, loss ${loss.padStart(18)}`,
        ),
      ]
    : [];
  const terms = measure
    ? [
        `    M: the largest of 0, filtered ${measure.filtered}${measure.blend === undefined ? '' : `, blend ${measure.blend} (of filtered and stressed ${measure.stressed})`}, long run ${measure.longRun}`,
        ...measureLines(measure),
      ]
    : [];
  return [...title, ...grid, ...part.tails.flatMap(tailLines), ...terms];
}

/** Which term of a measure is the largest, and how many scenarios it is made of. */
export function measureLines({ marketRisk, binding, bindingTail }: MeasureSteps): string[] {
  const scenarios = new Set(bindingTail.map(({ block, scenario }) => `${block} ${scenario}`)).size;
  const made = scenarios === 0 ? '' : `, the weighed sum of ${scenarios} scenarios`;
  return [`    M = ${marketRisk}: ${TERMS[binding]}${made}`];
}

/** The worst scenarios of one block, each with what it moves and what is lost. */
export function tailLines({
  block,
  scenarios,
  tail,
  losses,
  expectedShortfall,
}: TailSteps): string[] {
  const rows = losses.map(
    ({ scenario, moves, loss, share }) =>
      `      ${scenario.padEnd(12)} ${moved(moves)}loss ${loss.padStart(18)}${share === '1' ? '' : `  of which ${share} counts`}`,
  );
  return [
    `    ${BLOCKS[block]}: the worst ${tail} of ${scenarios} scenarios`,
    ...rows,
    `      their sum over ${tail} = expected shortfall ${expectedShortfall}`,
  ];
}

function moved(moves: Readonly<Record<string, string>>): string {
  return Object.entries(moves)
    .map(([underlying, move]) => `${underlying} moves by ${move.padStart(14)}, `)
    .join('');
}
