import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { isAccountId, isIdentifier } from '#libs/domain/kernel/identifier.js';
import { WrongUseError } from './failure.js';

/** A lot of an auction as the back office takes it. */
export interface Lot {
  readonly lot: string;
  readonly positions: readonly {
    readonly instrument: string;
    /** Signed lots as the defaulter trades them. */
    readonly quantity: string;
    readonly account?: string;
  }[];
  readonly reserve?: string;
}

/**
 * Reads lots such as `L1: SPX-FUT-2026-12 -40, SPX-FUT-2027-03 5`, each position with the defaulter's
 * account as a third word where it has several. A reserve is of all lots, or of one: `L1=2000000.00`.
 * @throws WrongUseError
 */
export function readLots(texts: readonly string[], reserves: readonly string[]): Lot[] {
  const lots = texts.map(readLot);
  const ofAll = reserves.filter((reserve) => !reserve.includes('='));
  const byLot = new Map(
    reserves.filter((reserve) => reserve.includes('=')).map((text) => readReserve(text, lots)),
  );
  const [all] = ofAll;
  if (ofAll.length > 1 || (all !== undefined && !isDecimal(all)))
    throw new WrongUseError(
      `--reserve: write one amount for all lots, such as 2000000.00, or one a lot, such as L1=2000000.00`,
    );
  return lots.map((lot) => {
    const reserve = byLot.get(lot.lot) ?? all;
    return reserve === undefined ? lot : { ...lot, reserve };
  });
}

function readLot(text: string): Lot {
  const [, lot, list = ''] = /^\s*([^\s:]+)\s*:(.*)$/s.exec(text) ?? [];
  const positions = list.split(',').map((part) => readPosition(part));
  const known = positions.flatMap((position) => (position ? [position] : []));
  if (isIdentifier(lot) && known.length === positions.length) return { lot, positions: known };
  throw new WrongUseError(
    `--lot: ${JSON.stringify(text)} is no lot; write its name and what the defaulter trades, such as "L1: SPX-FUT-2026-12 -40, SPX-FUT-2027-03 5"`,
  );
}

function readPosition(text: string): Lot['positions'][number] | undefined {
  const [instrument, lots = '', account, ...rest] = text.trim().split(/\s+/);
  const [, quantity] = /^\+?(-?[1-9]\d{0,9})$/.exec(lots) ?? [];
  if (!isIdentifier(instrument) || quantity === undefined || rest.length > 0) return undefined;
  if (account === undefined) return { instrument, quantity };
  return isAccountId(account) ? { instrument, quantity, account } : undefined;
}

function readReserve(text: string, lots: readonly Lot[]): readonly [string, string] {
  const [lot = '', amount = ''] = text.split('=');
  if (isDecimal(amount) && lots.some((each) => each.lot === lot)) return [lot, amount];
  throw new WrongUseError(
    `--reserve: ${JSON.stringify(text)} is no amount for one of ${lots.map((each) => each.lot).join(', ')}`,
  );
}
