import { Body, Get, HttpCode, HttpStatus, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { InstrumentCommandBody } from '#libs/domain/instrument-life/instrument-command.js';
import {
  listInstruments,
  type ListedInstrument,
} from '#libs/domain/instrument-life/list-instruments.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { IsIdentifier } from '../http/field.decorators.js';
import { CommandSender } from '../operators/command-sender.service.js';
import { IdempotencyKey, OperatorRoutes } from '../operators/operator-routes.decorator.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { InstrumentsAnswer } from './instrument.answers.js';
import { AdjustBody, DelistBody, InstrumentBody } from './instrument.bodies.js';

class InstrumentsQuery {
  @ApiPropertyOptional({ example: 'SPX', description: 'Only the instruments on it' })
  @IsOptional()
  @IsIdentifier()
  underlying?: string;
}

/** The life of instruments: where each stands, and what operators do to it. */
@OperatorRoutes('v1/ledgers/:ledger')
export class InstrumentsController {
  constructor(
    @Inject(CommandSender) private readonly commands: CommandSender,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
    @Inject(HouseReplicas) private readonly replicas: HouseReplicas,
  ) {}

  @Get('instruments')
  @ApiOperation({ summary: 'Instruments by name, each with its state and its terms' })
  @ApiOkResponse({ type: InstrumentsAnswer })
  list(
    @Param('ledger') ledger: string,
    @Query() { underlying }: InstrumentsQuery,
  ): Promise<{ items: ListedInstrument[]; position: number }> {
    return this.replicas.now(ledger, ({ house }) => ({
      items: listInstruments(house, underlying),
      position: house.position,
    }));
  }

  @Post('instruments/:instrument/halt')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Halt trading: every trade is refused; prices, margin and settlement go on',
  })
  @ApiOkResponse({ type: Object })
  halt(
    @Param('ledger') ledger: string,
    @Param('instrument') instrument: string,
    @Body() { reason, ...by }: InstrumentBody,
    @IdempotencyKey() key?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'HALT_INSTRUMENT', instrument, reason }, by, key);
  }

  @Post('instruments/:instrument/resumption')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Resume trading in a halted instrument' })
  @ApiOkResponse({ type: Object })
  resume(
    @Param('ledger') ledger: string,
    @Param('instrument') instrument: string,
    @Body() { reason, ...by }: InstrumentBody,
    @IdempotencyKey() key?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'RESUME_INSTRUMENT', instrument, reason }, by, key);
  }

  @Post('instruments/:instrument/delisting')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Delist: trades may only close from now on, and end at an instant or with a date',
  })
  @ApiOkResponse({ type: Object })
  delist(
    @Param('ledger') ledger: string,
    @Param('instrument') instrument: string,
    @Body() { reason, lastTradingAt, lastTradingDay, ...by }: DelistBody,
    @IdempotencyKey() key?: string,
  ): Promise<unknown> {
    const end = {
      ...(lastTradingAt === undefined ? {} : { lastTradingAt }),
      ...(lastTradingDay === undefined ? {} : { lastTradingDay }),
    };
    return this.send(ledger, { type: 'DELIST_INSTRUMENT', instrument, reason, ...end }, by, key);
  }

  @Post('underlyings/:underlying/adjustments')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Adjust the futures and options on an underlying for a split',
    description:
      'Lots times the ratio, prices and strikes divided by it; refused where that does not fit.',
  })
  @ApiOkResponse({ type: Object })
  adjust(
    @Param('ledger') ledger: string,
    @Param('underlying') underlying: string,
    @Body() { reason, ratio, adjustmentId, ...by }: AdjustBody,
    @IdempotencyKey() key?: string,
  ): Promise<unknown> {
    const id = adjustmentId === undefined ? {} : { adjustmentId };
    const body = { type: 'ADJUST_CONTRACTS' as const, underlying, ratio, reason, ...id };
    return this.send(ledger, body, by, key);
  }

  private async send(
    ledger: string,
    body: InstrumentCommandBody,
    { by, at }: { readonly by: string; readonly at?: string },
    commandId: string | undefined,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    return this.commands.execute({ ledger, by, at, body, commandId });
  }
}
