import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DefaultContent, ListPage } from '#libs/projections/index.js';
import { ProblemAnswer } from '../queries/answers.js';
import { DefaultDetailAnswer, DefaultsAnswer } from './default.answers.js';
import { DefaultQuery, DefaultsQuery } from './default.query.js';
import { type DefaultDocument, DefaultsService } from './defaults.service.js';

/** Members in default, and what became of it. */
@ApiTags('defaults')
@Controller('v1/ledgers/:ledger/defaults')
export class DefaultsController {
  constructor(@Inject(DefaultsService) private readonly defaults: DefaultsService) {}

  @Get()
  @ApiOperation({ summary: 'Defaults, in the order in which they were proposed' })
  @ApiOkResponse({ type: DefaultsAnswer })
  list(
    @Param('ledger') ledger: string,
    @Query() query: DefaultsQuery,
  ): Promise<ListPage<DefaultContent>> {
    return this.defaults.list(ledger, query);
  }

  @Get(':defaultId')
  @ApiOperation({ summary: 'One default with all its steps, and what is to be done next' })
  @ApiOkResponse({ type: DefaultDetailAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  one(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Query() { asOf }: DefaultQuery,
  ): Promise<DefaultDocument> {
    return this.defaults.one(ledger, defaultId, asOf);
  }
}
