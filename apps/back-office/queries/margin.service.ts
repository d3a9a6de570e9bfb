import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { requireAccount, type Scope } from '../access/scope.js';
import { notFound } from '../http/problem.js';
import { DATABASE } from '../tokens.js';
import { LedgersService } from './ledgers.service.js';

/** The latest requirement of an account. */
@Injectable()
export class MarginService {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  /**
   * The message of the margin-requirements topic as it was last evaluated; zero for an account that
   * never had anything to evaluate. @throws Problem 404 for an account that does not exist, 403 for another member's
   */
  async requirement(scope: Scope, ledgerId: string, account: string): Promise<unknown> {
    requireAccount(scope, account);
    const reader = await this.ledgers.reader(ledgerId);
    const { rows } = await this.database.query<{ payload: string }>(
      'SELECT payload FROM margin_requirement WHERE ledger_id = $1 AND account = $2',
      [ledgerId, account],
    );
    if (rows[0]) return JSON.parse(rows[0].payload);
    const reference = await this.ledgers.reference(ledgerId);
    const mode = reference && marginModeOf(reference, account);
    if (!reference || mode === undefined) {
      throw notFound('account', `there is no account ${account} in ledger ${ledgerId}`);
    }
    const { evaluatedPosition } = await reader.head();
    const [event] = await reader.at([evaluatedPosition]);
    return {
      account,
      marginMode: mode,
      position: evaluatedPosition,
      calculatedAt: formatInstant(event?.ledgerTimeMs ?? event?.recordedAtMs ?? 0),
      ...zeroAmounts(reference),
    };
  }
}

function marginModeOf(reference: ReferenceData, account: string): string | undefined {
  const [memberId, accountId] = account.split('/');
  return reference.members
    .find(({ id }) => id === memberId)
    ?.accounts.find(({ id }) => id === accountId)?.marginMode;
}

function zeroAmounts({ baseCurrency, currencies }: ReferenceData): object {
  const zero = formatUnits(0n, currencies[baseCurrency]?.scale ?? 0);
  return {
    currency: baseCurrency,
    requirement: zero,
    unsettled: zero,
    exposure: zero,
    collateral: {
      value: zero,
      counted: zero,
      debts: [],
      notCounted: [],
      dependence: zero,
      withoutHistory: [],
    },
    excess: zero,
    deficit: zero,
    utilisation: '0.0000',
    groups: [],
  };
}
