import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type {
  MarginCallContent,
  MarginCallReason,
} from '#libs/domain/events/margin-call-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { roundUpTo } from '#libs/domain/kernel/rounding.js';
import type { AccountEvaluation } from './account-evaluation.js';
import { callNeeds } from './call-needs.js';
import { callPolicyOf, type CallPolicy } from './call-policy.js';

/**
 * The calls that an evaluated account gets now: each restores its full exposure, rounded up, less what
 * open calls already ask for (margin-model.md g.5).
 * @param afterCycle at the end of a cycle every deficit from the minimum amount on is called; between
 *   cycles only what is above the triggers, and not again within the coalescing time
 * @param alreadyIssued calls of the same decision, so that ids do not repeat
 */
export function issueCalls(
  house: HouseState,
  evaluation: AccountEvaluation,
  afterCycle: boolean,
  alreadyIssued: number,
): NewEvent[] {
  if (house.ledgerTimeMs === undefined) return [];
  const policy = callPolicyOf(house);
  const { uncoveredMinor, uncalledDebts } = callNeeds(house, evaluation, policy.thresholdMinor);
  const { baseCurrency } = referenceOf(house).data;
  const events: NewEvent[] = [];
  const issue = (currency: string, amountMinor: bigint, reason: MarginCallReason): void => {
    const n = house.marginCalls.issued + alreadyIssued + events.length + 1;
    events.push(callEvent(house, evaluation, policy, { n, currency, amountMinor, reason }));
  };
  for (const { currency, amountMinor } of uncalledDebts) issue(currency, amountMinor, 'CASH_DEBIT');
  if (uncoveredMinor > 0n && uncoveredMinor >= policy.minimumTransferMinor)
    if (afterCycle || mayCallBetweenCycles(house, evaluation, policy))
      issue(
        baseCurrency,
        roundUpTo(uncoveredMinor, policy.roundingMinor),
        'REQUIREMENT_ABOVE_COLLATERAL',
      );
  return events;
}

function mayCallBetweenCycles(
  house: HouseState,
  evaluation: AccountEvaluation,
  policy: CallPolicy,
): boolean {
  const { exposureMinor, deficitMinor, collateral, account } = evaluation;
  const { numerator, denominator } = policy.intradayTrigger;
  const aboveRatio = exposureMinor * denominator > collateral.countedMinor * numerator;
  const aboveAmount =
    policy.intradayTriggerMinor !== undefined && deficitMinor >= policy.intradayTriggerMinor;
  if (!aboveRatio && !aboveAmount) return false;
  const untilMs = coalescedUntilMs(house, account, policy);
  if (untilMs === undefined) return true;
  house.attention.reviewAtMs.set(account, untilMs);
  return false;
}

/** Until when an account gets no further call between cycles; undefined when it may get one now. */
function coalescedUntilMs(
  house: HouseState,
  account: string,
  policy: CallPolicy,
): number | undefined {
  const last = house.marginCalls.lastIntradayIssueMs.get(account);
  if (last === undefined) return undefined;
  const untilMs = last + policy.coalesceMs;
  return (house.ledgerTimeMs ?? 0) >= untilMs ? undefined : untilMs;
}

interface CallOrder {
  readonly n: number;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly reason: MarginCallReason;
}

function callEvent(
  house: HouseState,
  evaluation: AccountEvaluation,
  policy: CallPolicy,
  order: CallOrder,
): NewEvent {
  const { data } = referenceOf(house);
  const baseScale = data.currencies[data.baseCurrency]?.scale ?? 0;
  const scale = data.currencies[order.currency]?.scale ?? 0;
  const nowMs = house.ledgerTimeMs ?? 0;
  const amount = formatUnits(order.amountMinor, scale);
  const payload: MarginCallContent = {
    callId: `${house.ledgerId}-${String(order.n).padStart(6, '0')}`,
    account: evaluation.account,
    member: memberOf(evaluation.account),
    status: 'ISSUED',
    currency: order.currency,
    amount,
    outstanding: amount,
    requirement: formatUnits(evaluation.requirementMinor, baseScale),
    unsettled: formatUnits(evaluation.unsettledMinor, baseScale),
    collateralValue: formatUnits(evaluation.collateral.countedMinor, baseScale),
    reason: order.reason,
    issuedAt: formatInstant(nowMs),
    dueAt: formatInstant(nowMs + policy.dueMs),
    position: house.position,
  };
  return { type: 'MarginCallIssued', streamId: `account/${evaluation.account}`, payload };
}
