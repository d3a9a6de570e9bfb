import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { LedgerReader, type LedgerHead } from '#libs/ledger/index.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { ReferenceDataSource } from '#libs/projections/index.js';
import { notFound } from '../http/problem.js';
import { DATABASE } from '../tokens.js';

/** The ledgers of this deployment. */
@Injectable()
export class LedgersService {
  private readonly references: ReferenceDataSource;
  private readonly known = new Set<string>();

  constructor(@Inject(DATABASE) private readonly database: pg.Pool) {
    this.references = new ReferenceDataSource(database);
  }

  /** A reader of a ledger. @throws Problem 404 when there is no ledger of this id */
  async reader(ledgerId: string): Promise<LedgerReader> {
    if (!this.known.has(ledgerId)) {
      const { rowCount } = await this.database.query(
        'SELECT FROM ledger_head WHERE ledger_id = $1',
        [ledgerId],
      );
      if (rowCount === 0) {
        const names = await this.names();
        const there = names.length === 0 ? 'none is open yet' : `there is ${names.join(', ')}`;
        throw notFound('ledger', `there is no ledger ${ledgerId}; ${there}`);
      }
      this.known.add(ledgerId);
    }
    return new LedgerReader(this.database, ledgerId);
  }

  async head(ledgerId: string): Promise<LedgerHead> {
    return (await this.reader(ledgerId)).head();
  }

  async names(): Promise<string[]> {
    const { rows } = await this.database.query<{ ledger_id: string }>(
      'SELECT ledger_id FROM ledger_head ORDER BY ledger_id',
    );
    return rows.map((row) => row.ledger_id);
  }

  /** The reference data in force; undefined before the first was applied. */
  async reference(ledgerId: string): Promise<ReferenceData | undefined> {
    await this.reader(ledgerId);
    return (await this.references.current(ledgerId))?.document;
  }
}
