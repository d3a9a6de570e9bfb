import type { ClientsPorted } from '#libs/domain/events/default-events.js';
import type { LotsBooked } from '#libs/domain/events/lots-booked.js';
import type { ContractsAdjusted } from '#libs/domain/events/instrument-events.js';
import type { SettlementLine } from '#libs/domain/events/settlement-events.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { clientSideOf, type TradeSide } from '#libs/domain/trading/client-side.js';

/** What an event does to one position. */
export interface PositionChange {
  readonly account: string;
  readonly instrument: string;
  /** Where the account is gross omnibus; its clients are long and short beside each other. */
  readonly client: string | undefined;
  /** Lots added to each side, or taken from it; an account that is net has what is left of both. */
  readonly long: bigint;
  readonly short: bigint;
}

/**
 * The two legs of a novation: the clearing house sells to the buyer and buys from the seller, so
 * that the changes of one event add up to zero lots; what corrects a trade books lots likewise; the positions
 * of a client that go from a defaulter to another member; and what ends in a settlement cycle, which adds up
 * over its accounts.
 */
export function positionChanges(event: RecordedEvent): PositionChange[] {
  if (event.type === 'DefaultStepTaken')
    return event.payload.step === 'CLIENTS_PORTED' ? portedChanges(event.payload) : [];
  if (
    event.type === 'TradeBusted' ||
    event.type === 'TradeCorrected' ||
    event.type === 'LotsTransferred'
  )
    return bookedChanges(event.payload.instrument, event.payload.bookings);
  if (event.type === 'ContractsAdjusted') return adjustedChanges(event.payload);
  if (event.type === 'AccountSettled')
    return event.payload.lines.flatMap((line) => endedChanges(event.payload.account, line));
  if (event.type !== 'TradeNovated') return [];
  return (['buyer', 'seller'] as const).map((side) => changeOf(event.payload, side));
}

/** Lots that an event books as such. */
function bookedChanges(instrument: string, bookings: readonly LotsBooked[]): PositionChange[] {
  return bookings.map(({ account, quantity, client, long = '0', short = '0' }) =>
    client === undefined
      ? { account, instrument, client, long: BigInt(quantity), short: 0n }
      : { account, instrument, client, long: BigInt(long), short: BigInt(short) },
  );
}

/** The account that a client leaves, and the one that receives it. */
function portedChanges({ account, toAccount, positions }: ClientsPorted): PositionChange[] {
  return positions.flatMap(({ instrument, quantity, clients }) => {
    const net = { client: undefined, long: quantity, short: '0' };
    return (clients ?? [net]).flatMap(({ client, ...lots }) => {
      const [long, short] = [BigInt(lots.long), BigInt(lots.short)];
      return [
        { account, instrument, client, long: -long, short: -short },
        { account: toAccount, instrument, client, long, short },
      ];
    });
  });
}

/** Every position has more lots, or fewer. */
function adjustedChanges({ positions }: ContractsAdjusted): PositionChange[] {
  return positions.map(({ account, instrument, client, long, short }) => ({
    account,
    instrument,
    client,
    long: BigInt(long.after) - BigInt(long.before),
    short: BigInt(short.after) - BigInt(short.before),
  }));
}

/** A position that is settled for good is gone; exercise may bring one in a future. */
function endedChanges(account: string, line: SettlementLine): PositionChange[] {
  const { kind, instrument, delivered } = line;
  if ((kind !== 'FINAL_SETTLEMENT' && kind !== 'EXERCISE') || instrument === undefined) return [];
  const changes: PositionChange[] = [];
  if (line.closingPosition !== undefined) {
    for (const { client, long, short } of line.clients ?? [])
      changes.push({ account, instrument, client, long: -BigInt(long), short: -BigInt(short) });
    const net = BigInt(line.openingPosition ?? '0') + BigInt(line.tradedQuantity ?? '0');
    if (!line.clients)
      changes.push({ account, instrument, client: undefined, long: -net, short: 0n });
  }
  if (!delivered) return changes;
  const { instrument: future, quantity, clients } = delivered;
  for (const { client, long, short } of clients ?? [])
    changes.push({ account, instrument: future, client, long: BigInt(long), short: BigInt(short) });
  if (!clients)
    changes.push({
      account,
      instrument: future,
      client: undefined,
      long: BigInt(quantity),
      short: 0n,
    });
  return changes;
}

function changeOf(
  trade: Extract<RecordedEvent, { type: 'TradeNovated' }>['payload'],
  side: TradeSide,
): PositionChange {
  const { instrument, [side]: account } = trade;
  const lots = BigInt(trade.quantity);
  const named = clientSideOf(trade, side);
  const client = named?.client;
  const closes = named?.effect === 'CLOSE';
  // Who buys to close is short of so much less.
  return (side === 'buyer') !== closes
    ? { account, instrument, client, long: closes ? -lots : lots, short: 0n }
    : { account, instrument, client, long: 0n, short: closes ? -lots : lots };
}

/** Adds up changes per account, client and instrument. */
export class PositionTally {
  private readonly byKey = new Map<string, PositionChange>();

  add(change: PositionChange): void {
    const { account, client, instrument } = change;
    // No identifier holds a line break.
    const key = `${account}\n${client ?? ''}\n${instrument}`;
    const known = this.byKey.get(key);
    this.byKey.set(key, {
      ...change,
      long: (known?.long ?? 0n) + change.long,
      short: (known?.short ?? 0n) + change.short,
    });
  }

  /** One sum per account that is net and instrument, in the order in which they first came. */
  ofNetAccounts(): PositionChange[] {
    return [...this.byKey.values()].filter(({ client }) => client === undefined);
  }

  /** One sum per client of an account and instrument. */
  ofClients(): (PositionChange & { readonly client: string })[] {
    return [...this.byKey.values()].flatMap((change) =>
      change.client === undefined ? [] : [{ ...change, client: change.client }],
    );
  }

  /** The changes of clients, added up by account and instrument. */
  ofGrossAccounts(): PositionChange[] {
    const sums = new PositionTally();
    for (const change of this.ofClients()) sums.add({ ...change, client: undefined });
    return sums.ofNetAccounts();
  }
}
