import { Inject, Injectable } from '@nestjs/common';
import type { DrillQuestion, DrillRefusal } from '#libs/domain/fire-drill/drill-question.js';
import type { DrillResult } from '#libs/domain/fire-drill/drill-result.js';
import { ownShare, type OwnShare } from '#libs/domain/fire-drill/own-share.js';
import { reverseDefault, type ReverseResult } from '#libs/domain/fire-drill/reverse-default.js';
import { simulateDefault } from '#libs/domain/fire-drill/simulate-default.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { requireHouse, requireMember, type Scope } from '../access/scope.js';
import type { Replica } from '../house/house-replica.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { inSlices } from '../house/in-slices.js';
import { invalidRequest, notFound, refused, type Problem } from '../http/problem.js';
import type { DrillQuery } from './drill.query.js';

export type DrillAnswer = DrillResult | ReverseResult | OwnShare;

/** Holds fire drills on the replica of a ledger. */
@Injectable()
export class DrillsService {
  constructor(@Inject(HouseReplicas) private readonly replicas: HouseReplicas) {}

  /**
   * Holds a drill on the ledger as it is.
   * @throws Problem 400 where the question contradicts itself, 403 where it asks for another's share, 404 for who is no member, 409 with `code`
   *   and `reason` where it cannot be held
   */
  async hold(scope: Scope, ledger: string, asked: DrillQuery): Promise<DrillAnswer> {
    const query = ownShareOf(scope, asked);
    const { scenario, loss, reverse, for: who } = query;
    if (loss !== undefined && (scenario !== undefined || reverse))
      throw invalidRequest([
        { field: 'loss', message: 'is stated outright: it goes with neither scenario nor reverse' },
      ]);
    if (reverse && who !== undefined)
      throw invalidRequest([
        { field: 'for', message: 'is of a drill: a reverse stress says nothing of one member' },
      ]);
    return this.replicas.now<DrillAnswer>(ledger, (replica) =>
      reverse ? reverseOf(ledger, replica, query) : drillOf(ledger, replica, query),
    );
  }
}

/** A member is told its own share, whoever fails. @throws Problem 403 when it asks for more */
function ownShareOf(scope: Scope, query: DrillQuery): DrillQuery {
  if (scope.kind === 'house') return query;
  if (query.reverse) requireHouse(scope, 'a reverse stress');
  if (query.for !== undefined) requireMember(scope, query.for);
  const { member, scenario, loss, reverse } = query;
  return {
    member,
    reverse,
    for: scope.member,
    ...(scenario === undefined ? {} : { scenario }),
    ...(loss === undefined ? {} : { loss }),
  };
}

function drillOf(
  ledger: string,
  { house, engine }: Replica,
  query: DrillQuery,
): DrillResult | OwnShare {
  const result = simulateDefault(house, engine, questionOf(house, query));
  if (!result.ok) throw problemOf(ledger, result.error);
  if (query.for === undefined) return result.value;
  const own = ownShare(result.value, query.for);
  if (own) return own;
  throw notFound('member', `${query.for} is no survivor of ${query.member} in ledger ${ledger}`);
}

async function reverseOf(
  ledger: string,
  { house, engine }: Replica,
  { member, scenario }: DrillQuery,
): Promise<ReverseResult> {
  const question = { member, ...(scenario === undefined ? {} : { scenario }) };
  const result = await inSlices(reverseDefault(house, engine, question));
  if (!result.ok) throw problemOf(ledger, result.error);
  return result.value;
}

function questionOf(house: HouseState, { member, scenario, loss }: DrillQuery): DrillQuestion {
  if (loss === undefined) return scenario === undefined ? { member } : { member, scenario };
  const { baseCurrency, baseScale } = referenceOf(house);
  const lossMinor = toUnits(parseDecimal(loss), baseScale);
  if (lossMinor === undefined || lossMinor < 0n)
    throw invalidRequest([
      {
        field: 'loss',
        message: `is no amount of ${baseCurrency}: not negative, at most ${baseScale} decimals`,
      },
    ]);
  return { member, lossMinor };
}

function problemOf(ledger: string, refusal: DrillRefusal): Problem {
  return refusal.code === 'UNKNOWN_MEMBER'
    ? notFound('member', `ledger ${ledger}: ${refusal.reason}`)
    : refused(refusal);
}
