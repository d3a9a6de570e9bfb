import type { Command } from 'commander';
import { operatorClient } from '../lib/house.js';
import { globalsOf, outputOf } from '../lib/output.js';
import { readAccount } from '../lib/read-account.js';
import { fields, table } from '../lib/table.js';

interface Requirement {
  readonly account: string;
  readonly marginMode: string;
  readonly currency: string;
  readonly requirement: string;
  readonly unsettled: string;
  readonly exposure: string;
  readonly position: number;
  readonly calculatedAt: string;
  readonly collateral: {
    readonly value: string;
    readonly counted: string;
    readonly debts: { currency: string; amount: string }[];
  };
  readonly excess: string;
  readonly deficit: string;
  /** Null where no collateral counts. */
  readonly utilisation?: string | null;
  readonly groups: Group[];
  /** Only of a gross omnibus account. */
  readonly clients?: { readonly client: string; readonly requirement: string }[];
  readonly concentration?: string;
  /** Only of an account whose margin is isolated and that has buckets. */
  readonly buckets?: readonly Bucket[];
  /** Why the amounts are not those of now. */
  readonly notComputable?: { readonly code: string; readonly reason: string };
}

interface Bucket {
  readonly bucket: string;
  readonly requirement: string;
  readonly exposure: string;
  readonly counted: string;
  readonly served: string;
  readonly excess: string;
  readonly deficit: string;
}

interface Group {
  readonly liquidationGroup: string;
  readonly marketRisk: string;
  readonly floor: string;
  readonly requirement: string;
}

export async function margin(text: string, command: Command): Promise<void> {
  const account = readAccount(text);
  const client = operatorClient(globalsOf(command).ledger);
  const answer = (await client.get(`accounts/${account}/margin`)) as Requirement;
  outputOf(command).result(answer, () => describe(answer));
}

function failureOf({ notComputable: failure }: Requirement): [string, string][] {
  if (!failure) return [];
  const earlier = 'the amounts are those of the last evaluation that succeeded';
  return [['not computable', `${failure.code}: ${failure.reason}; ${earlier}`]];
}

function describe(answer: Requirement): string {
  const { currency, collateral } = answer;
  const money = (amount: string): string => `${amount} ${currency}`;
  const debts = collateral.debts.map((debt) => `${debt.amount} ${debt.currency}`).join(', ');
  return [
    fields([
      ['account', `${answer.account} (${answer.marginMode})`],
      ['requirement', money(answer.requirement)],
      ['unsettled', money(answer.unsettled)],
      ['exposure', money(answer.exposure)],
      ['collateral', `${money(collateral.value)}, of which ${collateral.counted} counts`],
      ['debts', debts === '' ? 'none' : debts],
      ['excess', money(answer.excess)],
      ['deficit', money(answer.deficit)],
      ['utilisation', answer.utilisation ?? '-'],
      ['evaluated', `at position ${answer.position}, ${answer.calculatedAt}`],
      ...failureOf(answer),
    ]),
    '',
    table(
      answer.groups,
      [
        { title: 'liquidation group', value: (row) => row.liquidationGroup },
        { title: 'market risk', value: (row) => row.marketRisk, right: true },
        { title: 'floor', value: (row) => row.floor, right: true },
        { title: 'requirement', value: (row) => row.requirement, right: true },
      ],
      'no positions to margin',
    ),
    ...clientLines(answer),
    ...bucketLines(answer),
  ].join('\n');
}

/** Where each bucket of an isolated account stands. */
function bucketLines({ buckets }: Requirement): string[] {
  if (!buckets) return [];
  const amounts = ['requirement', 'exposure', 'counted', 'served', 'excess', 'deficit'] as const;
  const columns = [
    { title: 'bucket', value: (row: Bucket) => row.bucket },
    ...amounts.map((title) => ({ title, value: (row: Bucket) => row[title], right: true })),
  ];
  return ['', table(buckets, columns, 'no buckets')];
}

/** Of a gross omnibus account: what its requirement is the sum of. */
function clientLines({ clients, concentration }: Requirement): string[] {
  if (!clients) return [];
  const rows = [
    ...clients,
    ...(/[1-9]/.test(concentration ?? '')
      ? [{ client: 'concentration', requirement: concentration ?? '' }]
      : []),
  ];
  const columns = [
    { title: 'client', value: (row: (typeof rows)[number]) => row.client },
    { title: 'requirement', value: (row: (typeof rows)[number]) => row.requirement, right: true },
  ];
  return ['', table(rows, columns, 'no clients')];
}
