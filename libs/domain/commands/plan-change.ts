import { balancesHeld } from '#libs/domain/books/balances-held.js';
import { accountsInUse } from '#libs/domain/house/evaluate.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import type { ReferenceDataError } from '#libs/domain/reference-data/findings.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import {
  refusePastRewriting,
  type LedgerFacts,
} from '#libs/domain/reference-data/past-rewriting.js';
import {
  changesBetween,
  type ReferenceDataChange,
} from '#libs/domain/reference-data/reference-data-changes.js';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';

/** What a document would make of the reference data in force. */
export interface PlannedChange {
  /** The document, normalised. */
  readonly after: ReferenceData;
  /** None where it says what is in force. */
  readonly changes: readonly ReferenceDataChange[];
}

/** Why a document cannot be applied, path by path. */
export interface ChangeRefusal {
  /** ADJUSTED_SINCE: it would rewrite the past only where it has the terms before an adjustment. */
  readonly code: 'INVALID_REFERENCE_DATA' | 'REWRITES_THE_PAST' | 'ADJUSTED_SINCE';
  readonly errors: readonly ReferenceDataError[];
}

/**
 * Judges a document of reference data on the ledger as it is, changing nothing: applying it, proposing
 * it, confirming a proposal of it and checking it all ask here, so they agree.
 */
export function planChange(
  house: HouseState,
  document: unknown,
): Result<PlannedChange, ChangeRefusal> {
  const validated = validateReferenceData(document);
  if (!validated.ok) return failed({ code: 'INVALID_REFERENCE_DATA', errors: validated.error });
  const after = validated.value;
  const before = house.reference?.data;
  if (after.ledger !== house.ledgerId)
    return failed({
      code: 'INVALID_REFERENCE_DATA',
      errors: [{ path: 'ledger', message: `this clearing house keeps ledger ${house.ledgerId}` }],
    });
  const changes = changesBetween(before, after);
  if (changes.length === 0) return ok({ after, changes });
  const rewritten = before ? refusePastRewriting(before, after, factsOf(house)) : [];
  if (rewritten.length > 0) {
    const isOld = rewritten.every(({ adjustedAt }) => adjustedAt !== undefined);
    return failed({ code: isOld ? 'ADJUSTED_SINCE' : 'REWRITES_THE_PAST', errors: rewritten });
  }
  return ok({ after, changes });
}

/** What the ledger holds that a change of its reference data must leave alone. */
function factsOf(house: HouseState): LedgerFacts {
  const held = balancesHeld(house.books);
  const accountsHolding = new Set(
    accountsInUse(house).filter(
      (account) =>
        held.accounts.has(account) ||
        (house.trading.holdings.get(account)?.size ?? 0) > 0 ||
        openCalls(house.marginCalls, account).length > 0,
    ),
  );
  return {
    anythingDecided: house.trading.traded.size > 0 || house.books.size > 0,
    tradedInstruments: house.trading.traded,
    adjustedInstruments: new Map(
      [...house.instrumentLife.adjustments.values()].flatMap((made) =>
        made.instruments.map((id) => [id, made] as const),
      ),
    ),
    accountsHolding,
    bucketsHolding: held.buckets,
    membersHolding: held.members,
    assetsHeld: held.assets,
    currenciesUsed: held.currencies,
  };
}
