import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type pg from 'pg';
import type { DefaultRecord } from '#libs/default-report/default-record.js';
import { readDefaultRecord } from '#libs/default-report/read-record.js';
import { renderRecord } from '#libs/default-report/render-record.js';
import { notFound } from '../http/problem.js';
import { ProblemAnswer } from '../queries/answers.js';
import { HistoryGate } from '../queries/history-gate.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { DATABASE } from '../tokens.js';

/** The record of a default, made from the ledger alone. */
@ApiTags('defaults')
@ApiNotFoundResponse({ type: ProblemAnswer })
@Controller('v1/ledgers/:ledger/defaults/:defaultId')
export class DefaultReportController {
  private readonly gate = new HistoryGate();

  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  @Get('report')
  @ApiOperation({
    summary: 'The record of a default, from the first missed call to the last recovery',
  })
  @ApiOkResponse({ type: Object })
  async record(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
  ): Promise<DefaultRecord> {
    await this.ledgers.reader(ledger);
    const record = await this.gate.run(() => readDefaultRecord(this.database, ledger, defaultId));
    if (!record) throw notFound('default', `there is no default ${defaultId} in ledger ${ledger}`);
    return record;
  }

  @Get('report.html')
  @Header('content-type', 'text/html; charset=utf-8')
  @ApiProduces('text/html')
  @ApiOperation({ summary: 'The same as one HTML document that asks nobody for anything' })
  @ApiOkResponse({ type: String })
  async page(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
  ): Promise<string> {
    return renderRecord(await this.record(ledger, defaultId));
  }
}
