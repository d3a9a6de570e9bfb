import type {
  AmountSteps,
  CallExplanation,
  ClassSteps,
  CollateralSteps,
  GroupSteps,
  PartSteps,
  RateStep,
  TailSteps,
  UnsettledSteps,
} from './explanation.js';

const BLOCKS = {
  filtered: "filtered history (today's volatility)",
  stressed: 'stressed history',
  longRun: 'long-run volatility',
} as const;

const LOSS = {
  log: 'The loss in a scenario is - lots x point value x price x move',
  'shifted-log': 'The loss in a scenario is - lots x point value x (price + shift) x move',
  absolute: 'The loss in a scenario is - lots x point value x move in points',
} as const;

/** Writes an explanation for people: every step with the numbers that go into it. */
export function renderExplanation(explanation: CallExplanation): string {
  const { call, computedAt, currency } = explanation;
  return [
    `Margin call ${call.callId}: ${call.amount} ${call.currency} from ${call.account}`,
    `Issued ${call.issuedAt}, due ${call.dueAt}, reason ${call.reason}.`,
    `Computed at ledger position ${computedAt.position}` +
      (computedAt.ledgerTime ? `, ledger time ${computedAt.ledgerTime}.` : '.') +
      ` Margin mode ${explanation.marginMode}. Amounts in ${currency} unless said otherwise.`,
    ...explanation.rates.map((rate) => rateLine(rate, currency)),
    '',
    ...explanation.groups.flatMap((steps) => group(steps, explanation.rates)),
    `Requirement: the groups added up, rounded up to the cent = ${explanation.requirement}`,
    '',
    ...unsettled(explanation.unsettled, explanation.rates),
    '',
    `Exposure = requirement - unsettled = ${explanation.requirement} - (${explanation.unsettled.amount}) = ${explanation.exposure}`,
    '',
    ...collateral(explanation.collateral, explanation.rates),
    '',
    ...amount(explanation),
    '',
    ...verdict(explanation),
  ].join('\n');
}

function rateLine({ currency, rate, haircut }: RateStep, base: string): string {
  const worth = rate === null ? `has no rate in ${base}` : `is ${rate} ${base}`;
  return `One ${currency} ${worth}; its haircut of ${haircut} is taken off what is held in it and put on what is lost or owed in it.`;
}

/** Such as ", x 1.1 x (1 + 0.08)"; nothing in the base currency. */
function conversion(rates: readonly RateStep[], currency: string, sign: '+' | '-' | ''): string {
  const step = rates.find((each) => each.currency === currency);
  if (!step) return '';
  return `, x ${step.rate ?? 'no rate'}${sign === '' ? '' : ` x (1 ${sign} ${step.haircut})`}`;
}

function group(steps: GroupSteps, rates: readonly RateStep[]): string[] {
  const addOns = Object.entries(steps.addOns).map(([name, value]) => `  ${name}: ${value}`);
  return [
    `Liquidation group ${steps.liquidationGroup}: expected shortfall at ${steps.confidence} over ${steps.horizonDays} days`,
    ...steps.classes.flatMap((each) => classLines(each, rates)),
    ...offsetLines(steps),
    `  Market risk of the group: ${steps.marketRisk}`,
    `  Floor of the group: ${steps.floor}; the larger of the two counts`,
    ...addOns,
    ...(/[1-9]/.test(steps.netOptionValue) ? [`  Net option value: ${steps.netOptionValue}`] : []),
    `  Requirement of the group: ${steps.requirement}`,
    '',
  ];
}

function classLines(steps: ClassSteps, rates: readonly RateStep[]): string[] {
  const positions = steps.positions.map(
    ({ instrument, lots, mark, pointValue, currency }) =>
      `    ${instrument}: ${lots} lots at ${mark}, one point is ${pointValue} ${currency} a lot${conversion(rates, currency, '')}`,
  );
  const { floor, blend, expectedShortfall: es, volatility } = steps;
  const measured =
    steps.method === 'scan'
      ? [`    Market risk: the largest loss of the grid, at least 0 = ${steps.marketRisk}`]
      : [
          ...(volatility
            ? [
                `    Daily volatility: now ${volatility.current}, long run ${volatility.longRun}, regime factor ${volatility.regime}`,
              ]
            : []),
          ...(blend
            ? [
                `    Blend = filtered + ${blend.weight} x (stressed - filtered) = ${es.filtered} + ${blend.weight} x (${es.stressed} - ${es.filtered}) = ${blend.amount}`,
              ]
            : []),
          `    Market risk: the largest of 0, filtered ${es.filtered}${blend ? `, blend ${blend.amount}` : ''}, long run ${es.longRun} = ${steps.marketRisk}`,
        ];
  return [
    `  Class ${steps.underlying} (${steps.method})`,
    ...positions,
    ...(steps.method === 'scan' ? [] : [`    ${LOSS[steps.returns]}, added up over positions.`]),
    ...steps.parts.flatMap((part) => partLines(part, steps.parts.length > 1)),
    ...measured,
    `    Floor = ${floor.rate} x net notional ${floor.netNotional} (without its sign) = ${floor.amount}`,
  ];
}

