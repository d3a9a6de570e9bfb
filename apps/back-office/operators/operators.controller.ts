import { Body, HttpCode, HttpStatus, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { invalidRequest } from '../http/problem.js';
import { IdleService, type IdleReport } from '../idle/idle.service.js';
import { CLOSES_PER_COMMAND_MAX } from '../limits.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { positionPipe } from '../queries/quarantine.controller.js';
import { CheckService } from '../reference-data/check.service.js';
import { CommandSender } from './command-sender.service.js';
import { IdempotencyKey, OperatorRoutes } from './operator-routes.decorator.js';
import {
  CorrectionBody,
  HistoryBody,
  ReasonBody,
  ReferenceDataBody,
  ReleaseBody,
  SettleBody,
  WaitIdleBody,
} from './operator.bodies.js';
import { ReferenceDataService } from './reference-data.service.js';
import { type Close, scaleCloses, split } from './split-closes.js';

class CheckQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: 'Only say what would change, for every account; nothing is written',
  })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'is not true or false' })
  check?: string;
}

/** What operators do. Every call becomes one command, decided at one ledger position. */
@OperatorRoutes('v1/ledgers/:ledger')
export class OperatorsController {
  constructor(
    @Inject(CommandSender) private readonly commands: CommandSender,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
    @Inject(ReferenceDataService) private readonly references: ReferenceDataService,
    @Inject(CheckService) private readonly checks: CheckService,
    @Inject(IdleService) private readonly idle: IdleService,
  ) {}

  @Post('settlement-cycles')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Run a settlement cycle now; the same id again gives the first result' })
  @ApiOkResponse({ type: Object })
  async settle(
    @Param('ledger') ledger: string,
    @Body() { type, date, cycleId, at, by }: SettleBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    const id = cycleId === undefined ? {} : { cycleId };
    const body = { type: 'SETTLE' as const, cycleType: type, date, ...id };
    return this.commands.execute({ ledger, by, at, body, commandId });
  }

  @Post('settlement-cycles/corrections')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Correct a settlement price of the last end of a day',
    description: 'A cycle of its own books the difference on the positions that closed that day.',
  })
  @ApiOkResponse({ type: Object })
  async correct(
    @Param('ledger') ledger: string,
    @Body() { instrument, date, price, reason, at, by }: CorrectionBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    const body = { type: 'CORRECT_SETTLEMENT_PRICE' as const, instrument, date, price, reason };
    return this.commands.execute({ ledger, by, at, body, commandId });
  }

  @Post('reference-data')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Apply reference data, all or nothing' })
  @ApiOkResponse({ type: Object })
  async applyReferenceData(
    @Param('ledger') ledger: string,
    @Query() { check }: CheckQuery,
    @Body() { document, by }: ReferenceDataBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    this.references.validate(ledger, document);
    if (check === 'true') return this.checks.check(ledger, document);
    const body = { type: 'APPLY_REFERENCE_DATA' as const, document };
    return this.commands.execute({ ledger, by, body, commandId });
  }

  @Post('price-history')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Import closes of a risk factor; a date that is there is replaced' })
  @ApiOkResponse({ type: Object })
  async importHistory(
    @Param('ledger') ledger: string,
    @Body() { symbol, closes, scale, by }: HistoryBody,
    @IdempotencyKey() key?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    const sorted = [...scaleCloses(closes, scale)].sort(byDate);
    const repeated = sorted.find(([date], i) => date === sorted[i - 1]?.[0]);
    if (repeated) {
      throw invalidRequest([
        { field: 'closes', message: `${repeated[0]} is there more than once` },
      ]);
    }
    const parts = split(sorted, CLOSES_PER_COMMAND_MAX);
    for (const [i, part] of parts.entries()) {
      const commandId = key === undefined ? undefined : `${key}.${i}`;
      const body = { type: 'IMPORT_HISTORY' as const, symbol, closes: part };
      await this.commands.execute({ ledger, by, body, commandId });
    }
    return { symbol, closes: sorted.length, from: sorted[0]?.[0], to: sorted.at(-1)?.[0] };
  }

  @Post('margin-calls/:callId/cancellation')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Cancel a margin call, with a reason' })
  @ApiOkResponse({ type: Object })
  async cancelCall(
    @Param('ledger') ledger: string,
    @Param('callId') callId: string,
    @Body() { reason, by }: ReasonBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    const body = { type: 'CANCEL_CALL' as const, callId, reason };
    return this.commands.execute({ ledger, by, body, commandId });
  }

  @Post('quarantine/:position/resend')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Send a quarantined message again, as it was' })
  @ApiOkResponse({ type: Object })
  resend(
    @Param('ledger') ledger: string,
    @Param('position', positionPipe) position: number,
    @Body() release: ReleaseBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.release(ledger, position, 'RESENT', release, commandId);
  }

  @Post('quarantine/:position/discard')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Set a quarantined message aside for good' })
  @ApiOkResponse({ type: Object })
  discard(
    @Param('ledger') ledger: string,
    @Param('position', positionPipe) position: number,
    @Body() release: ReleaseBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.release(ledger, position, 'DISCARDED', release, commandId);
  }

  @Post('wait-idle')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Answer when everything sent until now is decided and published' })
  @ApiOkResponse({ type: Object })
  async waitIdle(
    @Param('ledger') ledger: string,
    @Body() { timeoutMs }: WaitIdleBody,
  ): Promise<IdleReport> {
    await this.ledgers.reader(ledger);
    return this.idle.wait(ledger, timeoutMs);
  }

  private async release(
    ledger: string,
    position: number,
    action: 'RESENT' | 'DISCARDED',
    { reason, by }: ReleaseBody,
    commandId: string | undefined,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    const body = { type: 'RELEASE_QUARANTINED' as const, position, action, reason };
    return this.commands.execute({ ledger, by, body, commandId });
  }
}

function byDate([a]: Close, [b]: Close): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
