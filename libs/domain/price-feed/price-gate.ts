import type { JumpAcceptance, PriceFeedSettings } from './price-feed-settings.js';
import { bandWidth, moveSize, type PriceDynamics } from './time-band.js';

/** Observations out of the band that came close together; kept as what they span. */
export interface PendingPrices {
  readonly firstAtMs: number;
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** What the gate remembers: the last accepted price, and the run of those out of its band since. */
export interface PriceGate {
  readonly accepted?: { readonly price: number; readonly atMs: number };
  /** Oldest first, all within the jump's tolerance of each other. */
  readonly pending: readonly PendingPrices[];
}

export const CLOSED_GATE: PriceGate = { pending: [] };

export type GateVerdict = 'ACCEPTED' | 'JUMP_ACCEPTED' | 'QUARANTINED';

/** The verdict with what it rests on, and the gate after it. */
export interface GateDecision {
  readonly verdict: GateVerdict;
  /** Both in the unit of the underlying's returns; absent for the first price. */
  readonly move?: number;
  readonly width?: number;
  readonly gate: PriceGate;
}

/**
 * The time band with jump acceptance (margin-model.md j.6). A price inside the band around the last
 * accepted one is accepted and ends whatever was pending. One outside is quarantined, and accepted
 * as a jump once enough consecutive ones, it included, lie close together for long enough: real
 * jumps enter a few seconds late, a single spike never does. The first price of all is accepted.
 */
export function passGate(
  gate: PriceGate,
  price: number,
  atMs: number,
  dynamics: PriceDynamics,
  { band, jump }: Pick<PriceFeedSettings, 'band' | 'jump'>,
): GateDecision {
  const open: PriceGate = { accepted: { price, atMs }, pending: [] };
  const { accepted } = gate;
  if (accepted === undefined) return { verdict: 'ACCEPTED', gate: open };
  const width = bandWidth(band, dynamics, accepted.price, atMs - accepted.atMs);
  const move = moveSize(dynamics, accepted.price, price);
  if (move <= width) return { verdict: 'ACCEPTED', move, width, gate: open };
  const pending = joined(gate.pending, price, atMs, jump);
  const count = pending.reduce((sum, each) => sum + each.count, 0);
  const spanMs = atMs - (pending[0]?.firstAtMs ?? atMs);
  if (count >= jump.observations && spanMs >= jump.spanMs) {
    return { verdict: 'JUMP_ACCEPTED', move, width, gate: open };
  }
  return { verdict: 'QUARANTINED', move, width, gate: { accepted, pending } };
}

/**
 * Of one span, this many groups at most are kept apart: observations closer together than the
 * span's sixteenth are remembered as one, so that a fast feed cannot fill the memory.
 */
const GROUPS_PER_SPAN = 16;

/** The longest run of groups up to now that lies within the tolerance with the new price. */
function joined(
  pending: readonly PendingPrices[],
  price: number,
  atMs: number,
  jump: JumpAcceptance,
): readonly PendingPrices[] {
  let [low, high] = [price, price];
  let from = pending.length;
  for (const group of [...pending].reverse()) {
    low = Math.min(low, group.low);
    high = Math.max(high, group.high);
    if (high - low > jump.within * Math.min(Math.abs(low), Math.abs(high))) break;
    from--;
  }
  const run = pending.slice(from);
  const last = run.at(-1);
  if (last && atMs - last.firstAtMs < jump.spanMs / GROUPS_PER_SPAN) {
    return [...run.slice(0, -1), extended(last, price)];
  }
  return [...run, { firstAtMs: atMs, count: 1, low: price, high: price }];
}

function extended(group: PendingPrices, price: number): PendingPrices {
  return {
    ...group,
    count: group.count + 1,
    low: Math.min(group.low, price),
    high: Math.max(group.high, price),
  };
}
