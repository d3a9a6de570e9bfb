import type { Side, SideContent } from '#libs/domain/inputs/inputs.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What a side says and nothing else; fields that it lacks are left out. */
export function sideContent(side: SideContent): SideContent {
  // Not put together by spreading, which costs more than all the rest of taking a side.
  const content: Writable<SideContent> = {
    member: side.member,
    sideId: side.sideId,
    side: side.side,
    account: side.account,
    counterparty: side.counterparty,
    instrument: side.instrument,
    quantity: side.quantity,
    price: side.price,
    executedAt: side.executedAt,
  };
  const { reference, client, effect } = side;
  if (reference !== undefined) content.reference = reference;
  if (client !== undefined) content.client = client;
  if (effect !== undefined) content.effect = effect;
  return content;
}

export const oppositeOf = (side: Side): Side => (side === 'BUY' ? 'SELL' : 'BUY');
