import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type pg from 'pg';
import { type ListPage, type ParameterItem, ParameterSource } from '#libs/projections/index.js';
import { PageAnswer } from '../queries/answers.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { PagingQuery } from '../queries/list.query.js';
import { DATABASE } from '../tokens.js';

class ParameterQuery extends PagingQuery {
  @ApiPropertyOptional({
    example: 'model.',
    description: 'Only parameters whose path begins with it',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1_000, { message: 'is longer than any path' })
  path?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: 'Everything that was ever set, not only what is in force',
  })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'is not true or false' })
  history?: string;
}

/** The reference data parameter by parameter, each with the event that set it. */
@ApiTags('reference data')
@Controller('v1/ledgers/:ledger/parameters')
export class ParametersController {
  private readonly parameters: ParameterSource;

  constructor(
    @Inject(DATABASE) database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {
    this.parameters = new ParameterSource(database);
  }

  @Get()
  @ApiOperation({ summary: 'Parameters by path: value, since when, by whom' })
  @ApiOkResponse({ type: PageAnswer })
  async list(
    @Param('ledger') ledger: string,
    @Query() { path, history, limit, cursor }: ParameterQuery,
  ): Promise<ListPage<ParameterItem>> {
    await this.ledgers.reader(ledger);
    return this.parameters.list(ledger, { path, history: history === 'true', limit, cursor });
  }
}
