import type { Queryable } from '#libs/ledger/index.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import {
  type AccountEvaluation,
  type HouseState,
  type MarginEngine,
  evaluateAccount,
  referenceOf,
} from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { roundUpTo } from '#libs/domain/kernel/rounding.js';
import { callNeeds } from '#libs/domain/margin-calls/call-needs.js';
import { standingOf } from '#libs/domain/margin-calls/account-evaluation.js';
import { countedFor } from '#libs/domain/margin-calls/standing.js';
import { callPolicyOf } from '#libs/domain/margin-calls/call-policy.js';
import { isOfMember } from '#libs/domain/margin-calls/call-reason.js';
import type { Findings } from './finding.js';
import { memberCallFigures } from './member-call-figures.js';

interface IssuedCall {
  readonly position: number;
  readonly call: MarginCallContent;
}

/** Recomputes every margin call from the state at the position that it names. */
export class CallCheck {
  private readonly byPosition = new Map<number, IssuedCall[]>();

  constructor(private readonly findings: Findings) {}

  /** Finds the calls of a ledger: each was computed at a position before its own. */
  async load(database: Queryable, ledgerId: string): Promise<void> {
    const { rows } = await database.query<{ position: string; payload: string }>(
      `SELECT position, payload FROM event
       WHERE ledger_id = $1 AND type = 'MarginCallIssued' ORDER BY position`,
      [ledgerId],
    );
    for (const row of rows) {
      const call = parseCall(row.payload);
      // One that cannot be read was altered, which the hash chain says.
      if (!call) continue;
      const issued = { position: Number(row.position), call };
      const known = this.byPosition.get(call.position);
      if (known) known.push(issued);
      else this.byPosition.set(call.position, [issued]);
    }
  }

  /** Checks the calls that were computed at the house's position. */
  check(house: HouseState, engine: MarginEngine): void {
    for (const issued of this.byPosition.get(house.position) ?? []) {
      const { call, position } = issued;
      const expected = figuresOf(house, engine, call);
      for (const [name, value] of Object.entries(expected)) {
        const found = String(call[name as keyof CallFigures]);
        if (found !== value) {
          this.findings.add(position, `${name} of margin call ${call.callId}`, value, found);
        }
      }
    }
    this.byPosition.delete(house.position);
  }

  /** Calls that name a position which is not in the ledger. */
  finish(): void {
    for (const [at, calls] of this.byPosition) {
      for (const { call, position } of calls) {
        const what = `margin call ${call.callId}: the position it was computed at was not reached`;
        this.findings.add(position, what, `position before ${position}`, String(at));
      }
    }
  }
}

type CallFigures = Record<'requirement' | 'unsettled' | 'collateralValue' | 'amount', string>;

/** What can be said anew of a call: of a member's own its amount alone. */
function figuresOf(
  house: HouseState,
  engine: MarginEngine,
  call: MarginCallContent,
): Partial<CallFigures> {
  if (isOfMember(call.reason)) return memberCallFigures(house, call);
  return callFigures(house, evaluateAccount(house, engine, call.account), call);
}

/** What a call should say: the figures of the account or bucket, and the amount that restores it. */
export function callFigures(
  house: HouseState,
  evaluation: AccountEvaluation,
  call: Pick<MarginCallContent, 'reason' | 'currency' | 'bucket'>,
): CallFigures {
  const { baseScale, data } = referenceOf(house);
  const policy = callPolicyOf(house);
  const standing = standingOf(evaluation, call.bucket) ?? evaluation.standings[0];
  const needs = callNeeds(house, evaluation, standing);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const debt = needs.uncalledDebts.find(({ currency }) => currency === call.currency);
  const amount =
    call.reason === 'CASH_DEBIT'
      ? formatUnits(debt?.amountMinor ?? 0n, data.currencies[call.currency]?.scale ?? 0)
      : money(roundUpTo(needs.uncoveredMinor, policy.roundingMinor));
  return {
    requirement: money(standing.requirementMinor),
    unsettled: money(standing.unsettledMinor),
    collateralValue: money(countedFor(standing)),
    amount,
  };
}

function parseCall(text: string): MarginCallContent | undefined {
  try {
    const call = JSON.parse(text) as MarginCallContent;
    return Number.isSafeInteger(call.position) ? call : undefined;
  } catch {
    return undefined;
  }
}
