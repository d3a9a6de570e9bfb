import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CallerScope } from '../access/caller-scope.decorator.js';
import type { Scope } from '../access/scope.js';
import { ProblemAnswer } from '../queries/answers.js';
import { DrillQuery } from './drill.query.js';
import { DrillsService, type DrillAnswer } from './drills.service.js';

/** The fire drill: what a member's default would do to everybody. It changes nothing. */
@ApiTags('defaults')
@Controller('v1/ledgers/:ledger/default-simulation')
export class DrillsController {
  constructor(@Inject(DrillsService) private readonly drills: DrillsService) {}

  @Get()
  @ApiOperation({
    summary: 'Who would pay what if a member failed now',
    description:
      'Runs the whole waterfall on the book as it stands, by the functions of the real process: at ' +
      'present prices with the cost of liquidation, in a scenario, or for a stated loss. A member is told ' +
      'its own share.',
  })
  @ApiOkResponse({ type: Object })
  @ApiBadRequestResponse({ type: ProblemAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  @ApiConflictResponse({ type: ProblemAnswer, description: '`result` says what to mend' })
  simulate(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Query() query: DrillQuery,
  ): Promise<DrillAnswer> {
    return this.drills.hold(scope, ledger, query);
  }
}
