import { Controller, Get, Inject, Param, ParseIntPipe, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type pg from 'pg';
import {
  type ListPage,
  type QuarantineItem,
  findQuarantined,
  listQuarantine,
} from '#libs/projections/index.js';
import { invalidRequest, notFound } from '../http/problem.js';
import { DATABASE } from '../tokens.js';
import { ProblemAnswer, QuarantineAnswer, QuarantinesAnswer } from './answers.js';
import { LedgersService } from './ledgers.service.js';
import { QuarantineQuery } from './quarantine.query.js';

/** Reads a path parameter as a ledger position. */
export const positionPipe = new ParseIntPipe({
  exceptionFactory: () =>
    invalidRequest([{ field: 'position', message: 'is not a ledger position' }]),
});

/** Messages that could not be taken in. */
@ApiTags('quarantine')
@Controller('v1/ledgers/:ledger/quarantine')
export class QuarantineController {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Quarantined messages and what became of them' })
  @ApiOkResponse({ type: QuarantinesAnswer })
  async list(
    @Param('ledger') ledger: string,
    @Query() query: QuarantineQuery,
  ): Promise<ListPage<QuarantineItem>> {
    await this.ledgers.reader(ledger);
    return listQuarantine(this.database, ledger, query);
  }

  @Get(':position')
  @ApiOperation({ summary: 'One quarantined message with its bytes' })
  @ApiOkResponse({ type: QuarantineAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  async one(
    @Param('ledger') ledger: string,
    @Param('position', positionPipe) position: number,
  ): Promise<object> {
    await this.ledgers.reader(ledger);
    const message = await findQuarantined(this.database, ledger, position);
    if (!message) {
      throw notFound('quarantined-message', `nothing was quarantined at position ${position}`);
    }
    const { key, value, headers, ...rest } = message;
    return {
      ...rest,
      headers,
      keyBase64: key?.toString('base64') ?? null,
      valueBase64: value?.toString('base64') ?? null,
      /** As UTF-8, for people; bytes that are not text show as replacement characters. */
      valueText: value?.toString('utf8') ?? null,
    };
  }
}
