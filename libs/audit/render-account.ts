import type {
  AccountExplanation,
  CollateralSteps,
  RateStep,
  UnsettledLineStep,
  UnsettledSteps,
} from './explanation.js';
import { conversion } from './render-conversion.js';
import { groupLines } from './render-groups.js';

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
  const { computedAt, currency, groups, rates, rounding, requirement } = explanation;
  const rounded = /[1-9]/.test(rounding) ? `, rounding ${rounding}` : '';
  return [
    `Computed at ledger position ${computedAt.position}` +
      (computedAt.ledgerTime ? `, ledger time ${computedAt.ledgerTime}.` : '.') +
      ` Margin mode ${explanation.marginMode}. Amounts in ${currency} unless said otherwise.`,
    ...rates.map((rate) => rateLine(rate, currency)),
    '',
    ...groups.flatMap((steps) => groupLines(steps, rates)),
    `Requirement: ${groups.map((group) => group.requirement).join(' + ') || 'nothing held'}${rounded} = ${requirement}`,
    '',
    ...unsettled(explanation.unsettled, rates),
    '',
    `Exposure = requirement - unsettled = ${requirement} - (${explanation.unsettled.amount}) = ${explanation.exposure}`,
    '',
    ...collateral(explanation.collateral, rates),
  ];
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
  }
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
