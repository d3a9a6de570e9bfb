import type { Command } from 'commander';
import { COST_PATTERN } from '#libs/domain/collateral-advice/delivery-cost.js';
import type {
  CollateralSuggestion,
  SuggestedMove,
  SuggestedSwap,
} from '#libs/domain/collateral-advice/suggest-collateral.js';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAccount } from '../lib/read-account.js';
import { fields, table } from '../lib/table.js';

/** Proposes what an account had best deliver, or what it could take back. */
export async function suggestCollateral(
  text: string,
  { deliver = [] }: { readonly deliver?: readonly string[] },
  command: Command,
): Promise<void> {
  const account = readAccount(text);
  const costs = deliver.map(readCost);
  const client = operatorClient(globalsOf(command).ledger);
  const path = `accounts/${account}/collateral/suggestion`;
  const answer = (await client.post(path, { costs })) as CollateralSuggestion;
  outputOf(command).result(answer, () => describe(answer));
}

function readCost(text: string): { readonly asset: string; readonly cost: string } {
  const [asset = '', cost = '', ...more] = text.split('=');
  if (asset !== '' && COST_PATTERN.test(cost) && more.length === 0) return { asset, cost };
  throw new WrongUseError(`--deliver: ${JSON.stringify(text)} is not ASSET=COST, such as BTC=0.05`);
}

function describe(answer: CollateralSuggestion): string {
  const { currency, deliver, takeBack, substitute, missing, payApart, withheld } = answer;
  const money = (amount: string): string => `${amount} ${currency}`;
  const reasons = new Set(withheld.map(({ reason }) => reason));
  return [
    fields([
      ['account', answer.account],
      ['exposure', money(answer.exposure)],
      ['counted', `${money(answer.counted)}, needed ${answer.needed}`],
      ['counted after', money(answer.countedAfter)],
    ]),
    '',
    ...(takeBack.length > 0
      ? ['It could take back:', moves(takeBack)]
      : ['Cheapest delivery:', moves(deliver)]),
    ...(substitute.length > 0
      ? ['', 'It could then replace, in this order:', swaps(substitute)]
      : []),
    ...(Number(missing) > 0 ? [`\nno delivery covers the last ${money(missing)}`] : []),
    ...(payApart.length > 0 ? [`\nto be paid apart, in cash: ${payApart.join(', ')}`] : []),
    ...[...reasons].map((reason) => `\nwithheld: ${reason}`),
    `\nat position ${answer.position}; nothing is changed`,
  ].join('\n');
}

const moves = (rows: readonly SuggestedMove[]): string =>
  table(
    rows,
    [
      { title: 'asset', value: (row) => row.asset },
      { title: 'quantity', value: (row) => row.quantity, right: true },
      { title: 'cost', value: (row) => row.cost, right: true },
      { title: 'cost per year', value: (row) => row.costPerYear, right: true },
    ],
    'nothing',
  );

const swaps = (rows: readonly SuggestedSwap[]): string =>
  table(
    rows,
    [
      {
        title: 'release',
        value: ({ release }) => `${release.quantity} ${release.asset}`,
        right: true,
      },
      {
        title: 'deliver',
        value: ({ deliver }) => `${deliver.quantity} ${deliver.asset}`,
        right: true,
      },
      { title: 'saves per year', value: ({ savingPerYear }) => savingPerYear, right: true },
    ],
    'nothing',
  );
