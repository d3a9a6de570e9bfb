import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type pg from 'pg';
import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
import {
  type ListPage,
  type MarginCallSummary,
  findMarginCall,
  listMarginCalls,
  summariseMarginCalls,
} from '#libs/projections/index.js';
import { CallerScope } from '../access/caller-scope.decorator.js';
import { ownPart, type Scope } from '../access/scope.js';
import { notFound } from '../http/problem.js';
import { DATABASE } from '../tokens.js';
import { MarginAnswer, MarginCallAnswer, MarginCallsAnswer, ProblemAnswer } from './answers.js';
import { LedgersService } from './ledgers.service.js';
import { MarginCallSummariesAnswer } from './margin-call-summary.answers.js';
import { MarginCallQuery, MarginCallSummaryQuery } from './margin-call.query.js';
import { MarginService } from './margin.service.js';

/** Requirements and margin calls. */
@ApiTags('margin')
@Controller('v1/ledgers/:ledger')
export class MarginController {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
    @Inject(MarginService) private readonly margin: MarginService,
  ) {}

  @Get('accounts/:member/:account/margin')
  @ApiOperation({ summary: 'The latest requirement of an account' })
  @ApiOkResponse({ type: MarginAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  requirement(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Param('member') member: string,
    @Param('account') account: string,
  ): Promise<unknown> {
    return this.margin.requirement(scope, ledger, `${member}/${account}`);
  }

  @Get('margin-calls')
  @ApiOperation({ summary: 'Margin calls as they stand, in the order of their issue' })
  @ApiOkResponse({ type: MarginCallsAnswer })
  async calls(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Query() query: MarginCallQuery,
  ): Promise<ListPage<AnyMarginCall>> {
    await this.ledgers.reader(ledger);
    return listMarginCalls(this.database, ledger, ownPart(scope, query));
  }

  @Get('margin-calls/summary')
  @ApiOperation({ summary: 'What the open margin calls of each member ask for together' })
  @ApiOkResponse({ type: MarginCallSummariesAnswer })
  async summary(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Query() query: MarginCallSummaryQuery,
  ): Promise<{ items: MarginCallSummary[]; position: number }> {
    await this.ledgers.reader(ledger);
    return summariseMarginCalls(this.database, ledger, ownPart(scope, query).member);
  }

  @Get('margin-calls/:callId')
  @ApiOperation({ summary: 'One margin call as it stands' })
  @ApiOkResponse({ type: MarginCallAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  async call(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Param('callId') callId: string,
  ): Promise<AnyMarginCall> {
    await this.ledgers.reader(ledger);
    const found = await findMarginCall(this.database, ledger, callId);
    // Of another's call is not even said that there is one.
    const isShown = scope.kind === 'house' || found?.call.member === scope.member;
    if (!found || !isShown)
      throw notFound('margin-call', `there is no margin call ${callId} in ${ledger}`);
    return found.call;
  }
}
