import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { isInDefault } from '#libs/domain/default-management/default-state.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import {
  evaluateAccount,
  type AccountEvaluation,
} from '#libs/domain/margin-calls/account-evaluation.js';
import { releaseOverdueCalls } from '#libs/domain/margin-calls/due-calls.js';
import { issueCalls } from '#libs/domain/margin-calls/issue-calls.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { heedHolders } from './heed.js';
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

/** The accounts whose margin hangs on one of these instruments. */
export function accountsThatNeed(house: HouseState, instruments: Iterable<string>): Set<string> {
  const accounts = new Set<string>();
  const listed = [...instruments].flatMap((id) => house.reference?.instruments.get(id) ?? []);
  heedHolders(house, listed, accounts);
  return accounts;
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
 * leaves the event that says that the cycle's calls are out: all who need it have to be evaluated.
 */
export function decideEvaluation(
  house: HouseState,
  engine: MarginEngine,
  accounts: readonly string[],
): EvaluationDecision {
  const evaluations = accounts.map((account) => evaluateAccount(house, engine, account));
  const calls = decideCalls(house, evaluations);
  return { evaluations, events: [...calls, ...endOfCycle(house, calls)] };
}

/**
 * What follows from evaluations made at the present position: overdue calls of which nothing is left
 * end, and calls are issued. Calls are numbered by account, so that it does not matter in which order
 * the accounts were evaluated.
 */
export function decideCalls(
  house: HouseState,
  evaluations: readonly AccountEvaluation[],
): NewEvent[] {
  const afterCycle = house.settlement.evaluationDueFor !== undefined;
  const events: NewEvent[] = [];
  let calls = 0;
  for (const evaluation of evaluations.toSorted((a, b) => (a.account < b.account ? -1 : 1))) {
    // Where an evaluation fails nobody can say what is missing; the account stays as it was.
    if (evaluation.failure) continue;
    // A member in default is not called any more.
    if (isInDefault(house, memberOf(evaluation.account))) continue;
    events.push(...releaseOverdueCalls(house, evaluation));
    const issued = issueCalls(house, evaluation, afterCycle, calls);
    calls += issued.length;
    events.push(...issued);
  }
  return events;
}

/**
 * The event that ends a settlement cycle once everybody was evaluated after it; none where no cycle
 * waits for that.
 * @param last what the last of the evaluations decided, which is not folded yet
 */
export function endOfCycle(house: HouseState, last: readonly NewEvent[]): NewEvent[] {
  const { evaluationDueFor: cycleId, callsAfterCycle } = house.settlement;
  if (cycleId === undefined) return [];
  const issued = last.filter(({ type }) => type === 'MarginCallIssued').length;
  const payload = { cycleId, calls: callsAfterCycle + issued };
  return [{ type: 'CycleRequirementsEvaluated', streamId: `settlement/${cycleId}`, payload }];
}
