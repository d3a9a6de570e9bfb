import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { scaleOf } from '../reference-data/reference-data.query.js';
import type { AccountStatement } from './account-statement.js';

export interface StatementAmount {
  readonly asset: string;
  readonly amount: string;
}

/** A line of a statement; what does not apply to it is absent. */
export interface StatementLine extends StatementAmount {
  readonly position: number;
  readonly at?: string;
  readonly businessDate?: string;
  readonly event: string;
  readonly reference?: string;
  readonly kind?: string;
  readonly instrument?: string;
  /** The bucket of the account that it changed. */
  readonly bucket?: string;
  readonly balance: string;
}

/** The statement of an account as it is handed out. */
export interface StatementDocument {
  readonly account: string;
  /** The last ledger position before the period, and the last in it. */
  readonly after: number;
  readonly position: number;
  readonly opening: readonly StatementAmount[];
  readonly lines: readonly StatementLine[];
  readonly closing: readonly StatementAmount[];
}

/** Writes a statement with the decimals of each asset; every asset that was touched is in both ends. */
export function statementDocument(
  account: string,
  period: { readonly after: number; readonly until: number },
  statement: AccountStatement,
  reference: ReferenceData,
): StatementDocument {
  const text = (asset: string, units: bigint): string =>
    formatUnits(units, scaleOf(reference, asset) ?? 0);
  const assets = [...statement.closing.keys()].sort();
  const amountsOf = (held: ReadonlyMap<string, bigint>): StatementAmount[] =>
    assets.map((asset) => ({ asset, amount: text(asset, held.get(asset) ?? 0n) }));
  const lines = statement.entries.map((entry): StatementLine => {
    const { position, ledgerTimeMs, effectiveDate, event, reference: from, kind } = entry;
    const { instrument, bucket, asset, amount, balance } = entry;
    return {
      position,
      ...(ledgerTimeMs === undefined ? {} : { at: formatInstant(ledgerTimeMs) }),
      ...(effectiveDate === undefined ? {} : { businessDate: effectiveDate }),
      event,
      ...(from === undefined ? {} : { reference: from }),
      ...(kind === undefined ? {} : { kind }),
      ...(instrument === undefined ? {} : { instrument }),
      asset,
      ...(bucket === undefined ? {} : { bucket }),
      amount: text(asset, amount),
      balance: text(asset, balance),
    };
  });
  return {
    account,
    after: period.after,
    position: period.until,
    opening: amountsOf(statement.opening),
    lines,
    closing: amountsOf(statement.closing),
  };
}
