import { Body, HttpCode, HttpStatus, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { CommandSender } from '../operators/command-sender.service.js';
import { IdempotencyKey, OperatorRoutes } from '../operators/operator-routes.decorator.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { DefaultStepAnswer } from './default.answers.js';
import { LiquidationBody } from './liquidation.bodies.js';

/** One account or bucket is liquidated alone; its member is not in default. */
@OperatorRoutes('v1/ledgers/:ledger/accounts/:member/:account/liquidations')
export class LiquidationsController {
  constructor(
    @Inject(CommandSender) private readonly commands: CommandSender,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Liquidate an account, or one bucket of it, whose call stayed overdue',
    description: 'What its own collateral does not cover is its member’s debt.',
  })
  @ApiOkResponse({ type: DefaultStepAnswer })
  async liquidate(
    @Param('ledger') ledger: string,
    @Param('member') member: string,
    @Param('account') account: string,
    @Body() { by, ...order }: LiquidationBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    const body = { type: 'LIQUIDATE_ACCOUNT', account: `${member}/${account}`, ...order } as const;
    return this.commands.execute({ ledger, by, body, commandId });
  }
}
