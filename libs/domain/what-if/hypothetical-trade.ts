import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { readLots } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import type { WhatIfRefusal } from './what-if-refusal.js';

/** Most trades that are looked at together. */
export const HYPOTHETICAL_TRADES_MAX = 100;

/** A trade that an account has not made: signed whole lots, long positive, never 0. */
export interface HypotheticalTrade {
  readonly instrument: string;
  readonly lots: number;
}

const SIGNED = /^([+-]?)(.*)$/s;
const WRITTEN = /^\s*(\S+)\s+(\S+)\s*$/;

/** Reads a quantity with its sign, such as "-10": a purchase has a plus or no sign. */
export function readSignedLots(quantity: string): Result<number, WhatIfRefusal> {
  const [, sign = '', size = ''] = SIGNED.exec(quantity) ?? [];
  const lots = readLots(size);
  if (lots.ok) return ok(sign === '-' ? -lots.value : lots.value);
  const { code, reason } = lots.error;
  return failed({ code, reason: `${reason}, with + to buy or - to sell` });
}

/** Reads a trade as a person writes it, such as "+10 SPX-FUT-2026-12". */
export function readHypotheticalTrade(text: string): Result<HypotheticalTrade, WhatIfRefusal> {
  const [, quantity, instrument] = WRITTEN.exec(text) ?? [];
  if (quantity === undefined || !isIdentifier(instrument)) {
    const shown = JSON.stringify(text.slice(0, 80));
    const reason = `${shown} is not a trade; write lots and instrument, such as "+10 SPX-FUT-2026-12"`;
    return failed({ code: 'INVALID_FIELD', reason });
  }
  const lots = readSignedLots(quantity);
  return lots.ok ? ok({ instrument, lots: lots.value }) : lots;
}
