import type { TradeId } from '#libs/domain/inputs/transfer-requests.js';
import { adjustedSince } from '#libs/domain/instrument-life/adjusted-since.js';
import { ok } from '#libs/domain/kernel/result.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';
import type { LegPart } from '#libs/domain/trade-corrections/amended-trade.js';
import {
  standingTrade,
  type StandingTrade,
} from '#libs/domain/trade-corrections/standing-trade.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import type { TradeSide } from '#libs/domain/trading/client-side.js';
import type { RequestContext } from './request-context.js';
import { refuse, type Judged } from './transfer-refusal.js';

/** Lots of one side of a trade that an account has. */
export interface FoundLeg {
  readonly standing: StandingTrade;
  readonly side: TradeSide;
  readonly part: LegPart;
}

/** Most accounts and clients that one side of a trade may be spread over. */
export const LEG_PARTS_MAX = 200;

/**
 * The leg of a trade that an account has, and its client where it is named. It is apart for as long as the
 * business date of the trade lasts: then it is in the position for good.
 */
export function findLeg(
  { house, reference, nowMs, novatedTrade }: RequestContext,
  { tradeId, venue }: TradeId,
  account: string,
  client: string | undefined,
): Judged<FoundLeg> {
  const novation = novatedTrade(tradeIdentityKey({ tradeId, venue }));
  const standing = novation && standingTrade(house, novation);
  const parts = standing ? partsWith(standing, account, client) : [];
  const [first, second] = parts;
  if (!standing || !first)
    return refuse(
      'UNKNOWN_TRADE',
      'tradeId',
      `${account}${client === undefined ? '' : ` has for ${client}`} no leg of a trade ${tradeId} of ${venue}; name the account that has it now`,
    );
  if (second)
    return refuse(
      'MISSING_FIELD',
      'client',
      `several clients of ${account} have a part of ${tradeId} of ${venue}; name the client`,
    );
  if (standing.state === 'BUSTED')
    return refuse('ALREADY_BUSTED', 'tradeId', `${tradeId} of ${venue} was busted by its venue`);
  if (standing.state === 'AVERAGED')
    return refuse(
      'TRADE_ALLOCATED',
      'tradeId',
      `${tradeId} of ${venue} was allocated at an average price and is no longer apart`,
    );
  const { calendar } = reference.data;
  const date = businessDateOf(calendar, standing.novatedAtMs);
  if (date !== businessDateOf(calendar, nowMs))
    return refuse(
      'BEYOND_TIME_LIMIT',
      'tradeId',
      `${tradeId} of ${venue} is of ${date}; a leg is given up and allocated on its own business date, transfer the position instead`,
    );
  const adjusted = adjustedSince(house, standing.instrument, standing.novation.position);
  if (adjusted)
    return refuse(
      'INSTRUMENT_ADJUSTED',
      'tradeId',
      `${tradeId} of ${venue} was agreed before ${standing.instrument} was adjusted ${adjusted.ratio}; transfer the position instead`,
    );
  return ok({ standing, ...first });
}

function partsWith(standing: StandingTrade, account: string, client: string | undefined) {
  return (['buyer', 'seller'] as const).flatMap((side) =>
    standing[side]
      .filter((part) => part.account === account)
      .filter(({ ofClient }) => client === undefined || ofClient?.client === client)
      .map((part) => ({ side, part })),
  );
}

/** A trade after lots of one of its parts went to others. */
export function rehoused(
  { standing, side, part }: FoundLeg,
  lots: number,
  to: readonly LegPart[],
): StandingTrade {
  const left = part.lots - lots;
  const parts = standing[side].flatMap((each) =>
    each === part ? (left > 0 ? [{ ...part, lots: left }] : []) : [each],
  );
  return { ...standing, [side]: [...parts, ...to] };
}