function partLines(part: PartSteps, named: boolean): string[] {
  const title = named ? [`    Alone: ${part.instruments.join(', ')}`] : [];
  const grid = part.scan
    ? [
        `    Losses on the grid of 16 scenarios, price range ${part.scan.priceRange} of the price;`,
        '      loss = lots x point value x price x range x move, of which the cover counts',
        ...part.scan.scenarios.map(
          ({ scenario, move, cover, loss }) =>
            `      scenario ${String(scenario).padStart(2)}: move ${move.padStart(9)}, cover ${cover.padStart(4)}, loss ${loss.padStart(18)}`,
        ),
      ]
    : [];
  return [...title, ...grid, ...part.tails.flatMap(tailLines)];
}

function tailLines({ block, scenarios, tail, losses, expectedShortfall }: TailSteps): string[] {
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

function offsetLines({ offset, marketRisk }: GroupSteps): string[] {
  if (!offset) return [];
  return [
    '  All classes together:',
    ...offset.tails.flatMap(tailLines),
    `    Joint measure ${offset.joint}; the classes alone add up to ${offset.standAlone}`,
    `    At most ${offset.share} of the difference is granted: ${marketRisk}`,
  ];
}

function unsettled({ lines, amount }: UnsettledSteps, rates: readonly RateStep[]): string[] {
  const rows = lines.flatMap((line) => [
    `  ${line.instrument}: (${line.lots} x ${line.mark} - ${line.openingLots} x ${line.previousPrice ?? '0'} - ${line.tradedCost}) x ${line.pointValue} = ${line.amount} ${line.currency}`,
  ]);
  return [
    'Unsettled: what a cycle run now would book,',
    '  (lots x mark - opening lots x last settlement price - what was traded since) x point value',
    ...(rows.length > 0 ? rows : ['  nothing']),
    ...[...new Set(lines.map(({ currency }) => currency))]
      .filter((currency) => rates.some((rate) => rate.currency === currency))
      .map((currency) => `  a loss in ${currency}${conversion(rates, currency, '+')}`),
    `  Losses alone, netted per currency: ${amount}`,
  ];
}

function collateral(
  { lines, value, counted, debts }: CollateralSteps,
  rates: readonly RateStep[],
): string[] {
  const rows = lines.map((line) => {
    const { asset, currency, quantity, price, haircut, value: worth, uncountedBecause } = line;
    const at = price === null ? '' : ` at ${price}`;
    const why = uncountedBecause === null ? '' : ` (${uncountedBecause})`;
    return `  ${asset}: ${quantity}${at}, haircut ${haircut}${conversion(rates, currency, '-')}: ${worth}${why}`;
  });
  return [
    'Collateral:',
    ...(rows.length > 0 ? rows : ['  none']),
    `  Value ${value}, of which ${counted} counts within the limits`,
    ...debts.map((debt) => `  Owed in cash: ${debt.amount} ${debt.currency}`),
  ];
}

function amount({ amount: steps, exposure, collateral: held, call }: CallExplanation): string[] {
  const open = steps.openCalls.map(
    ({ callId, reason, outstanding, currency }) =>
      `  ${callId} (${reason}) asks for ${outstanding} ${currency} already`,
  );
  if (call.reason === 'CASH_DEBIT') {
    return [
      'The call is for cash that is owed, to the cent, without a minimum:',
      ...open,
      `  not asked for yet: ${steps.uncovered} ${call.currency}`,
      `Amount of the call: ${steps.amount} ${call.currency}`,
    ];
  }
  return [
    `Deficit = exposure - counted collateral = ${exposure} - ${held.counted} = ${steps.deficit}`,
    ...thresholdLines(steps),
    ...open,
    `Not covered by open calls: ${steps.uncovered} (minimum transfer amount ${steps.minimumTransferAmount})`,
    `Amount of the call: rounded up to a multiple of ${steps.rounding} = ${steps.amount}`,
  ];
}

function thresholdLines({ threshold }: AmountSteps): string[] {
  return /[1-9]/.test(threshold) ? [`  less the threshold of ${threshold}`] : [];
}

function verdict({ reproduced, differences }: CallExplanation): string[] {
  if (reproduced) return ['Every figure of the call came out again from the ledger alone.'];
  return [
    'THE CALL DOES NOT COME OUT AGAIN:',
    ...differences.map(
      ({ figure, recorded, recomputed }) =>
        `  ${figure}: the ledger says ${recorded}, recomputed ${recomputed}`,
    ),
  ];
}
