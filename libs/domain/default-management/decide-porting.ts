import { balanceOf } from '#libs/domain/books/books.js';
import type { ClientsPorted, PortedPosition } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { ok } from '#libs/domain/kernel/result.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { isInDefault, type DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { accountsOf, findBeforeLoss } from './find-default.js';
import { stepEvent } from './step-event.js';

export interface Porting {
  readonly defaultId: string;
  readonly account: string;
  readonly toAccount: string;
}

/**
 * A client account goes to a member that accepts it, whole: positions as they are, at the last settlement
 * price and so for no gain and no loss, and all of its collateral (default-management.md, step 2).
 */
export function portClient(
  house: HouseState,
  { defaultId, account, toAccount }: Porting,
  by: string,
): Stepped<NewEvent> {
  const found = findBeforeLoss(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  const refusal = judge(house, of, account, toAccount);
  if (!refusal.ok) return refusal;
  const journal = journalOf(house, account, toAccount);
  const ported: ClientsPorted = {
    defaultId,
    member: of.member,
    step: 'CLIENTS_PORTED',
    account,
    toAccount,
    by,
    positions: positionsOf(house, account),
    collateral: journal
      .filter(({ book }) => book.startsWith(`account/${toAccount}/`))
      .map(({ asset, amount }) => ({ asset, quantity: quantityOf(house, asset, BigInt(amount)) })),
    journal,
  };
  return ok(stepEvent(ported));
}

function judge(
  house: HouseState,
  of: DefaultCase,
  account: string,
  toAccount: string,
): Stepped<undefined> {
  const { accounts } = referenceOf(house);
  if (!accountsOf(house, of, 'clients').includes(account))
    return refuseStep(
      'UNKNOWN_ACCOUNT',
      of.ported.has(account)
        ? `${account} was ported already`
        : `${account} is no client account of ${of.member}; a house account is closed out`,
      'account',
    );
  const to = accounts.get(toAccount);
  const receiver = memberOf(toAccount);
  if (!to || receiver === of.member || isInDefault(house, receiver))
    return refuseStep(
      'UNKNOWN_ACCOUNT',
      `${toAccount} is not an account of another member that is not in default`,
      'toAccount',
    );
  const type = accounts.get(account)?.account.type;
  if (to.account.type !== type)
    return refuseStep(
      'INVALID_FIELD',
      `${toAccount} is of type ${to.account.type}; ${account}, of type ${type}, goes to one of its own type`,
      'toAccount',
    );
  const { marginMode } = accounts.get(account)?.account ?? {};
  if (marginMode === 'isolated' && to.account.marginMode !== 'isolated')
    return refuseStep(
      'INVALID_FIELD',
      `${account} has collateral of its positions in buckets, and ${toAccount} is not isolated; it goes to one that is`,
      'toAccount',
    );
  const twice = [...(house.trading.clients.get(account)?.keys() ?? [])].filter((client) =>
    house.trading.clients.get(toAccount)?.has(client),
  );
  if (twice.length > 0)
    return refuseStep(
      'INVALID_FIELD',
      `${toAccount} has clients named ${twice.sort().join(', ')} already, who may be others than those of ${account}; it goes to an account without them`,
      'toAccount',
    );
  if (of.portingUntilMs !== undefined && (house.ledgerTimeMs ?? 0) > of.portingUntilMs)
    return refuseStep(
      'OUT_OF_ORDER',
      `clients of ${of.defaultId} could be ported until ${formatInstant(of.portingUntilMs)}; what is left is closed out`,
    );
  return ok(undefined);
}

function positionsOf(house: HouseState, account: string): PortedPosition[] {
  const { instruments } = referenceOf(house);
  return [...holdingsOf(house.trading, account)].map(([instrument, holding]) => {
    const terms = instruments.get(instrument);
    const settled = house.settlement.lastSettledTicks.get(instrument);
    return {
      instrument,
      quantity: String(holding.lots),
      openingQuantity: String(holding.openingLots),
      tradedQuantity: String(holding.tradedLots),
      tradedTicks: String(holding.tradedTicks),
      ...(terms && settled !== undefined ? { settlementPrice: ticksToPrice(terms, settled) } : {}),
      ...clientsOf(house, account, instrument),
    };
  });
}

/** Whose a position is, where the account is gross omnibus, by the name of the client. */
function clientsOf(
  { trading }: HouseState,
  account: string,
  instrument: string,
): Pick<PortedPosition, 'clients'> {
  const ofAccount = trading.clients.get(account);
  if (!ofAccount) return {};
  const clients = [...ofAccount].flatMap(([client, held]) => {
    const lots = held.get(instrument);
    return lots ? [{ client, long: String(lots.long), short: String(lots.short) }] : [];
  });
  return { clients: clients.sort((a, b) => (a.client < b.client ? -1 : 1)) };
}

/** Everything in every book of the account, debts too: the receiver takes the account as it is. */
function journalOf(house: HouseState, account: string, toAccount: string): JournalLine[] {
  const prefix = `account/${account}/`;
  return [...house.books.keys()]
    .filter((book) => book.startsWith(prefix))
    .sort()
    .flatMap((book) => {
      const into = `account/${toAccount}/${book.slice(prefix.length)}`;
      return [...(house.books.get(book)?.keys() ?? [])].flatMap((asset) => {
        const units = balanceOf(house.books, book, asset);
        if (units === 0n) return [];
        return [
          { book, asset, amount: (-units).toString() },
          { book: into, asset, amount: units.toString() },
        ];
      });
    });
}

function quantityOf(house: HouseState, asset: string, units: bigint): string {
  const { collateral, currencyScales } = referenceOf(house);
  return formatUnits(units, collateral.get(asset)?.scale ?? currencyScales.get(asset) ?? 0);
}
