import { Inject, Injectable } from '@nestjs/common';
import { type AccountExplanation, explainAccount } from '#libs/audit/index.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { type HypotheticalTrade, readSignedLots } from '#libs/domain/what-if/hypothetical-trade.js';
import { type Reduction, searchReduction } from '#libs/domain/what-if/reduce-requirement.js';
import { type WhatIf, whatIf } from '#libs/domain/what-if/what-if.js';
import { notComputable, type WhatIfRefusal } from '#libs/domain/what-if/what-if-refusal.js';
import { requireAccount, type Scope } from '../access/scope.js';
import type { Replica } from '../house/house-replica.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { inSlices } from '../house/in-slices.js';
import { invalidRequest, notFound, type Problem, refused } from '../http/problem.js';
import type { HypotheticalTradeBody, WhatIfBody } from './what-if.bodies.js';

/** What trades would do, and where it was asked for what would reduce the requirement most. */
export type WhatIfAnswer = WhatIf & { readonly reduction?: Reduction };

/** Explains the margin of accounts and answers what trades would do to it. */
@Injectable()
export class WhatIfService {
  constructor(@Inject(HouseReplicas) private readonly replicas: HouseReplicas) {}

  /**
   * Explains where an account stands, at the end of the ledger or as of a position or a time.
   * @throws Problem 403 for another member's account, 404 for one that does not exist, 409 when it cannot be
   *   evaluated
   */
  async explain(
    scope: Scope,
    ledger: string,
    account: string,
    asOf: string | undefined,
  ): Promise<AccountExplanation> {
    requireAccount(scope, account);
    const question = ({ house, engine }: Replica) => explainAccount(house, engine, account);
    const explained =
      asOf === undefined
        ? await this.replicas.now(ledger, question)
        : await this.replicas.asOf(ledger, asOf, question);
    if (explained.ok) return explained.value;
    const { error } = explained;
    if (error.code === 'UNKNOWN_ACCOUNT') throw unknownAccount(ledger, account);
    throw refused(notComputable(account, error.failure));
  }

  /**
   * Answers what trades would do to an account; the ledger stays as it is.
   * @throws Problem 403 for another member's account, 404 for one that does not exist, 409 with `code` and `reason` when the
   *   question cannot be answered
   */
  async whatIf(
    scope: Scope,
    ledger: string,
    account: string,
    { trades: bodies, reduce, client }: WhatIfBody,
  ): Promise<WhatIfAnswer> {
    requireAccount(scope, account);
    if (bodies.length === 0 && !reduce)
      throw invalidRequest([
        { field: 'trades', message: 'holds no trade, and reduce is not true' },
      ]);
    const trades = bodies.map(tradeOf);
    return this.replicas.now(ledger, async ({ house, engine }) => {
      const answer = whatIf(house, engine, account, trades, client);
      if (!answer.ok) throw problemOf(ledger, account, answer.error);
      if (!reduce) return answer.value;
      const found = await inSlices(searchReduction(house, engine, account, trades, client));
      if (!found.ok) throw problemOf(ledger, account, found.error);
      return { ...answer.value, reduction: found.value };
    });
  }
}

function tradeOf({ instrument, quantity }: HypotheticalTradeBody): HypotheticalTrade {
  const lots = readSignedLots(quantity);
  invariant(lots.ok, 'the quantity was validated');
  return { instrument, lots: lots.value };
}

function problemOf(ledger: string, account: string, refusal: WhatIfRefusal): Problem {
  return refusal.code === 'UNKNOWN_ACCOUNT' ? unknownAccount(ledger, account) : refused(refusal);
}

function unknownAccount(ledger: string, account: string): Problem {
  return notFound('account', `there is no account ${account} in ledger ${ledger}`);
}
