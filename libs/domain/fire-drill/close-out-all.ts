import type { OpenLots } from '#libs/domain/default-management/lots-of-side.js';
import { residualOf } from '#libs/domain/default-management/residual.js';
import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import type { FillOrder } from '#libs/domain/inputs/inputs.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { TRADE_LOTS_MAX } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import type { DrillRefusal } from './drill-question.js';
import { NOTIONAL_ACCOUNT, type Rehearsal } from './rehearsal.js';

/** A position that a drill closed out: signed lots as they were held, and the price at which they went. */
export interface ClosedPosition {
  readonly account: string;
  readonly client?: string;
  readonly instrument: string;
  readonly quantity: string;
  readonly price: string;
}

/**
 * Closes out everything that a defaulter holds at the marks of the drill, against the market.
 * @param feesMinor what it costs beside, in minor units of the base currency
 */
export function closeOutAll(
  rehearsal: Rehearsal,
  of: DefaultCase,
  feesMinor: bigint,
): Result<ClosedPosition[], DrillRefusal> {
  const closed: ClosedPosition[] = [];
  const fills: FillOrder[] = [];
  for (const open of residualOf(rehearsal.house, of)) {
    const price = priceOf(rehearsal, open.instrument);
    if (price === undefined)
      return failed({
        code: 'MISSING_PRICES',
        reason: `${open.instrument} has no price, so nobody can say what closing it out would bring; send one first`,
      });
    const { lots, ...whose } = open;
    closed.push({ ...whose, quantity: String(lots), price });
    fills.push(...fillsOf(open, price));
  }
  if (fills.length === 0 && feesMinor === 0n) return ok(closed);
  const fees = formatUnits(feesMinor, referenceOf(rehearsal.house).baseScale);
  const { defaultId } = of;
  const taken = rehearsal.take({ type: 'CLOSE_OUT_DEFAULT', defaultId, fills, fees });
  return taken.ok ? ok(closed) : taken;
}

function priceOf({ house, marks }: Rehearsal, instrument: string): string | undefined {
  const entry = referenceOf(house).instruments.get(instrument);
  const ticks = marks(instrument);
  return entry && ticks !== undefined ? ticksToPrice(entry, ticks) : undefined;
}

/** A fill takes no more than a trade may have. */
function fillsOf({ lots, account, client, instrument }: OpenLots, price: string): FillOrder[] {
  const fills: FillOrder[] = [];
  const sign = lots > 0 ? -1 : 1;
  for (let left = Math.abs(lots); left > 0; left -= TRADE_LOTS_MAX)
    fills.push({
      instrument,
      quantity: String(sign * Math.min(left, TRADE_LOTS_MAX)),
      price,
      counterparty: NOTIONAL_ACCOUNT,
      account,
      ...(client === undefined ? {} : { client }),
    });
  return fills;
}
