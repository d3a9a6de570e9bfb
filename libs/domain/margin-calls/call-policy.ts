import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { MINUTE_MS, SECOND_MS } from '#libs/domain/kernel/instant.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { rationalFromDecimal, type Rational } from '#libs/domain/numerics/rational.js';

/** The ledger's policy of margin calls; amounts in minor units of the base currency. */
export interface CallPolicy {
  readonly minimumTransferMinor: bigint;
  readonly roundingMinor: bigint;
  readonly thresholdMinor: bigint;
  /** Exposure over counted collateral above which a call goes out between cycles. */
  readonly intradayTrigger: Rational;
  readonly intradayTriggerMinor: bigint | undefined;
  readonly coalesceMs: number;
  readonly dueMs: number;
}

/** Reads the policy from the reference data in force. */
export function callPolicyOf(house: HouseState): CallPolicy {
  const { data } = referenceOf(house);
  const scale = data.currencies[data.baseCurrency]?.scale ?? 0;
  const minor = (amount: string): bigint => toUnits(parseDecimal(amount), scale) ?? 0n;
  const calls = data.marginCalls;
  const rounding = minor(calls.rounding);
  return {
    minimumTransferMinor: minor(calls.minimumTransferAmount),
    roundingMinor: rounding > 0n ? rounding : 1n,
    thresholdMinor: minor(calls.threshold),
    intradayTrigger: rationalFromDecimal(calls.intradayTrigger),
    intradayTriggerMinor:
      calls.intradayTriggerAmount === undefined ? undefined : minor(calls.intradayTriggerAmount),
    coalesceMs: calls.coalesceSeconds * SECOND_MS,
    dueMs: calls.dueMinutes * MINUTE_MS,
  };
}
