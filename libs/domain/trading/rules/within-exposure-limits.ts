import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import type { Result } from '#libs/domain/kernel/result.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import { describeMarginFailure } from '#libs/domain/risk/describe-margin-failure.js';
import { limitedHolders, sideOf, type LimitedHolder } from '../limits/limited-holders.js';
import { limitRefusal } from '../limits/limit-refusal.js';
import { onlyCloses } from '../limits/lots-held.js';
import { lotsThatPass } from '../limits/lots-that-pass.js';
import type { StandingBound } from '../limits/exposure-bounds.js';
import {
  boundOfHolder,
  standingOfHolder,
  type HolderStanding,
} from '../limits/standing-of-holder.js';
import { withTradeMade } from '../limits/with-trade-made.js';
import type { TradeRefusal } from '../refusal.js';
import type { TradeContext } from './trade-context.js';

/** Where a holder stands, or would stand; of one that cannot be evaluated why. */
type Stands = Result<HolderStanding, EvaluationFailure>;

/** The limits in money, in the order in which they are asked. */
const LIMITS = [
  {
    name: 'maxExposure',
    what: 'its limit of exposure (maxExposure)',
    of: ({ exposureMinor }: StandingBound) => exposureMinor,
  },
  {
    name: 'maxDeficit',
    what: 'its limit of deficit (maxDeficit)',
    of: ({ deficitMinor }: StandingBound) => deficitMinor,
  },
] as const;

type MoneyLimit = (typeof LIMITS)[number];

/**
 * A trade leaves the exposure and the deficit of both accounts, and of their members, within their
 * limits: as they will be at the very position of its novation. One beyond is refused with
 * `LIMIT_EXCEEDED`, the buyer's before the seller's, unless it reduces: unless what the limit counts is
 * lower than without it, or it only closes what its holder has and does not raise the requirement, at
 * whatever price. Where nobody can say what the trade would leave, only one that closes passes.
 * @param lots whole lots of the trade, positive
 * @param ticks its price
 */
export function refuseBeyondExposureLimits(
  context: TradeContext,
  lots: number,
  ticks: number,
): TradeRefusal | undefined {
  for (const holder of limitedHolders(context)) {
    const { maxExposure, maxDeficit } = holder.limits;
    if (maxExposure === undefined && maxDeficit === undefined) continue;
    const refusal = refuseHolder(context, holder, lots, ticks);
    if (refusal) return { ...refusal, ...sideOf(holder) };
  }
  return undefined;
}

function refuseHolder(
  context: TradeContext,
  holder: LimitedHolder,
  lots: number,
  ticks: number,
): TradeRefusal | undefined {
  const limits = LIMITS.filter((limit) => limitMinor(context, holder, limit) !== undefined);
  const { house, engine } = context;
  const bound = withTradeMade(context, lots, ticks, () =>
    boundOfHolder(house, engine, holder.accounts),
  );
  if (bound && limits.every((limit) => isWithin(context, holder, limit, bound))) return undefined;
  const after = standingAfter(context, holder, lots, ticks);
  const before = standingAfter(context, holder, 0, ticks);
  const passes = (limit: MoneyLimit, size: number, would: Stands): boolean =>
    (would.ok && isWithin(context, holder, limit, would.value)) ||
    reduces(limit, before, would, onlyCloses(context, holder, size));
  const broken = limits.find((limit) => !passes(limit, lots, after));
  if (!broken) return undefined;
  const most = lotsThatPass(lots, (size) => {
    const would = standingAfter(context, holder, size, ticks);
    return limits.every((limit) => passes(limit, size, would));
  });
  return refusal(context, holder, broken, { before, after, most });
}

/** Where a holder stands once so many lots were traded; with 0 where it stands now. */
function standingAfter(
  context: TradeContext,
  { accounts }: LimitedHolder,
  lots: number,
  ticks: number,
): Stands {
  const { house, engine } = context;
  return withTradeMade(context, lots, ticks, () => standingOfHolder(house, engine, accounts));
}

/** In minor units of the base currency; undefined where the holder has no such limit. */
function limitMinor(
  { reference }: TradeContext,
  { limits }: LimitedHolder,
  { name }: MoneyLimit,
): bigint | undefined {
  const limit = limits[name];
  if (limit === undefined) return undefined;
  const minor = toUnits(parseDecimal(limit), reference.baseScale);
  invariant(minor !== undefined, () => `the limit ${limit} has too many decimals`);
  return minor;
}

function isWithin(
  context: TradeContext,
  holder: LimitedHolder,
  limit: MoneyLimit,
  standing: StandingBound,
): boolean {
  const allowed = limitMinor(context, holder, limit);
  return allowed === undefined || limit.of(standing) <= allowed;
}

/** Whether a trade that leaves its holder beyond a limit passes all the same, since it reduces. */
function reduces({ of }: MoneyLimit, before: Stands, after: Stands, closes: boolean): boolean {
  if (!before.ok || !after.ok) return closes;
  if (of(after.value) < of(before.value)) return true;
  return closes && after.value.requirementMinor <= before.value.requirementMinor;
}

function refusal(
  context: TradeContext,
  holder: LimitedHolder,
  limit: MoneyLimit,
  {
    before,
    after,
    most,
  }: { readonly before: Stands; readonly after: Stands; readonly most: number },
): TradeRefusal {
  const { baseScale } = context.reference;
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const figures = {
    holder: holder.name,
    limit: limit.name,
    allowed: money(limitMinor(context, holder, limit) ?? 0n),
    ...(before.ok ? { now: money(limit.of(before.value)) } : {}),
    ...(after.ok ? { would: money(limit.of(after.value)) } : {}),
    passes: String(most),
  };
  const refused = limitRefusal(figures, limit.what);
  if (after.ok) return refused;
  const why = describeMarginFailure(after.error);
  return {
    ...refused,
    reason:
      `what the trade would do to ${limit.what} of ${holder.name} cannot be computed: ${why}; until then it may only close what it has`.replace(
        'its limit',
        'the limit',
      ),
  };
}
