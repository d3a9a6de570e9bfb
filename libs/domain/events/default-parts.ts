import type { PositionEffect } from '#libs/domain/inputs/inputs.js';

/** What every event of a default says. */
export interface OfDefault {
  readonly defaultId: string;
  readonly member: string;
}

/** Signed lots: positive where the account is long. */
export interface LotsOfInstrument {
  readonly instrument: string;
  readonly quantity: string;
}

/** A trade of a default, as the defaulter's account makes it: each is novated by an event of its own. */
export interface DefaultTrade extends LotsOfInstrument {
  readonly tradeId: string;
  readonly account: string;
  readonly counterparty: string;
  readonly price: string;
  /** Whose lots of `account` it closes or opens; there where that account is gross omnibus, as below. */
  readonly client?: string;
  readonly effect?: PositionEffect;
  /** The same of `counterparty`. */
  readonly counterpartyClient?: string;
  readonly counterpartyEffect?: PositionEffect;
}
