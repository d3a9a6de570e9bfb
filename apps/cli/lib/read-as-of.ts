import { parseInstant } from '#libs/domain/kernel/instant.js';
import type { AsOf } from '#libs/projections/as-of.js';
import { WrongUseError } from './failure.js';

/** A point of the past as a person names it. @throws WrongUseError */
export function readAsOf(text: string): AsOf {
  if (/^\d{1,15}$/.test(text)) return { position: Number(text) };
  const instantMs = parseInstant(text);
  if (instantMs !== undefined) return { instantMs };
  throw new WrongUseError(
    `--as-of: "${text}" is neither a ledger position nor a time such as 2026-11-20T14:03:22.123Z`,
  );
}
