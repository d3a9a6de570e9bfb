import { Body, Get, HttpCode, HttpStatus, Inject, Param, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { CommandBody } from '#libs/domain/inputs/inputs.js';
import { CommandSender } from '../operators/command-sender.service.js';
import { IdempotencyKey, OperatorRoutes } from '../operators/operator-routes.decorator.js';
import { OperatorBody, ReferenceDataBody } from '../operators/operator.bodies.js';
import { ReferenceDataService } from '../operators/reference-data.service.js';
import { ProblemAnswer } from '../queries/answers.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { type ProposalDetail, type ProposalItem, ProposalsService } from './proposals.service.js';

/** Changes of the reference data that one operator proposes and another one confirms. */
@OperatorRoutes('v1/ledgers/:ledger/reference-data/proposals')
export class ProposalsController {
  constructor(
    @Inject(CommandSender) private readonly commands: CommandSender,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
    @Inject(ReferenceDataService) private readonly references: ReferenceDataService,
    @Inject(ProposalsService) private readonly proposals: ProposalsService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Proposals of reference data, in the order in which they were made' })
  @ApiOkResponse({ type: Object })
  list(@Param('ledger') ledger: string): Promise<{ items: ProposalItem[]; position: number }> {
    return this.proposals.list(ledger);
  }

  @Get(':proposalId')
  @ApiOperation({ summary: 'One proposal, and while it is pending its effect on every account' })
  @ApiOkResponse({ type: Object })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  one(
    @Param('ledger') ledger: string,
    @Param('proposalId') proposalId: string,
  ): Promise<ProposalDetail> {
    return this.proposals.one(ledger, proposalId);
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Propose a change of the reference data' })
  @ApiOkResponse({ type: Object })
  async propose(
    @Param('ledger') ledger: string,
    @Body() { document, by }: ReferenceDataBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    this.references.validate(ledger, document);
    return this.send(ledger, { type: 'PROPOSE_REFERENCE_DATA', document }, by, commandId);
  }

  @Post(':proposalId/confirmation')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Apply a proposal that somebody else made' })
  @ApiOkResponse({ type: Object })
  confirm(
    @Param('ledger') ledger: string,
    @Param('proposalId') proposalId: string,
    @Body() { by }: OperatorBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'CONFIRM_REFERENCE_DATA', proposalId }, by, commandId);
  }

  @Post(':proposalId/withdrawal')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Take a proposal back' })
  @ApiOkResponse({ type: Object })
  withdraw(
    @Param('ledger') ledger: string,
    @Param('proposalId') proposalId: string,
    @Body() { by }: OperatorBody,
    @IdempotencyKey() commandId?: string,
  ): Promise<unknown> {
    return this.send(ledger, { type: 'WITHDRAW_REFERENCE_DATA', proposalId }, by, commandId);
  }

  private async send(
    ledger: string,
    body: CommandBody,
    by: string,
    commandId: string | undefined,
  ): Promise<unknown> {
    await this.ledgers.reader(ledger);
    return this.commands.execute({ ledger, by, body, commandId });
  }
}
