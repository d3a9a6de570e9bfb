import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type {
  AllocationPart,
  AllocationRequest,
  AverageRequest,
} from '#libs/domain/inputs/transfer-requests.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { readLots } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import { judgeOwn } from './decide-give-up.js';
import { findLeg } from './find-leg.js';
import { clientSide } from './judge-move.js';
import { moveLegs, type LeavingLeg, type Target } from './move-legs.js';
import { lotsTransferred, type RequestContext } from './request-context.js';
import { refuse, type Judged } from './transfer-refusal.js';

/** A member spreads legs that one of its accounts has over its own accounts, to the last lot. */
export function decideAllocation(
  context: RequestContext,
  request: AllocationRequest | AverageRequest,
): Judged<NewEvent> {
  const own = judgeOwn(request.account, request.member);
  if (!own.ok) return own;
  const legs = readLegs(context, request);
  if (!legs.ok) return legs;
  const targets = readTargets(request);
  if (!targets.ok) return targets;
  const [asked, held] = [lotsOf(targets.value), lotsOf(legs.value)];
  if (asked !== held)
    return refuse(
      'INVALID_QUANTITY',
      'allocations',
      `${asked} lots are allocated of the ${held} that ${request.account} has; allocate each of them, what stays to ${request.account} itself`,
    );
  const moved = moveLegs(context, legs.value, targets.value);
  return moved.ok ? ok(lotsTransferred({ request, ...moved.value })) : failed(moved.error);
}

const lotsOf = (parts: readonly { readonly lots: number }[]): number =>
  parts.reduce((sum, { lots }) => sum + lots, 0);

function readLegs(
  context: RequestContext,
  request: AllocationRequest | AverageRequest,
): Judged<LeavingLeg[]> {
  const trades = request.type === 'ALLOCATE' ? [request] : request.trades;
  const legs: LeavingLeg[] = [];
  const seen = new Set<string>();
  for (const { tradeId, venue } of trades) {
    const found = findLeg(context, { tradeId, venue }, request.account, request.client);
    if (!found.ok) return found;
    const leg = found.value;
    const [first] = legs;
    if (seen.size === seen.add(`${venue}/${tradeId}`).size)
      return refuse('INVALID_FIELD', 'trades', `${tradeId} of ${venue} is named twice`);
    if (first && !isAlike(first, leg))
      return refuse(
        'INVALID_FIELD',
        'trades',
        `${tradeId} of ${venue} is of another instrument, side or client than the first; only what is alike has an average`,
      );
    legs.push({ ...leg, lots: leg.part.lots });
  }
  return ok(legs);
}

const isAlike = (a: LeavingLeg, b: Omit<LeavingLeg, 'lots'>): boolean =>
  a.standing.instrument === b.standing.instrument &&
  a.side === b.side &&
  a.part.ofClient?.client === b.part.ofClient?.client &&
  a.part.ofClient?.effect === b.part.ofClient?.effect;

function readTargets({
  member,
  allocations,
}: AllocationRequest | AverageRequest): Judged<Target[]> {
  const targets: Target[] = [];
  const seen = new Set<string>();
  for (const part of allocations) {
    const target = readTarget(member, part);
    if (!target.ok) return target;
    const { account, ofClient } = target.value;
    if (seen.size === seen.add(`${account} ${ofClient?.client ?? ''}`).size)
      return refuse('INVALID_FIELD', 'allocations', `${account} is named twice; add its lots up`);
    targets.push(target.value);
  }
  return ok(targets);
}

function readTarget(
  member: string,
  { account, quantity, client, effect }: AllocationPart,
): Judged<Target> {
  const own = judgeOwn(account, member, 'allocations');
  if (!own.ok) return own;
  const lots = readLots(quantity);
  if (!lots.ok) return lots;
  return ok({ account, lots: lots.value, ofClient: clientSide(client, effect) });
}
