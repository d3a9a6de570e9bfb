import type { ClientSides, PositionEffect } from '#libs/domain/inputs/inputs.js';

export type TradeSide = 'buyer' | 'seller';

/** Whose side of a trade it is, where its account is gross omnibus, and what it does to a position. */
export interface ClientSide {
  readonly client: string;
  readonly effect: PositionEffect;
}

/** The client of one side of a trade; undefined where it names none. */
export function clientSideOf(trade: ClientSides, side: TradeSide): ClientSide | undefined {
  const [client, effect] =
    side === 'buyer'
      ? [trade.buyerClient, trade.buyerEffect]
      : [trade.sellerClient, trade.sellerEffect];
  return client === undefined || effect === undefined ? undefined : { client, effect };
}

/** What a trade says of clients and nothing else; fields that it lacks are left out. */
export function clientSidesOf(trade: ClientSides): ClientSides {
  const { buyerClient, buyerEffect, sellerClient, sellerEffect } = trade;
  return {
    ...(buyerClient === undefined ? {} : { buyerClient }),
    ...(buyerEffect === undefined ? {} : { buyerEffect }),
    ...(sellerClient === undefined ? {} : { sellerClient }),
    ...(sellerEffect === undefined ? {} : { sellerEffect }),
  };
}
