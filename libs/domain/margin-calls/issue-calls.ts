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
import { countedFor, type Standing } from './standing.js';

/**
 * The calls that an evaluated account and its buckets get now: each restores its full exposure, rounded
 * up, less what open calls already ask for (margin-model.md g.5).
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
  const { baseCurrency } = referenceOf(house).data;
  const events: NewEvent[] = [];
  for (const standing of evaluation.standings) {
    const { uncoveredMinor, uncalledDebts } = callNeeds(house, evaluation, standing);
    const issue = (currency: string, amountMinor: bigint, reason: MarginCallReason): void => {
      const n = house.marginCalls.issued + alreadyIssued + events.length + 1;
      const order = { n, currency, amountMinor, reason };
      events.push(callEvent(house, evaluation.account, standing, policy, order));
    };
    for (const { currency, amountMinor } of uncalledDebts)
      issue(currency, amountMinor, 'CASH_DEBIT');
    if (uncoveredMinor <= 0n || uncoveredMinor < policy.minimumTransferMinor) continue;
    if (afterCycle || mayCallBetweenCycles(house, evaluation.account, standing, policy))
      issue(
        baseCurrency,
        roundUpTo(uncoveredMinor, policy.roundingMinor),
        'REQUIREMENT_ABOVE_COLLATERAL',
      );
  }
  return events;
}

function mayCallBetweenCycles(
  house: HouseState,
  account: string,
  standing: Standing,
  policy: CallPolicy,
): boolean {
  const { exposureMinor, deficitMinor } = standing;
  const { numerator, denominator } = policy.intradayTrigger;
  const aboveRatio = exposureMinor * denominator > countedFor(standing) * numerator;
  const aboveAmount =
    policy.intradayTriggerMinor !== undefined && deficitMinor >= policy.intradayTriggerMinor;
  if (!aboveRatio && !aboveAmount) return false;
  const untilMs = coalescedUntilMs(house, standing.holder, policy);
  if (untilMs === undefined) return true;
  const { reviewAtMs } = house.attention;
  reviewAtMs.set(account, Math.min(untilMs, reviewAtMs.get(account) ?? untilMs));
  return false;
}

/** Until when a holder gets no further call between cycles; undefined when it may get one now. */
function coalescedUntilMs(
  house: HouseState,
  holder: string,
  policy: CallPolicy,
): number | undefined {
  const last = house.marginCalls.lastIntradayIssueMs.get(holder);
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
  account: string,
  standing: Standing,
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
    account,
    ...(standing.bucket === undefined ? {} : { bucket: standing.bucket }),
    member: memberOf(account),
    status: 'ISSUED',
    currency: order.currency,
    amount,
    outstanding: amount,
    requirement: formatUnits(standing.requirementMinor, baseScale),
    unsettled: formatUnits(standing.unsettledMinor, baseScale),
    collateralValue: formatUnits(countedFor(standing), baseScale),
    reason: order.reason,
    issuedAt: formatInstant(nowMs),
    dueAt: formatInstant(nowMs + policy.dueMs),
    position: house.position,
  };
  return { type: 'MarginCallIssued', streamId: `account/${account}`, payload };
}
