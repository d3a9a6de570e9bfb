import type { Command } from 'commander';
import { statementCsv } from '#libs/projections/statements/statement-csv.js';
import type {
  StatementAmount,
  StatementDocument,
  StatementLine,
} from '#libs/projections/statements/statement-document.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAccount } from '../lib/read-account.js';
import { table } from '../lib/table.js';

interface StatementOptions {
  readonly from?: string;
  readonly to?: string;
  readonly csv?: boolean;
}

export async function statement(
  account: string,
  { from, to, csv }: StatementOptions,
  command: Command,
): Promise<void> {
  const { ledger, json } = globalsOf(command);
  const path = `accounts/${readAccount(account)}/statement`;
  const answer = (await operatorClient(ledger).get(path, { from, to })) as StatementDocument;
  if (csv && !json) process.stdout.write(statementCsv(answer));
  else outputOf(command).result(answer, () => describe(answer));
}

function describe({ account, opening, lines, closing, position }: StatementDocument): string {
  const columns = [
    { title: 'position', value: (row: StatementLine) => String(row.position), right: true },
    { title: 'at', value: (row: StatementLine) => row.at ?? '' },
    { title: 'event', value: (row: StatementLine) => row.event },
    { title: 'of', value: (row: StatementLine) => row.reference ?? '' },
    {
      title: 'for',
      value: ({ kind, instrument }: StatementLine) =>
        [kind, instrument].filter((part) => part !== undefined).join(' '),
    },
    ...(lines.some(({ bucket }) => bucket !== undefined)
      ? [{ title: 'bucket', value: (row: StatementLine) => row.bucket ?? '' }]
      : []),
    { title: 'asset', value: (row: StatementLine) => row.asset },
    { title: 'amount', value: (row: StatementLine) => row.amount, right: true },
    { title: 'balance', value: (row: StatementLine) => row.balance, right: true },
  ];
  return [
    `${account} opens with ${amounts(opening)}`,
    '',
    table(lines, columns, 'nothing changed it'),
    '',
    `and closes with ${amounts(closing)}`,
    `at position ${position}`,
  ].join('\n');
}

const amounts = (held: readonly StatementAmount[]): string =>
  held.length === 0 ? 'nothing' : held.map(({ asset, amount }) => `${amount} ${asset}`).join(', ');
