import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { exp } from '#libs/domain/numerics/exp.js';
import { normalQuantile } from '#libs/domain/numerics/normal-quantile.js';
import type { OptionRight } from '#libs/domain/reference-data/model.js';
import { isQuotable, type SmileNode } from './read-smile.js';

/** One quote of a smile by delta: the undiscounted delta to the forward, without its sign. */
export interface DeltaNode {
  readonly right: OptionRight;
  /** Above 0 and below 1, such as 0.25. */
  readonly delta: number;
  readonly volatility: number;
}

export type DeltaNodeFailure =
  | { readonly code: 'DELTA_OUT_OF_RANGE'; readonly node: number; readonly delta: number }
  | {
      readonly code: 'VOLATILITY_OUT_OF_RANGE';
      readonly node: number;
      readonly volatility: number;
    }
  | { readonly code: 'EXPIRED' };

/**
 * Converts delta quotes to log-moneyness, once, each with its own volatility (margin-model.md a.4):
 * ln(K/F) = -d1*s + s^2/2 with d1 = phi*N^-1(|delta|). Sorted by strike. Quotes whose strikes
 * coincide come out as they are, and `readSmile` refuses them.
 */
export function deltaNodes(
  nodes: readonly DeltaNode[],
  years: number,
): Result<readonly SmileNode[], DeltaNodeFailure> {
  if (!(years > 0)) return failed({ code: 'EXPIRED' });
  const converted: SmileNode[] = [];
  for (const [node, { right, delta, volatility }] of nodes.entries()) {
    if (!(delta > 0 && delta < 1)) return failed({ code: 'DELTA_OUT_OF_RANGE', node, delta });
    if (!isQuotable(volatility)) {
      return failed({ code: 'VOLATILITY_OUT_OF_RANGE', node, volatility });
    }
    const deviation = volatility * Math.sqrt(years);
    const d1 = (right === 'call' ? 1 : -1) * normalQuantile(delta);
    converted.push({ logMoneyness: deviation * (0.5 * deviation - d1), volatility });
  }
  return ok(converted.sort((a, b) => a.logMoneyness - b.logMoneyness));
}

/** The strike at a log-moneyness, K = F*e^k. */
export function strikeAt(forward: number, logMoneyness: number): number {
  return forward * exp(logMoneyness);
}
