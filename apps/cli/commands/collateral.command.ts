import type { Command } from 'commander';
import { isAccountId } from '#libs/domain/kernel/identifier.js';
import type {
  BucketStatement,
  CollateralItem,
  CollateralStatement,
} from '#libs/domain/collateral/collateral-statement.js';
import { WrongUseError } from '../lib/failure.js';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { fields, table } from '../lib/table.js';

export async function showCollateral(
  account: string,
  { asOf }: { readonly asOf?: string },
  command: Command,
): Promise<void> {
  if (!isAccountId(account))
    throw new WrongUseError(
      `${JSON.stringify(account)} is not an account; write MEMBER/ACCOUNT, such as ALPHA/HOUSE`,
    );
  const client = operatorClient(globalsOf(command).ledger);
  const answer = (await client.get(`accounts/${account}/collateral`, {
    asOf,
  })) as CollateralStatement;
  outputOf(command).result(answer, () => describe(answer));
}

function describe(statement: CollateralStatement): string {
  const { currency, items, buckets = [] } = statement;
  const money = (amount: string): string => `${amount} ${currency}`;
  const debts = statement.debts
    .map(({ amount, currency: of, bucket }) =>
      bucket === undefined ? `${amount} ${of}` : `${amount} ${of} of bucket ${bucket}`,
    )
    .join(', ');
  const all = [...items, ...buckets.flatMap((bucket) => bucket.items)];
  // One reason may hold for several assets; a person wants to read it once.
  const reasons = new Set(all.flatMap(({ withheld }) => (withheld ? [withheld.reason] : [])));
  return [
    fields([
      ['account', statement.account],
      ['collateral', `${money(statement.value)}, of which ${statement.counted} counts`],
      ['exposure', `${money(statement.exposure)}, with the buffer ${statement.kept}`],
      ['debts', debts === '' ? 'none' : debts],
    ]),
    '',
    table(items, COLUMNS, buckets.length === 0 ? 'no collateral' : 'none beside its buckets'),
    ...buckets.flatMap((bucket) => bucketLines(bucket, currency)),
    ...[...reasons].map((reason) => `\nwithheld: ${reason}`),
    `\nat position ${statement.position}`,
  ].join('\n');
}

function bucketLines(bucket: BucketStatement, currency: string): string[] {
  const { value, counted, exposure, served, kept, items } = bucket;
  return [
    '',
    fields([
      ['bucket', bucket.bucket],
      ['collateral', `${value} ${currency}, of which ${counted} counts`],
      ['exposure', `${exposure} ${currency}, with the buffer ${kept}`],
      ['covered by the account', `${served} ${currency}`],
    ]),
    '',
    table(items, COLUMNS, 'no collateral'),
  ];
}

const COLUMNS = [
  { title: 'asset', value: (row: CollateralItem) => row.asset },
  { title: 'quantity', value: (row: CollateralItem) => row.quantity, right: true },
  { title: 'price', value: (row: CollateralItem) => row.price ?? '-', right: true },
  { title: 'value', value: (row: CollateralItem) => row.value, right: true },
  {
    title: 'counted',
    value: (row: CollateralItem) =>
      row.notCounted === null ? row.counted : `${row.counted} (${row.notCounted})`,
    right: true,
  },
  { title: 'not paid in', value: (row: CollateralItem) => row.notPaidIn, right: true },
  { title: 'withdrawable', value: (row: CollateralItem) => row.withdrawable, right: true },
];
