import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import {
  evaluateAccount,
  type AccountEvaluation,
} from '#libs/domain/margin-calls/account-evaluation.js';
import { releaseOverdueCalls } from '#libs/domain/margin-calls/due-calls.js';
import { issueCalls } from '#libs/domain/margin-calls/issue-calls.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { HouseState } from './house-state.js';

/** Requirements at a ledger position and the calls that follow from them. */
export interface EvaluationDecision {
  readonly evaluations: readonly AccountEvaluation[];
  readonly events: readonly NewEvent[];
}

/** Every account that holds or has held anything, in a fixed order. */
export function accountsInUse(house: HouseState): string[] {
  const accounts = new Set<string>();
  for (const [account, holdings] of house.trading.holdings)
    if (holdings.size > 0) accounts.add(account);
  for (const book of house.books.keys()) {
    const [kind, member, account] = book.split('/');
    if (kind === 'account') accounts.add(`${member}/${account}`);
  }
  for (const account of house.marginCalls.openByAccount.keys()) accounts.add(account);
  return [...accounts].sort();
}

/** The accounts whose requirement may have changed, in a fixed order. */
export function accountsToEvaluate(house: HouseState): string[] {
  if (!house.reference) return [];
  const { attention } = house;
  const accounts = attention.everyone
    ? new Set([...accountsInUse(house), ...attention.accounts])
    : attention.accounts;
  return [...accounts].filter((account) => house.reference?.accounts.has(account)).sort();
}

/**
 * Evaluates accounts at the present position and decides their calls. After a settlement cycle it also
 * leaves the event that says that the cycle's calls are out.
 */
export function decideEvaluation(
  house: HouseState,
  engine: MarginEngine,
  accounts: readonly string[],
): EvaluationDecision {
  const cycleId = house.settlement.evaluationDueFor;
  const evaluations: AccountEvaluation[] = [];
  const events: NewEvent[] = [];
  let calls = 0;
  for (const account of accounts) {
    const evaluation = evaluateAccount(house, engine, account);
    evaluations.push(evaluation);
    // Where an evaluation fails nobody can say what is missing; the account stays as it was.
    if (evaluation.failure) continue;
    events.push(...releaseOverdueCalls(house, evaluation));
    const issued = issueCalls(house, evaluation, cycleId !== undefined, calls);
    calls += issued.length;
    events.push(...issued);
  }
  if (cycleId !== undefined)
    events.push({
      type: 'CycleRequirementsEvaluated',
      streamId: `settlement/${cycleId}`,
      payload: { cycleId, calls },
    });
  return { evaluations, events };
}
