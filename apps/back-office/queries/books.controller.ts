import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type pg from 'pg';
import {
  type ClientPositionItem,
  type ListPage,
  type PositionItem,
  type TradeItem,
  listTrades,
} from '#libs/projections/index.js';
import { CallerScope } from '../access/caller-scope.decorator.js';
import { ownPart, type Scope } from '../access/scope.js';
import { DATABASE } from '../tokens.js';
import { BalancesAnswer, PositionsAnswer, TradesAnswer } from './answers.js';
import { BalanceQuery } from './balance.query.js';
import { type BookBalance, BooksService, type CashBalance } from './books.service.js';
import { LedgersService } from './ledgers.service.js';
import { ListQuery } from './list.query.js';
import { PositionQuery } from './position.query.js';

/** Trades, positions and balances. */
@ApiTags('books')
@Controller('v1/ledgers/:ledger')
export class BooksController {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
    @Inject(BooksService) private readonly books: BooksService,
  ) {}

  @Get('trades')
  @ApiOperation({ summary: 'Novated trades, in ledger order' })
  @ApiOkResponse({ type: TradesAnswer })
  async trades(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Query() query: ListQuery,
  ): Promise<ListPage<TradeItem>> {
    await this.ledgers.reader(ledger);
    return listTrades(this.database, ledger, ownPart(scope, query));
  }

  @Get('positions')
  @ApiOperation({ summary: 'Positions that are not flat, as they stand or as they stood' })
  @ApiOkResponse({ type: PositionsAnswer })
  positions(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Query() query: PositionQuery,
  ): Promise<ListPage<PositionItem | ClientPositionItem>> {
    return this.books.positions(scope, ledger, query);
  }

  @Get('balances')
  @ApiOperation({ summary: 'Cash of accounts, or with `trial` every book' })
  @ApiOkResponse({ type: BalancesAnswer })
  balances(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Query() query: BalanceQuery,
  ): Promise<ListPage<CashBalance | BookBalance>> {
    return this.books.balances(scope, ledger, query);
  }
}
