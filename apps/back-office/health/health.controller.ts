import { Controller, Get, HttpStatus, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type pg from 'pg';
import { Public } from '../access/public.decorator.js';
import { Problem } from '../http/problem.js';
import { DATABASE } from '../tokens.js';

/** Whether the service lives, and whether it can answer. */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(@Inject(DATABASE) private readonly database: pg.Pool) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  @ApiOkResponse({ type: Object })
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The database answers and holds the tables of this version' })
  @ApiOkResponse({ type: Object })
  async ready(): Promise<{ status: string; ledgers: number }> {
    try {
      const { rows } = await this.database.query<{ ledgers: number }>(
        `SELECT (SELECT count(*)::integer FROM ledger_head) AS ledgers,
           (SELECT count(*) FROM projection_checkpoint) AS read_models`,
      );
      return { status: 'ok', ledgers: rows[0]?.ledgers ?? 0 };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Problem(
        'not-ready',
        'Not ready',
        HttpStatus.SERVICE_UNAVAILABLE,
        `the database does not answer as it should: ${reason}`,
      );
    }
  }
}
