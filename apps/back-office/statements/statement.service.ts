import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { DAY_MS, isDate, parseInstant, utcDate } from '#libs/domain/kernel/instant.js';
import type { Calendar } from '#libs/domain/reference-data/model.js';
import { startOfDate } from '#libs/domain/settlement/calendar.js';
import {
  resolveAsOf,
  STATEMENT_ENTRIES_MAX,
  statementDocument,
  statementOfAccount,
  type StatementDocument,
} from '#libs/projections/index.js';
import { requireAccount, type Scope } from '../access/scope.js';
import { invalidRequest, notFound } from '../http/problem.js';
import { HistoryGate } from '../queries/history-gate.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { DATABASE } from '../tokens.js';
import type { StatementQuery } from './statement.query.js';

/** Statements of accounts, folded from the ledger when they are asked for. */
@Injectable()
export class StatementService {
  private readonly gate = new HistoryGate();

  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  /**
   * @throws Problem 403 for another member's account, 404 for one that is not there, 400 for a period that is too long or ends before
   *   it begins
   */
  async statement(
    scope: Scope,
    ledgerId: string,
    account: string,
    { from, to }: StatementQuery,
  ): Promise<StatementDocument> {
    requireAccount(scope, account);
    const reference = await this.ledgers.reference(ledgerId);
    const [memberId, accountId] = account.split('/');
    const member = reference?.members.find(({ id }) => id === memberId);
    if (!reference || !member?.accounts.some(({ id }) => id === accountId))
      throw notFound('account', `there is no account ${account} in ledger ${ledgerId}`);
    const { calendar } = reference;
    const after = from === undefined ? 0 : await this.before(ledgerId, from, calendar);
    const last =
      to === undefined
        ? (await this.ledgers.head(ledgerId)).position
        : await this.upTo(ledgerId, to, calendar);
    if (last < after) throw endsBeforeItBegins();
    const period = { after, until: last };
    const statement = await this.gate.run(() =>
      statementOfAccount(this.database, ledgerId, account, period),
    );
    if (statement.isTooLong) throw tooLong();
    return statementDocument(account, period, statement, reference);
  }

  /** The last position before a bound. */
  private before(ledgerId: string, bound: string, calendar: Calendar | undefined) {
    const startMs = isDate(bound) ? startOfDate(calendar, bound) : parseInstant(bound);
    const point =
      startMs === undefined
        ? { position: Math.max(0, Number(bound) - 1) }
        : { instantMs: startMs - 1 };
    return resolveAsOf(this.database, ledgerId, point);
  }

  /** The last position that is not after a bound. */
  private upTo(ledgerId: string, bound: string, calendar: Calendar | undefined) {
    const endMs = isDate(bound)
      ? startOfDate(calendar, utcDate(Date.parse(`${bound}T00:00:00.000Z`) + DAY_MS)) - 1
      : parseInstant(bound);
    const point = endMs === undefined ? { position: Number(bound) } : { instantMs: endMs };
    return resolveAsOf(this.database, ledgerId, point);
  }
}

const endsBeforeItBegins = () =>
  invalidRequest([{ field: 'to', message: 'lies before from: a period ends after it begins' }]);

const tooLong = () =>
  invalidRequest([
    {
      field: 'from',
      message: `the period has more than ${STATEMENT_ENTRIES_MAX} lines; ask for a shorter one`,
    },
  ]);
