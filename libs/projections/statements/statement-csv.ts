import type { StatementDocument } from './statement-document.js';

const COLUMNS = [
  'position',
  'at',
  'businessDate',
  'event',
  'reference',
  'kind',
  'instrument',
  'asset',
  'amount',
  'balance',
  'bucket',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number>>;

/**
 * A statement as comma-separated values (RFC 4180): a row OPENING for each asset, a row for each line,
 * a row CLOSING for each asset. Adding up `amount` from OPENING on gives the balance of each row.
 */
export function statementCsv(statement: StatementDocument): string {
  const { after, position, opening, lines, closing } = statement;
  const rows: Row[] = [
    ...opening.map(({ asset, amount }) => {
      return { position: after, event: 'OPENING', asset, amount, balance: amount };
    }),
    ...lines,
    ...closing.map(({ asset, amount }) => ({ position, event: 'CLOSING', asset, balance: amount })),
  ];
  const text = rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(','));
  return [COLUMNS.join(','), ...text].map((line) => `${line}\r\n`).join('');
}

function cell(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
