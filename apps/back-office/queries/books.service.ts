import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { accountOfHolder, bucketOfHolder, holderOfCashBook } from '#libs/domain/books/holder.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { parseInstant } from '#libs/domain/kernel/instant.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import {
  type BookAmount,
  type ClientPositionItem,
  type ListPage,
  type PositionItem,
  balancesAsOf,
  clientPositionsAsOf,
  cutPage,
  decodeCursor,
  listBalances,
  listClientPositions,
  listPositions,
  order,
  positionsAsOf,
  resolveAsOf,
  scaleOf,
} from '#libs/projections/index.js';
import { ownPart, requireHouse, type Scope } from '../access/scope.js';
import { DATABASE } from '../tokens.js';
import type { BalanceQuery } from './balance.query.js';
import { HistoryGate } from './history-gate.js';
import { LedgersService } from './ledgers.service.js';
import type { BooksQuery } from './list.query.js';
import type { PositionQuery } from './position.query.js';

/** What an account, or a bucket of it, has in cash, in major units; below zero it owes. */
export interface CashBalance {
  readonly account: string;
  readonly bucket?: string;
  readonly currency: string;
  readonly amount: string;
}

/** What any book holds of an asset. */
export interface BookBalance {
  readonly book: string;
  readonly asset: string;
  readonly amount: string;
}

/** Positions and balances, as they stand or as they stood. */
@Injectable()
export class BooksService {
  private readonly gate = new HistoryGate();

  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  async positions(
    scope: Scope,
    ledgerId: string,
    asked: PositionQuery,
  ): Promise<ListPage<PositionItem | ClientPositionItem>> {
    const query = ownPart(scope, asked);
    await this.ledgers.reader(ledgerId);
    if (query.clients || query.client !== undefined) return this.clientPositions(ledgerId, query);
    if (query.asOf === undefined) return listPositions(this.database, ledgerId, query);
    const position = await this.positionAsOf(ledgerId, query.asOf);
    const all = await this.gate.run(() => positionsAsOf(this.database, ledgerId, position));
    const wanted = all.filter(
      ({ account, instrument }) =>
        belongs(account, query) && (query.instrument ?? instrument) === instrument,
    );
    const keys = (item: PositionItem): [string, string] => [item.account, item.instrument];
    return { ...pageOf(wanted, query, keys), position };
  }

  private async clientPositions(
    ledgerId: string,
    query: PositionQuery,
  ): Promise<ListPage<ClientPositionItem>> {
    if (query.asOf === undefined) return listClientPositions(this.database, ledgerId, query);
    const position = await this.positionAsOf(ledgerId, query.asOf);
    const all = await this.gate.run(() => clientPositionsAsOf(this.database, ledgerId, position));
    const wanted = all.filter(
      ({ account, instrument, client }) =>
        belongs(account, query) &&
        (query.instrument ?? instrument) === instrument &&
        (query.client ?? client) === client,
    );
    const keys = (item: ClientPositionItem) => [item.account, item.instrument, item.client];
    return { ...pageOf(wanted, query, keys), position };
  }

  async balances(
    scope: Scope,
    ledgerId: string,
    asked: BalanceQuery,
  ): Promise<ListPage<CashBalance | BookBalance>> {
    if (asked.trial) requireHouse(scope, 'the trial balance');
    const query = ownPart(scope, asked);
    const reference = await this.ledgers.reference(ledgerId);
    const page =
      query.asOf === undefined
        ? await listBalances(this.database, ledgerId, query)
        : await this.balancesAsOf(ledgerId, query, query.asOf);
    return { ...page, items: page.items.map((amount) => shown(amount, query.trial, reference)) };
  }

  private async balancesAsOf(
    ledgerId: string,
    query: BalanceQuery,
    asOf: string,
  ): Promise<ListPage<BookAmount>> {
    const position = await this.positionAsOf(ledgerId, asOf);
    const all = await this.gate.run(() => balancesAsOf(this.database, ledgerId, position));
    const wanted = all.filter(({ book }) => {
      if (!query.trial && holderOfCashBook(book) === undefined) return false;
      const [kind, member, account] = book.split('/');
      if (kind !== 'account') return query.account === undefined && query.member === undefined;
      return belongs(`${member}/${account}`, query);
    });
    const keys = (item: BookAmount): [string, string] => [item.book, item.asset];
    return { ...pageOf(wanted, query, keys), position };
  }

  private positionAsOf(ledgerId: string, asOf: string): Promise<number> {
    const instantMs = parseInstant(asOf);
    const point = instantMs === undefined ? { position: Number(asOf) } : { instantMs };
    return resolveAsOf(this.database, ledgerId, point);
  }
}

function belongs(account: string, query: BooksQuery): boolean {
  return (
    (query.account === undefined || account === query.account) &&
    (query.member === undefined || account.startsWith(`${query.member}/`))
  );
}

/** Cuts a sorted list that is in memory as the read models cut theirs. */
function pageOf<Item>(
  all: readonly Item[],
  query: BooksQuery,
  keys: (item: Item) => readonly string[],
): Pick<ListPage<Item>, 'items' | 'nextCursor'> {
  const { cursor } = query;
  const rest =
    cursor === undefined
      ? all
      : all.filter((item) => {
          const of = keys(item);
          return order(of, decodeCursor(cursor, of.length).map(String)) > 0;
        });
  return cutPage(rest.slice(0, query.limit + 1), query.limit, keys, (item) => item);
}

function shown(
  { book, asset, amount }: BookAmount,
  trial: boolean,
  reference: ReferenceData | undefined,
): CashBalance | BookBalance {
  const scale = reference && scaleOf(reference, asset);
  const text = formatUnits(amount, scale ?? 0);
  const holder = holderOfCashBook(book);
  if (trial || holder === undefined) return { book, asset, amount: text };
  const bucket = bucketOfHolder(holder);
  return {
    account: accountOfHolder(holder),
    ...(bucket === undefined ? {} : { bucket }),
    currency: asset,
    amount: text,
  };
}
