import { Body, Controller, HttpCode, HttpStatus, Inject, Param, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  suggestCollateral,
  type CollateralSuggestion,
} from '#libs/domain/collateral-advice/suggest-collateral.js';
import { solveCover } from '#libs/optimisation/solve-cover.js';
import { CallerScope } from '../access/caller-scope.decorator.js';
import { requireAccount, type Scope } from '../access/scope.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { notFound, refused } from '../http/problem.js';
import { ProblemAnswer } from '../queries/answers.js';
import { SuggestionBody } from './suggestion.bodies.js';
import { SuggestionAnswer } from './suggestion.answers.js';

/** What an account had best bring or take back. */
@ApiTags('collateral')
@Controller('v1/ledgers/:ledger/accounts/:member/:account/collateral/suggestion')
export class SuggestionController {
  constructor(@Inject(HouseReplicas) private readonly replicas: HouseReplicas) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'The cheapest delivery that covers, or what could be taken back; changes nothing',
    description:
      'Costs are per year and a share of the market value: 0.03 for cash, 0.005 for securities and ' +
      '0.10 for crypto where the request names no other.',
  })
  @ApiOkResponse({ type: SuggestionAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  @ApiBadRequestResponse({ type: ProblemAnswer })
  @ApiConflictResponse({ type: ProblemAnswer, description: '`result` says why it is refused' })
  async suggest(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Param('member') member: string,
    @Param('account') name: string,
    @Body() { costs }: SuggestionBody,
  ): Promise<CollateralSuggestion> {
    const account = `${member}/${name}`;
    requireAccount(scope, account);
    const given = new Map(costs.map(({ asset, cost }) => [asset, cost]));
    const answer = await this.replicas.now(ledger, ({ house, engine }) =>
      suggestCollateral(house, engine, account, given, solveCover),
    );
    if (answer.ok) return answer.value;
    if (answer.error.code === 'UNKNOWN_ACCOUNT')
      throw notFound('account', `there is no account ${account} in ledger ${ledger}`);
    throw refused(answer.error);
  }
}
