import type { Command } from 'commander';
import {
  type ReplayedBooks,
  type Verification,
  houseAsOf,
  inOneSnapshot,
  readBooks,
  verifyLedger,
} from '#libs/audit/index.js';
import { resolveAsOf } from '#libs/projections/as-of.js';
import { EXIT_REFUSED } from '../lib/failure.js';
import { globalsOf, outputOf, progress, progressDone } from '../lib/output.js';
import { readAsOf } from '../lib/read-as-of.js';
import { fields, table } from '../lib/table.js';
import { withDatabase } from '../lib/with-database.js';

/** Verifies every ledger of the database. */
export async function verify(command: Command): Promise<void> {
  const results = await withDatabase((pool) =>
    inOneSnapshot(pool, async (client) => {
      const { rows } = await client.query<{ ledger_id: string }>(
        'SELECT ledger_id FROM ledger_head UNION SELECT ledger_id FROM event ORDER BY 1',
      );
      const verifications: Verification[] = [];
      for (const { ledger_id: ledger } of rows) {
        const onProgress = (read: number, of: number): void =>
          progress(`${ledger}: ${read} of ${of} events`);
        verifications.push(await verifyLedger(client, ledger, { onProgress }));
      }
      return verifications;
    }),
  );
  progressDone();
  const findings = results.flatMap((result) => result.findings);
  const ledgers = results.map(({ findings: _findings, ...rest }) => rest);
  outputOf(command).result({ verified: findings.length === 0, ledgers, findings }, () =>
    results.length === 0 ? 'there is no ledger yet' : results.map(describe).join('\n\n'),
  );
  if (findings.length > 0) process.exitCode = EXIT_REFUSED;
}

function describe({ ledger, position, headHash, findings, findingCount }: Verification): string {
  if (findingCount === 0) {
    return (
      `${ledger}: ${position} events verified: the hash chain holds, every amount comes out again, ` +
      `and what is stored agrees\nhead hash ${headHash}`
    );
  }
  const lines = findings.map(
    ({ position: at, what, expected, found }) =>
      `  ${at === undefined ? '' : `at ${at}: `}${what}\n      expected ${expected}\n      found    ${found}`,
  );
  const more = findingCount - findings.length;
  if (more > 0) lines.push(`  … and ${more} more`);
  return [`${ledger}: ${findingCount} findings`, ...lines].join('\n');
}

/** Shows the books as they stood. */
export async function replay({ asOf }: { asOf: string }, command: Command): Promise<void> {
  const point = readAsOf(asOf);
  const { ledger } = globalsOf(command);
  const books = await withDatabase(async (pool) => {
    const position = await resolveAsOf(pool, ledger, point);
    const house = await houseAsOf(pool, ledger, position, (read, of) =>
      progress(`${ledger}: ${read} of ${of} events`),
    );
    return readBooks(house);
  });
  progressDone();
  outputOf(command).result(books, () => describeBooks(books));
}

function describeBooks(books: ReplayedBooks): string {
  return [
    fields([
      ['ledger', books.ledger],
      ['position', books.position],
      ['ledger time', books.ledgerTime ?? 'not set'],
    ]),
    '',
    table(
      books.positions,
      [
        { title: 'account', value: (row) => row.account },
        { title: 'instrument', value: (row) => row.instrument },
        { title: 'net', value: (row) => row.net, right: true },
      ],
      'no positions',
    ),
    '',
    table(
      books.balances,
      [
        { title: 'book', value: (row) => row.book },
        { title: 'asset', value: (row) => row.asset },
        { title: 'amount', value: (row) => row.amount, right: true },
      ],
      'no balances',
    ),
    '',
    table(
      books.openCalls,
      [
        { title: 'open call', value: (row) => row.callId },
        { title: 'account', value: (row) => row.account },
        { title: 'status', value: (row) => row.status },
        { title: 'outstanding', value: (row) => row.outstanding, right: true },
        { title: 'currency', value: (row) => row.currency },
        { title: 'due', value: (row) => row.dueAt },
      ],
      'no open margin calls',
    ),
  ].join('\n');
}
