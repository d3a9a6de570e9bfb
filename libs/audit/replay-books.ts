import type { MarginCallContent } from '#libs/domain/events/margin-call-events.js';
import type { HouseState } from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { scaleOf } from '#libs/projections/index.js';

/** The books of a ledger as they stood. */
export interface ReplayedBooks {
  readonly ledger: string;
  readonly position: number;
  /** Of the ledger's clock; null before the first message with a time. */
  readonly ledgerTime: string | null;
  readonly positions: readonly { account: string; instrument: string; net: string }[];
  /** Whose the positions of gross omnibus accounts are. */
  readonly clientPositions: readonly ReplayedClientPosition[];
  readonly balances: readonly { book: string; asset: string; amount: string }[];
  readonly openCalls: readonly MarginCallContent[];
}

interface ReplayedClientPosition {
  readonly account: string;
  readonly client: string;
  readonly instrument: string;
  readonly long: string;
  readonly short: string;
}

/** Reads the books off a state: positions that are not flat, books that hold something, open calls. */
export function readBooks(house: HouseState): ReplayedBooks {
  const positions = [...house.trading.holdings].flatMap(([account, holdings]) =>
    [...holdings]
      .filter(([, { lots }]) => lots !== 0)
      .map(([instrument, { lots }]) => ({ account, instrument, net: String(lots) })),
  );
  const scale = (asset: string): number =>
    (house.reference && scaleOf(house.reference.data, asset)) ?? 0;
  const balances = [...house.books].flatMap(([book, assets]) =>
    [...assets]
      .filter(([, units]) => units !== 0n)
      .map(([asset, units]) => ({ book, asset, amount: formatUnits(units, scale(asset)) })),
  );
  return {
    ledger: house.ledgerId,
    position: house.position,
    ledgerTime: house.ledgerTimeMs === undefined ? null : formatInstant(house.ledgerTimeMs),
    positions: sortBy(positions, ({ account, instrument }) => `${account} ${instrument}`),
    clientPositions: clientPositionsOf(house),
    balances: sortBy(balances, ({ book, asset }) => `${book} ${asset}`),
    openCalls: [...house.marginCalls.open.values()],
  };
}

function clientPositionsOf({ trading }: HouseState): ReplayedClientPosition[] {
  const list = [...trading.clients].flatMap(([account, clients]) =>
    [...clients].flatMap(([client, held]) =>
      [...held].map(([instrument, { long, short }]) => ({
        account,
        client,
        instrument,
        long: String(long),
        short: String(short),
      })),
    ),
  );
  return sortBy(list, ({ account, client, instrument }) => `${account} ${client} ${instrument}`);
}

function sortBy<T>(list: readonly T[], key: (entry: T) => string): T[] {
  return list
    .map((entry) => ({ entry, by: key(entry) }))
    .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
    .map(({ entry }) => entry);
}
