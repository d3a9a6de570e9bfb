import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type pg from 'pg';
import {
  type AccountSettlementItem,
  type ListPage,
  type SettlementCycleItem,
  findSettlementCycle,
  listAccountSettlements,
  listSettlementCycles,
} from '#libs/projections/index.js';
import { notFound } from '../http/problem.js';
import { DATABASE } from '../tokens.js';
import { AccountSettlementsAnswer, ProblemAnswer, SettlementCyclesAnswer } from './answers.js';
import { LedgersService } from './ledgers.service.js';
import { ListQuery } from './list.query.js';

/** Settlement cycles and what they brought. */
@ApiTags('settlement')
@Controller('v1/ledgers/:ledger/settlement-cycles')
export class SettlementCyclesController {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Settlement cycles, in ledger order' })
  @ApiOkResponse({ type: SettlementCyclesAnswer })
  async list(
    @Param('ledger') ledger: string,
    @Query() query: ListQuery,
  ): Promise<ListPage<SettlementCycleItem>> {
    await this.ledgers.reader(ledger);
    return listSettlementCycles(this.database, ledger, query);
  }

  @Get(':cycleId')
  @ApiOperation({ summary: 'One cycle with what it brought each account' })
  @ApiOkResponse({ type: AccountSettlementsAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  async one(
    @Param('ledger') ledger: string,
    @Param('cycleId') cycleId: string,
    @Query() query: ListQuery,
  ): Promise<ListPage<AccountSettlementItem> & { cycle: SettlementCycleItem }> {
    await this.ledgers.reader(ledger);
    const cycle = await findSettlementCycle(this.database, ledger, cycleId);
    if (!cycle) throw notFound('settlement-cycle', `there is no cycle ${cycleId} in ${ledger}`);
    return { cycle, ...(await listAccountSettlements(this.database, ledger, cycle, query)) };
  }
}
