import { applyDecorators, Body, HttpCode, HttpStatus, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { CommandSender } from '../operators/command-sender.service.js';
import { IdempotencyKey, OperatorRoutes } from '../operators/operator-routes.decorator.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { AuctionBody, AuctionClosingBody } from './auction.bodies.js';
import { DefaultStepAnswer } from './default.answers.js';

const Step = (path: string, summary: string): MethodDecorator =>
  applyDecorators(
    Post(path),
    HttpCode(HttpStatus.OK),
    ApiOperation({ summary }),
    ApiOkResponse({ type: DefaultStepAnswer }),
  );

/** Auctions of a defaulter's house book. Bids come by the members' own topics, and are shown at the closing. */
@OperatorRoutes('v1/ledgers/:ledger/defaults/:defaultId/auctions')
export class AuctionsController {
  constructor(
    @Inject(CommandSender) private readonly commands: CommandSender,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  @Step('', 'Open an auction of lots of the house book')
  async open(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { by, ...auction }: AuctionBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    const body = { type: 'OPEN_AUCTION', defaultId, ...auction } as const;
    return this.commands.execute({ ledger, by, body, commandId });
  }

  @Step('closing', 'Show all bids and give each lot to the best within its reserve')
  async close(
    @Param('ledger') ledger: string,
    @Param('defaultId') defaultId: string,
    @Body() { by, at, withoutAward }: AuctionClosingBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    const body = { type: 'CLOSE_AUCTION', defaultId, withoutAward } as const;
    return this.commands.execute({ ledger, by, at, body, commandId });
  }
}
