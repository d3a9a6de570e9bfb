import { POSITION_EFFECTS, type PositionEffect } from '#libs/domain/inputs/inputs.js';
import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { isAccountId, isIdentifier } from '#libs/domain/kernel/identifier.js';
import { WrongUseError } from './failure.js';

/** A trade of a default as the back office takes it. */
export interface Fill {
  readonly instrument: string;
  /** Signed lots as the defaulter trades them. */
  readonly quantity: string;
  readonly price: string;
  readonly counterparty: string;
  /** The defaulter's; left out where one alone can be meant. */
  readonly account?: string;
  /** Whose lots are closed, of a gross omnibus account. */
  readonly client?: string;
  /** On the other side, likewise. */
  readonly counterpartyClient?: string;
  readonly counterpartyEffect?: PositionEffect;
}

/** A sale of the defaulter's collateral. */
export interface Sale {
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
  readonly price: string;
}

const FILL =
  'lots, instrument, price, counterparty, such as "-67 SPX-FUT-2026-12 4985.00 BETA/HOUSE"';
const SALE = 'account, asset, quantity, price, such as "ALPHA/HOUSE BTC 1.5 68000.00"';

/**
 * Reads a trade: signed lots, instrument, price, counterparty and, where needed, the defaulter's account.
 * Of a gross omnibus account the client stands behind a colon: `BETA/OMNI:F2:OPEN`, `ALPHA/OMNI:F1`.
 * @throws WrongUseError
 */
export function readFill(text: string): Fill {
  const [lots = '', instrument, price, other = '', own, ...rest] = wordsOf(text);
  const [, quantity] = /^\+?(-?[1-9]\d{0,9})$/.exec(lots) ?? [];
  const [counterparty, counterpartyClient, effect, ...more] = other.split(':');
  const [account, client, ...others] = own?.split(':') ?? [];
  const counterpartyEffect = POSITION_EFFECTS.find((each) => each === effect);
  const isGood =
    quantity !== undefined &&
    isIdentifier(instrument) &&
    isDecimal(price) &&
    isAccountId(counterparty) &&
    (own === undefined || isAccountId(account)) &&
    [client, counterpartyClient].every((id) => id === undefined || isIdentifier(id)) &&
    effect === counterpartyEffect &&
    [...rest, ...more, ...others].length === 0;
  if (!isGood)
    throw new WrongUseError(
      `--fill: ${JSON.stringify(text)} is no trade; write ${FILL}, and the defaulter's account as a fifth word where it has several`,
    );
  return {
    instrument,
    quantity,
    price,
    counterparty,
    ...(account === undefined ? {} : { account }),
    ...(client === undefined ? {} : { client }),
    ...(counterpartyClient === undefined ? {} : { counterpartyClient }),
    ...(counterpartyEffect === undefined ? {} : { counterpartyEffect }),
  };
}

/** Reads a sale of collateral. @throws WrongUseError */
export function readSale(text: string): Sale {
  const [account, asset, quantity, price, ...rest] = wordsOf(text);
  if (
    !isAccountId(account) ||
    !isIdentifier(asset) ||
    !isDecimal(quantity) ||
    !isDecimal(price) ||
    rest.length > 0
  )
    throw new WrongUseError(`--sale: ${JSON.stringify(text)} is no sale; write ${SALE}`);
  return { account, asset, quantity, price };
}

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);
