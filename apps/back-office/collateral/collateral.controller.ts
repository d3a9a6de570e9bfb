import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  collateralStatement,
  type CollateralStatement,
} from '#libs/domain/collateral/collateral-statement.js';
import { CallerScope } from '../access/caller-scope.decorator.js';
import { requireAccount, type Scope } from '../access/scope.js';
import type { Replica } from '../house/house-replica.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { notFound } from '../http/problem.js';
import { ProblemAnswer } from '../queries/answers.js';
import { ExplanationQuery } from '../what-if/what-if.bodies.js';
import { CollateralAnswer } from './collateral.answers.js';

/** What accounts have lodged. */
@ApiTags('collateral')
@Controller('v1/ledgers/:ledger/accounts/:member/:account/collateral')
export class CollateralController {
  constructor(@Inject(HouseReplicas) private readonly replicas: HouseReplicas) {}

  @Get()
  @ApiOperation({
    summary: 'What an account has lodged, what of it counts, and what it could have back',
    description:
      'Computed from the events of the ledger at its end, or at `asOf`. What could be withdrawn is said ' +
      'of each asset by itself: of two of them together it may be less.',
  })
  @ApiOkResponse({ type: CollateralAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  @ApiBadRequestResponse({ type: ProblemAnswer })
  async statement(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Param('member') member: string,
    @Param('account') name: string,
    @Query() { asOf }: ExplanationQuery,
  ): Promise<CollateralStatement> {
    const account = `${member}/${name}`;
    requireAccount(scope, account);
    const question = ({ house, engine }: Replica) => collateralStatement(house, engine, account);
    const statement =
      asOf === undefined
        ? await this.replicas.now(ledger, question)
        : await this.replicas.asOf(ledger, asOf, question);
    if (statement) return statement;
    throw notFound('account', `there is no account ${account} in ledger ${ledger}`);
  }
}
