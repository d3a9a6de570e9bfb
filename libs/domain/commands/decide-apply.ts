import { balancesHeld } from '#libs/domain/books/balances-held.js';
import { accountsInUse } from '#libs/domain/house/evaluate.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import {
  refusePastRewriting,
  type LedgerFacts,
} from '#libs/domain/reference-data/past-rewriting.js';
import {
  changesBetween,
  type ReferenceDataChange,
} from '#libs/domain/reference-data/reference-data-changes.js';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import { refused, type CommandOutcome } from './command-outcome.js';

interface ApplyOrder {
  readonly document: unknown;
  readonly check?: true;
}

/**
 * Applies a reference-data document wholly or not at all; the same document again changes nothing. A
 * check is decided like the application, on the same state, but leaves the reference data as they are.
 */
export function decideApply(
  house: HouseState,
  { document, check }: ApplyOrder,
  by: string,
): CommandOutcome {
  const validated = validateReferenceData(document);
  if (!validated.ok) return refused({ code: 'INVALID_REFERENCE_DATA', errors: validated.error });
  const after = validated.value;
  const before = house.reference?.data;
  if (after.ledger !== house.ledgerId)
    return refused({
      code: 'INVALID_REFERENCE_DATA',
      errors: [{ path: 'ledger', message: `this clearing house keeps ledger ${house.ledgerId}` }],
    });
  const changes = changesBetween(before, after);
  if (changes.length === 0) return unchanged(house, changes, check);
  const rewritten = before ? refusePastRewriting(before, after, factsOf(house)) : [];
  if (rewritten.length > 0) return refused({ code: 'REWRITES_THE_PAST', errors: rewritten });
  if (check) return unchanged(house, changes, check);
  return {
    outcome: 'DONE',
    result: { changes, position: house.position + 1 },
    events: [
      {
        type: 'ReferenceDataChanged',
        streamId: 'reference-data',
        payload: { by, changes, document: after },
      },
    ],
  };
}

/** Nothing is done: there is nothing to do, or only a check was asked for, which the result says. */
function unchanged(
  { position }: HouseState,
  changes: readonly ReferenceDataChange[],
  check: true | undefined,
): CommandOutcome {
  const checked = check ? { checked: true } : {};
  return { events: [], outcome: 'DONE', result: { ...checked, changes, position } };
}

/** What the ledger holds that a change of its reference data must leave alone. */
export function factsOf(house: HouseState): LedgerFacts {
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
    accountsHolding,
    membersHolding: held.members,
    assetsHeld: held.assets,
    currenciesUsed: held.currencies,
  };
}
