import type { DrillResult } from './drill-result.js';
import type { SurvivorShare } from './survivor-shares.js';

/** What one member learns from a drill: its own share, and nothing of anybody else's. */
export interface OwnShare extends Pick<
  DrillResult,
  'member' | 'currency' | 'position' | 'calculatedAt' | 'scenario' | 'statedLoss'
> {
  readonly share: SurvivorShare;
}

/** A member's own share of a drill; undefined where it is no survivor of it. */
export function ownShare(result: DrillResult, member: string): OwnShare | undefined {
  const share = result.survivors.find((each) => each.member === member);
  if (!share) return undefined;
  const { currency, position, calculatedAt, scenario, statedLoss } = result;
  return { member: result.member, currency, position, calculatedAt, scenario, statedLoss, share };
}
