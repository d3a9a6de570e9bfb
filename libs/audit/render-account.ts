import type {
  AccountExplanation,
  CollateralSteps,
  DependenceSteps,
  GrossSteps,
  RateStep,
  UnsettledLineStep,
  UnsettledSteps,
} from './explanation.js';
import { conversion } from './render-conversion.js';
import { groupLines } from './render-groups.js';
import { standingLines } from './render-standings.js';

/** Writes where an account stands for people: every step with the numbers that go into it. */
export function renderAccount(explanation: AccountExplanation): string {
  const { exposure, collateral: held, deficit, excess } = explanation;
  return [
    `Account ${explanation.account}`,
    ...accountLines(explanation),
    '',
    `Exposure less counted collateral = ${exposure} - ${held.counted}: deficit ${deficit}, excess ${excess}`,
  ].join('\n');
}

/** The steps from the ledger's state to exposure and collateral, without a title. */
export function accountLines(explanation: AccountExplanation): string[] {
  const { computedAt, currency, groups, rates, rounding, requirement, gross } = explanation;
  return [
    `Computed at ledger position ${computedAt.position}` +
      (computedAt.ledgerTime ? `, ledger time ${computedAt.ledgerTime}.` : '.') +
      ` Margin mode ${explanation.marginMode}. Amounts in ${currency} unless said otherwise.`,
    ...rates.map((rate) => rateLine(rate, currency)),
    '',
    ...(gross
      ? grossLines(gross, requirement, rates)
      : [
          ...groups.flatMap((steps) => groupLines(steps, rates)),
          `Requirement: ${sumLine(groups, rounding, requirement)}`,
        ]),
    '',
    ...unsettled(explanation.unsettled, rates),
    '',
    exposureLine(explanation),
    '',
    ...collateral(explanation.collateral, rates),
    ...standingLines(explanation.standings),
  ];
}

function sumLine(
  parts: readonly { readonly requirement: string }[],
  rounding: string,
  total: string,
): string {
  const rounded = /[1-9]/.test(rounding) ? `, rounding ${rounding}` : '';
  return `${parts.map((part) => part.requirement).join(' + ') || 'nothing held'}${rounded} = ${total}`;
}

function grossLines(
  { clients, concentration }: GrossSteps,
  requirement: string,
  rates: readonly RateStep[],
): string[] {
  const { classes, rounding, amount } = concentration;
  const charged = classes.map(({ underlying, amount: of }) => ({ underlying, requirement: of }));
  return [
    'Positions are kept by client, and clients do not net.',
    '',
    ...clients.flatMap((client) => [
      `Client ${client.client}`,
      ...client.groups.flatMap((steps) => groupLines(steps, rates)),
      `Requirement of client ${client.client}: ${sumLine(client.groups, client.rounding, client.requirement)}`,
      '',
    ]),
    ...(charged.length === 0
      ? []
      : [
          `Concentration over all accounts of the member (${charged.map(({ underlying }) => underlying).join(', ')}): ${sumLine(charged, rounding, amount)}`,
        ]),
    `Requirement: the clients and the concentration of ${amount}: ${sumLine([...clients, { requirement: amount }], '0', requirement)}`,
  ];
}

function exposureLine({
  requirement,
  unsettled: steps,
  supplement,
  collateral: held,
  exposure,
}: AccountExplanation) {
  const { amount } = held.dependence;
  const added = [
    ...(supplement === undefined ? [] : [[' + supplement', ` + ${supplement}`]]),
    ...(/[1-9]/.test(amount) ? [[' + dependence', ` + ${amount}`]] : []),
  ];
  const [names, amounts] = [0, 1].map((i) => added.map((each) => each[i]).join(''));
  return `Exposure = requirement - unsettled${names} = ${requirement} - (${steps.amount})${amounts} = ${exposure}`;
}

function rateLine({ currency, rate, haircut }: RateStep, base: string): string {
  const worth = rate === null ? `has no rate in ${base}` : `is ${rate} ${base}`;
  return `One ${currency} ${worth}; its haircut of ${haircut} is taken off what is held in it and put on what is lost or owed in it.`;
}

function unsettled({ lines, amount }: UnsettledSteps, rates: readonly RateStep[]): string[] {
  const rows = lines.map(
    (line) => `  ${subjectOf(line)}: ${sourceOf(line)} = ${line.amount} ${line.currency}`,
  );
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

const subjectOf = (line: UnsettledLineStep): string =>
  'instrument' in line ? line.instrument : 'the account';

function sourceOf(line: UnsettledLineStep): string {
  switch (line.kind) {
    case 'EXERCISE':
      return `expired at ${line.finalPrice}, ${line.exercised} lots exercised, ${line.assigned} to be assigned`;
    case 'FINAL_SETTLEMENT':
    case 'VARIATION_MARGIN': {
      const { lots, mark, openingLots, previousPrice, tradedCost, pointValue } = line;
      return `(${lots} x ${mark} - ${openingLots} x ${previousPrice ?? '0'} - ${tradedCost}) x ${pointValue}`;
    }
    case 'PREMIUM':
      return `premium ${line.tradedCost} x ${line.pointValue}, paid by the buyer`;
    case 'FUNDING':
      return 'funding of the intervals that ended since the last cycle';
    case 'FEE':
      return 'clearing fees of what was traded since the last cycle';
    case 'PRICE_ALIGNMENT':
      return 'price alignment on variation margin since the last end of a day';
    case 'INTEREST':
      return 'interest on cash since the last end of a day';
    case 'GAINS_HAIRCUT':
      return 'the part of its gain that a default takes';
  }
}

function collateral(
  { lines, value, counted, debts, dependence }: CollateralSteps,
  rates: readonly RateStep[],
): string[] {
  const rows = lines.map((line) => {
    const { asset, currency, quantity, price, haircut, value: worth, uncountedBecause } = line;
    const at = price === null ? '' : ` at ${price}`;
    const why = uncountedBecause === null ? '' : ` (${uncountedBecause})`;
    return `  ${asset}${inBucket(line)}: ${quantity}${at}, haircut ${haircut}${conversion(rates, currency, '-')}: ${worth}${why}`;
  });
  return [
    'Collateral:',
    ...(rows.length > 0 ? rows : ['  none']),
    `  Value ${value}, of which ${counted} counts within the limits`,
    ...debts.map((debt) => `  Owed in cash${inBucket(debt)}: ${debt.amount} ${debt.currency}`),
    ...dependenceLines(dependence),
  ];
}

const inBucket = ({ bucket }: { readonly bucket?: string | undefined }): string =>
  bucket === undefined ? '' : ` in bucket ${bucket}`;

function dependenceLines({ groups, withoutHistory, amount }: DependenceSteps): string[] {
  const perBucket = groups.some(({ bucket }) => bucket !== undefined)
    ? ', of the account and of each bucket'
    : '';
  return [
    ...groups.map(
      ({ liquidationGroup, assets, alone, together, haircuts, charge, bucket }) =>
        `  Dependence on ${liquidationGroup}${inBucket({ bucket })}: with ${assets.join(', ')} ${together} - positions alone ${alone} - haircuts ${haircuts}, at least 0 = ${charge}`,
    ),
    ...(groups.length > 1 ? [`  The largest of them${perBucket}: ${amount}`] : []),
    ...withoutHistory.map(
      (asset) => `  ${asset} has no history beside the positions: no dependence is charged for it`,
    ),
  ];
}
