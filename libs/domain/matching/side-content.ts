import type { Side, SideContent } from '#libs/domain/inputs/inputs.js';

/** What a side says and nothing else; fields that it lacks are left out. */
export function sideContent(side: SideContent): SideContent {
  const { reference, client, effect } = side;
  return {
    member: side.member,
    sideId: side.sideId,
    side: side.side,
    account: side.account,
    counterparty: side.counterparty,
    instrument: side.instrument,
    quantity: side.quantity,
    price: side.price,
    executedAt: side.executedAt,
    ...(reference === undefined ? {} : { reference }),
    ...(client === undefined ? {} : { client }),
    ...(effect === undefined ? {} : { effect }),
  };
}

export const oppositeOf = (side: Side): Side => (side === 'BUY' ? 'SELL' : 'BUY');
