import { isDate } from '#libs/domain/kernel/instant.js';
import { failed, type Result } from '#libs/domain/kernel/result.js';
import {
  flatSmile,
  readSmile,
  type SmileFailure,
  type SmileNode,
} from '#libs/domain/volatility/read-smile.js';
import type { Smile } from '#libs/domain/volatility/smile.js';
import {
  QUOTED_VOLATILITY_MAX,
  QUOTED_VOLATILITY_MIN,
} from '#libs/domain/volatility/volatility-limits.js';
import type { VolatilityQuote } from './volatility-state.js';

/** Longest tenor of a level, and furthest expiry of a smile, in days: a century. */
export const TENOR_DAYS_MAX = 36_525;
/**
 * Furthest node of a smile: a strike of half a milliard times the forward. What lies beyond it is a
 * strike or a percentage by mistake, and would carry interpolation out of the range of doubles.
 */
export const LOG_MONEYNESS_MAX = 20;

/**
 * Reads what a quote says by itself, whatever else is held: a volatility from 1 % to 500 %, nodes
 * ascending, a tenor of whole days (margin-model.md a.4). A level is a flat smile. The error is a clause
 * that says what to mend.
 */
export function readQuote(quote: VolatilityQuote): Result<Smile, string> {
  if (quote.kind === 'smile') return readSmileOf(quote.expiry, quote.nodes);
  const { tenorDays, volatility } = quote;
  if (!Number.isInteger(tenorDays) || tenorDays < 1 || tenorDays > TENOR_DAYS_MAX)
    return failed(`tenorDays is ${tenorDays}; it must be whole days from 1 to ${TENOR_DAYS_MAX}`);
  const smile = flatSmile(volatility);
  return smile.ok ? smile : failed(volatilityOutOfRange(volatility));
}

function readSmileOf(expiry: string, nodes: readonly SmileNode[]): Result<Smile, string> {
  if (!isDate(expiry)) return failed('its expiry is not a date; write it as YYYY-MM-DD');
  const far = nodes.findIndex(({ logMoneyness }) => Math.abs(logMoneyness) > LOG_MONEYNESS_MAX);
  if (far >= 0)
    return failed(
      `logMoneyness of nodes[${far}] is ${nodes[far]?.logMoneyness}; it is ln(K/F), ` +
        `from ${-LOG_MONEYNESS_MAX} to ${LOG_MONEYNESS_MAX}`,
    );
  const smile = readSmile(nodes);
  return smile.ok ? smile : failed(describeFailure(smile.error, nodes));
}

function describeFailure(failure: SmileFailure, nodes: readonly SmileNode[]): string {
  switch (failure.code) {
    case 'NO_NODES':
      return 'it has no nodes; a smile has at least one';
    case 'TOO_MANY_NODES':
      return `it has ${failure.nodes} nodes; leave out some, ${failure.max} are the most`;
    case 'NODE_NOT_FINITE':
      return `logMoneyness of nodes[${failure.node}] is not a number`;
    case 'NODES_NOT_ASCENDING': {
      const { node } = failure;
      return (
        `logMoneyness of nodes[${node}], ${nodes[node]?.logMoneyness}, is not above that of the node ` +
        `before it, ${nodes[node - 1]?.logMoneyness}; send nodes in ascending order, each strike once`
      );
    }
    case 'VOLATILITY_OUT_OF_RANGE':
      return `in nodes[${failure.node}] ${volatilityOutOfRange(failure.volatility)}`;
  }
}

function volatilityOutOfRange(volatility: number): string {
  return (
    `the volatility is ${volatility}; it must lie from ${QUOTED_VOLATILITY_MIN} to ` +
    `${QUOTED_VOLATILITY_MAX}, where 0.2 is 20 %`
  );
}
