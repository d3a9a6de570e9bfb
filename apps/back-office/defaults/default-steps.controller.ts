import { Body, HttpCode, HttpStatus, Inject, Param, Post, applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { DefaultCommandBody } from '#libs/domain/inputs/inputs.js';
import { CommandSender } from '../operators/command-sender.service.js';
import { IdempotencyKey, OperatorRoutes } from '../operators/operator-routes.decorator.js';
import { OperatorBody } from '../operators/operator.bodies.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { DefaultStepAnswer } from './default.answers.js';
import {
  DeclareBody,
  FillsBody,
  LayersBody,
  LossBody,
  NamedOperatorBody,
  PortingBody,
  RecoveryBody,
  SalesBody,
} from './default.bodies.js';

/** A step of a default, answered with the steps that the ledger has of it. */
const Step = (path: string, summary: string): MethodDecorator =>
  applyDecorators(
    Post(path),
    HttpCode(HttpStatus.OK),
    ApiOperation({ summary }),
    ApiOkResponse({ type: DefaultStepAnswer }),
  );

/**
 * The steps of a default, each one command, decided at one ledger position. A step out of order is refused
 * with what is due first.
 */
@OperatorRoutes('v1/ledgers/:ledger/defaults')
export class DefaultStepsController {
  constructor(
    @Inject(CommandSender) private readonly commands: CommandSender,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  @Step('', 'Propose that a member be declared in default; another operator confirms it')
  declare(
    @Param('ledger') ledger: string,
    @Body() { member, reason, by }: DeclareBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'DECLARE_DEFAULT', member, reason }, by, commandId);
  }

  @Step(':defaultId/confirmation', 'Declare the default that somebody else proposed')
  confirm(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { by }: NamedOperatorBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'CONFIRM_DEFAULT', defaultId }, by, commandId);
  }

  @Step(':defaultId/withdrawal', 'Take a proposal back before it is confirmed')
  withdraw(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { by }: OperatorBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'WITHDRAW_DEFAULT', defaultId }, by, commandId);
  }

  @Step(':defaultId/portings', 'Move a client account to another member with all that it holds')
  port(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { account, toAccount, by }: PortingBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    const body = { type: 'PORT_CLIENT', defaultId, account, toAccount } as const;
    return this.send(ledger, body, by, commandId);
  }

  @Step(':defaultId/hedges', 'Book hedges at stated prices')
  hedge(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { by, ...trades }: FillsBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'HEDGE_DEFAULT', defaultId, ...trades }, by, commandId);
  }

  @Step(':defaultId/close-outs', 'Book the trades that close the book out, at stated prices')
  closeOut(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { by, ...trades }: FillsBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'CLOSE_OUT_DEFAULT', defaultId, ...trades }, by, commandId);
  }

  @Step(':defaultId/sales', "Sell the defaulter's own collateral at stated prices")
  sell(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { sales, by }: SalesBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'SELL_COLLATERAL', defaultId, sales }, by, commandId);
  }

  @Step(':defaultId/loss', 'Determine the loss of a flat book, or of one whose rest is torn up')
  determineLoss(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { tearUp, by }: LossBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'DETERMINE_LOSS', defaultId, tearUp }, by, commandId);
  }

  @Step(':defaultId/layers', 'Apply the layers of the waterfall until the loss is borne')
  applyLayers(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { next, by }: LayersBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'APPLY_LAYERS', defaultId, next }, by, commandId);
  }

  @Step(':defaultId/recoveries', 'Give back what came in after all, in the reverse order of layers')
  recover(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { amount, reason, by }: RecoveryBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'RECOVER', defaultId, amount, reason }, by, commandId);
  }

  @Step(':defaultId/closing', 'Close a default whose loss is borne and paid')
  close(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { by }: OperatorBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'CLOSE_DEFAULT', defaultId }, by, commandId);
  }

  private async send(
    ledger: string,
    body: DefaultCommandBody,
    by: string,
    commandId: string | undefined,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    return this.commands.execute({ ledger, by, body, commandId });
  }
}
