import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { isFixed } from '#libs/domain/market/final-price.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { closeOutAll } from './close-out-all.js';
import { determine } from './determine.js';
import { PRESENT_MARKET, type DrillMarket } from './drill-market.js';
import type { DrillRefusal } from './drill-question.js';
import { Rehearsal } from './rehearsal.js';

/** How often a move of prices is tried for a stated loss. */
const TRIALS_MAX = 40;
/** So much of a stated loss may be left to cost rather than to prices. */
const LEFT_TO_COST = 10_000n;

/** Where a close-out loses just what was stated. */
export interface StatedLoss {
  readonly market: DrillMarket;
  /** What prices alone do not lose: it goes as the cost of closing out. */
  readonly feesMinor: bigint;
}

/**
 * The prices at which closing a member out loses what was stated: every position of its house moves against
 * it by one and the same share of its price, as far as whole ticks go; the rest is cost. So those on
 * the other side gain what it loses, as they would. At most prices double, or fall to zero.
 */
export function marketOfLoss(
  house: HouseState,
  engine: MarginEngine,
  member: string,
  lossMinor: bigint,
): Result<StatedLoss, DrillRefusal> {
  const lots = houseLots(house, member);
  const marketAt = (share: number) => movedAgainst(house, engine, lots, share);
  const calm = lossIn(house, engine, member, PRESENT_MARKET);
  if (!calm.ok) return calm;
  if (calm.value > lossMinor) return failed(tooLittle(house, member, calm.value));
  let [low, high] = [
    { share: 0, minor: calm.value },
    { share: 1, minor: 0n },
  ];
  for (
    let trial = 0;
    trial <= TRIALS_MAX && lossMinor - low.minor > lossMinor / LEFT_TO_COST;
    trial++
  ) {
    // The first trial says whether all of the loss can lie in prices.
    const share = trial === 0 ? 1 : between(low, high, lossMinor, trial);
    if (share <= low.share || (trial > 0 && share >= high.share)) break;
    const minor = lossIn(house, engine, member, marketAt(share));
    if (!minor.ok) return minor;
    if (minor.value <= lossMinor) low = { share, minor: minor.value };
    else high = { share, minor: minor.value };
  }
  return ok({ market: marketAt(low.share), feesMinor: lossMinor - low.minor });
}

interface Trial {
  readonly share: number;
  readonly minor: bigint;
}

/** Along the line between two trials, and every third time half way, since clients bend the line. */
function between(low: Trial, high: Trial, lossMinor: bigint, trial: number): number {
  const middle = (low.share + high.share) / 2;
  const span = Number(high.minor - low.minor);
  if (trial % 3 === 0 || !(span > 0)) return middle;
  const share = low.share + (high.share - low.share) * (Number(lossMinor - low.minor) / span);
  return share > low.share && share < high.share ? share : middle;
}

/** What closing out in a market loses, before any cost. */
function lossIn(
  house: HouseState,
  engine: MarginEngine,
  member: string,
  market: DrillMarket,
): Result<bigint, DrillRefusal> {
  const rehearsal = Rehearsal.of(house, engine, market);
  const declared = rehearsal.declare(member);
  if (!declared.ok) return declared;
  const of = declared.value;
  const closed = closeOutAll(rehearsal, of, 0n);
  if (!closed.ok) return closed;
  const determined = determine(rehearsal, of);
  return determined.ok ? ok(of.loss?.totalMinor ?? 0n) : determined;
}

/** Net lots over the house accounts of a member, by instrument. */
function houseLots({ reference, trading }: HouseState, member: string): Map<string, number> {
  const net = new Map<string, number>();
  for (const { id, type } of reference?.members.get(member)?.accounts ?? []) {
    if (type !== 'house') continue;
    for (const [instrument, { lots }] of trading.holdings.get(`${member}/${id}`) ?? [])
      net.set(instrument, (net.get(instrument) ?? 0) + lots);
  }
  return net;
}

function movedAgainst(
  house: HouseState,
  engine: MarginEngine,
  lots: ReadonlyMap<string, number>,
  share: number,
): DrillMarket {
  const ticks = new Map<string, number>();
  for (const [instrument, held] of lots) {
    const mark = engine.markTicks(instrument);
    const entry = house.reference?.instruments.get(instrument);
    if (held === 0 || mark === undefined || !entry || isFixed(house, entry)) continue;
    ticks.set(instrument, mark - Math.sign(held) * Math.floor(share * Math.abs(mark)));
  }
  return { ticks, prices: new Map() };
}

function tooLittle(house: HouseState, member: string, calmMinor: bigint): DrillRefusal {
  const { baseCurrency, baseScale } = referenceOf(house);
  return {
    code: 'INVALID_FIELD',
    reason: `as prices stand closing out ${member} loses ${formatUnits(calmMinor, baseScale)} ${baseCurrency} already; state a loss of at least that`,
    field: 'loss',
  };
}
