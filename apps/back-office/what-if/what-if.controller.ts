import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { AccountExplanation } from '#libs/audit/index.js';
import { CallerScope } from '../access/caller-scope.decorator.js';
import type { Scope } from '../access/scope.js';
import { ProblemAnswer } from '../queries/answers.js';
import { ExplanationQuery, WhatIfBody } from './what-if.bodies.js';
import { WhatIfService, type WhatIfAnswer } from './what-if.service.js';

/** Questions about the margin of an account; they change nothing. */
@ApiTags('margin')
@ApiNotFoundResponse({ type: ProblemAnswer })
@ApiBadRequestResponse({ type: ProblemAnswer })
@ApiConflictResponse({
  type: ProblemAnswer,
  description: 'It cannot be computed; `result` says why',
})
@Controller('v1/ledgers/:ledger/accounts/:member/:account')
export class WhatIfController {
  constructor(@Inject(WhatIfService) private readonly service: WhatIfService) {}

  @Get('margin/explanation')
  @ApiOperation({
    summary: 'What a requirement is made of, to the scenario dates and each position’s share',
    description:
      'Computed from the events of the ledger at its end, or at `asOf`: at the position that the ' +
      'message of a requirement names it has the amounts of that message.',
  })
  @ApiOkResponse({ type: Object })
  explanation(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Param('member') member: string,
    @Param('account') account: string,
    @Query() { asOf }: ExplanationQuery,
  ): Promise<AccountExplanation> {
    return this.service.explain(scope, ledger, `${member}/${account}`, asOf);
  }

  @Post('what-if')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Requirement, exposure and deficit before and after hypothetical trades',
  })
  @ApiOkResponse({ type: Object })
  whatIf(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Param('member') member: string,
    @Param('account') account: string,
    @Body() body: WhatIfBody,
  ): Promise<WhatIfAnswer> {
    return this.service.whatIf(scope, ledger, `${member}/${account}`, body);
  }
}
