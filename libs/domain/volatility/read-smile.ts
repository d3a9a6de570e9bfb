import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { Smile } from './smile.js';
import {
  QUOTED_VOLATILITY_MAX,
  QUOTED_VOLATILITY_MIN,
  SMILE_NODES_MAX,
} from './volatility-limits.js';

/** One quote of a smile: volatility per root year at ln(K/F). */
export interface SmileNode {
  readonly logMoneyness: number;
  readonly volatility: number;
}

/** Why a smile is not accepted; `node` counts from 0 in the order of the message. */
export type SmileFailure =
  | { readonly code: 'NO_NODES' }
  | { readonly code: 'TOO_MANY_NODES'; readonly nodes: number; readonly max: number }
  | { readonly code: 'NODE_NOT_FINITE'; readonly node: number }
  /** At or to the left of the node before it: the same strike twice, or out of order. */
  | { readonly code: 'NODES_NOT_ASCENDING'; readonly node: number }
  /** Below 1 % or above 500 %. */
  | {
      readonly code: 'VOLATILITY_OUT_OF_RANGE';
      readonly node: number;
      readonly volatility: number;
    };

/** Checks the nodes of one expiry and makes a smile of them (margin-model.md a.4). */
export function readSmile(nodes: readonly SmileNode[]): Result<Smile, SmileFailure> {
  if (nodes.length === 0) return failed({ code: 'NO_NODES' });
  if (nodes.length > SMILE_NODES_MAX) {
    return failed({ code: 'TOO_MANY_NODES', nodes: nodes.length, max: SMILE_NODES_MAX });
  }
  let before = -Infinity;
  for (const [node, { logMoneyness, volatility }] of nodes.entries()) {
    if (!Number.isFinite(logMoneyness)) return failed({ code: 'NODE_NOT_FINITE', node });
    if (logMoneyness <= before) return failed({ code: 'NODES_NOT_ASCENDING', node });
    if (!isQuotable(volatility)) {
      return failed({ code: 'VOLATILITY_OUT_OF_RANGE', node, volatility });
    }
    before = logMoneyness;
  }
  return ok({
    logMoneyness: Float64Array.from(nodes, ({ logMoneyness }) => logMoneyness),
    variance: Float64Array.from(nodes, ({ volatility }) => volatility * volatility),
  });
}

/** A flat smile of one at-the-money level. */
export function flatSmile(volatility: number): Result<Smile, SmileFailure> {
  return readSmile([{ logMoneyness: 0, volatility }]);
}

/** Whether a quote is within 1 % and 500 %; NaN is not. */
function isQuotable(volatility: number): boolean {
  return volatility >= QUOTED_VOLATILITY_MIN && volatility <= QUOTED_VOLATILITY_MAX;
}
