import type { DefaultTrade } from '#libs/domain/events/default-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { OpenLots } from './lots-of-side.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';

/**
 * What an account holds of an instrument: its net, or what each client behind it is long and short of, which
 * are closed each by itself.
 */
export function openLotsOf(house: HouseState, account: string, instrument: string): OpenLots[] {
  const clients = house.trading.clients.get(account);
  if (!clients) {
    const lots = holdingsOf(house.trading, account).get(instrument)?.lots ?? 0;
    return lots === 0 ? [] : [{ account, instrument, lots }];
  }
  return [...clients].sort(byName).flatMap(([client, held]) => {
    const { long = 0, short = 0 } = held.get(instrument) ?? {};
    return [long, -short]
      .filter((lots) => lots !== 0)
      .map((lots) => ({ account, client, instrument, lots }));
  });
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;

/** All that accounts hold, in their order and by instrument. */
export const openLotsOfAccounts = (house: HouseState, accounts: readonly string[]): OpenLots[] =>
  accounts.flatMap((account) =>
    [...holdingsOf(house.trading, account).keys()]
      .sort()
      .flatMap((instrument) => openLotsOf(house, account, instrument)),
  );

/**
 * All lots of an instrument by account and client, as trades of the same decision leave them, which are not
 * folded yet.
 */
export function allOpenLots(
  house: HouseState,
  instrument: string,
  trades: readonly DefaultTrade[],
): OpenLots[] {
  const held = [...(house.trading.holders.get(instrument) ?? [])]
    .sort()
    .flatMap((account) => openLotsOf(house, account, instrument));
  const left = new Map(held.map((each) => [keyOf(each), each.lots]));
  for (const trade of trades) {
    if (trade.instrument !== instrument) continue;
    const lots = Number(trade.quantity);
    const { account, client, counterparty, counterpartyClient } = trade;
    for (const [who, whose, change] of [
      [account, client, lots],
      [counterparty, counterpartyClient, -lots],
    ] as const) {
      // What a tear-up trades closes: it takes from the side that it is against.
      const key = keyOf({
        account: who,
        ...(whose === undefined ? {} : { client: whose }),
        lots: -change,
      });
      left.set(key, (left.get(key) ?? 0) + change);
    }
  }
  return held.flatMap((each) => {
    const lots = left.get(keyOf(each)) ?? 0;
    return lots === 0 ? [] : [{ ...each, lots }];
  });
}

/** An account or client, and its side. */
export const keyOf = ({ account, client, lots }: Omit<OpenLots, 'instrument'>): string =>
  `${account} ${client ?? ''} ${lots > 0 ? 'long' : 'short'}`;

/** In words: `ALPHA/OMNI F1 5 FUT`. */
export const inWords = ({ account, client, instrument, lots }: OpenLots): string =>
  [account, ...(client === undefined ? [] : [client]), lots, instrument].join(' ');
