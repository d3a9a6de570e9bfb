import type { Queryable } from '#libs/ledger/index.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import {
  type AccountEvaluation,
  type HouseState,
  MarginEngine,
  evaluateAccount,
  referenceOf,
} from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { standingOf } from '#libs/domain/margin-calls/account-evaluation.js';
import { outstandingMinor, callNeeds } from '#libs/domain/margin-calls/call-needs.js';
import { isOfMember } from '#libs/domain/margin-calls/call-reason.js';
import { callPolicyOf } from '#libs/domain/margin-calls/call-policy.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import { callFigures } from './call-check.js';
import { accountExplanation } from './explain-account.js';
import type { AmountSteps, CallExplanation } from './explanation.js';
import { houseAsOf } from './house-as-of.js';
import { memberCallFigures } from './member-call-figures.js';

/**
 * Explains a margin call from the ledger alone: folds it to the position that the call was computed
 * at and computes it anew. @returns undefined when the ledger holds no such call
 */
export async function explainCall(
  database: Queryable,
  ledgerId: string,
  callId: string,
  onProgress?: (read: number, of: number) => void,
): Promise<CallExplanation | undefined> {
  const issued = await findIssue(database, ledgerId, callId);
  if (!issued) return undefined;
  const { call, position } = issued;
  const house = await houseAsOf(database, ledgerId, call.position, onProgress);
  const engine = new MarginEngine(house);
  const evaluation = evaluateAccount(house, engine, call.account);
  const whole = callFigures(house, evaluation, call);
  const figures = isOfMember(call.reason) ? memberCallFigures(house, call) : whole;
  const differences = Object.entries(figures)
    .map(([figure, recomputed]) => ({
      figure,
      recorded: String(call[figure as keyof typeof whole]),
      recomputed,
    }))
    .filter(({ recorded, recomputed }) => recorded !== recomputed);
  return {
    ...accountExplanation(house, engine, evaluation),
    call,
    issuedPosition: position,
    amount: amountSteps(house, evaluation, call, figures.amount ?? call.amount),
    reproduced: differences.length === 0,
    differences,
  };
}

async function findIssue(
  database: Queryable,
  ledgerId: string,
  callId: string,
): Promise<{ call: MarginCallContent; position: number } | undefined> {
  const { rows } = await database.query<{ position: string; payload: string }>(
    `SELECT position, payload FROM event
     WHERE ledger_id = $1 AND type = 'MarginCallIssued' AND strpos(payload, $2) > 0
     ORDER BY position`,
    [ledgerId, JSON.stringify(callId)],
  );
  for (const { position, payload } of rows) {
    const call = JSON.parse(payload) as MarginCallContent;
    if (call.callId === callId) return { call, position: Number(position) };
  }
  return undefined;
}

function amountSteps(
  house: HouseState,
  evaluation: AccountEvaluation,
  call: MarginCallContent,
  amount: string,
): AmountSteps {
  const { baseScale, currencyScales } = referenceOf(house);
  const policy = callPolicyOf(house);
  const standing = standingOf(evaluation, call.bucket) ?? evaluation.standings[0];
  const needs = callNeeds(house, evaluation, standing);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const scale = currencyScales.get(call.currency) ?? 0;
  const debt = needs.uncalledDebts.find(({ currency }) => currency === call.currency);
  const uncovered =
    call.reason === 'CASH_DEBIT'
      ? formatUnits(debt?.amountMinor ?? 0n, scale)
      : money(needs.uncoveredMinor);
  return {
    deficit: money(standing.deficitMinor),
    threshold: money(policy.thresholdMinor),
    openCalls: openCalls(house.marginCalls, call.account).map((open) => ({
      callId: open.callId,
      bucket: open.bucket ?? null,
      reason: open.reason,
      currency: open.currency,
      outstanding: formatUnits(
        outstandingMinor(house, open),
        currencyScales.get(open.currency) ?? 0,
      ),
    })),
    uncovered,
    minimumTransferAmount: money(policy.minimumTransferMinor),
    rounding: money(policy.roundingMinor),
    amount,
  };
}
