import { isDefaultOpen, shortMembers } from '#libs/domain/default-fund/decide-fund-calls.js';
import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';

/**
 * What a call of a member itself should say, from the state that it was computed at: of a contribution to
 * the default fund what is missing and not called for. A call that is part of a default follows from the
 * steps of that default, which are checked by themselves.
 */
export function memberCallFigures(
  house: HouseState,
  { member, reason }: Pick<MarginCallContent, 'member' | 'reason'>,
): { readonly amount?: string } {
  if (reason !== 'DEFAULT_FUND' || isDefaultOpen(house)) return {};
  const short = shortMembers(house).find((each) => each.member.id === member);
  return { amount: formatUnits(short?.missingMinor ?? 0n, referenceOf(house).baseScale) };
}
