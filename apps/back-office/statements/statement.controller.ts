import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { statementCsv } from '#libs/projections/index.js';
import { CallerScope } from '../access/caller-scope.decorator.js';
import type { Scope } from '../access/scope.js';
import { ProblemAnswer } from '../queries/answers.js';
import { StatementAnswer } from './statement.answers.js';
import { StatementQuery } from './statement.query.js';
import { StatementService } from './statement.service.js';

/** What changed an account. */
@ApiTags('books')
@Controller('v1/ledgers/:ledger/accounts/:member/:account/statement')
export class StatementController {
  constructor(@Inject(StatementService) private readonly statements: StatementService) {}

  @Get()
  @ApiOperation({
    summary:
      'What an account held, every line that changed it with its event, and what it held then',
    description:
      'Without `from` and `to` the whole ledger. With `Accept: text/csv` the same as ' +
      'comma-separated values, with rows OPENING and CLOSING for each asset.',
  })
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: StatementAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  @ApiBadRequestResponse({ type: ProblemAnswer })
  async statement(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Param('member') member: string,
    @Param('account') name: string,
    @Query() query: StatementQuery,
    @Headers('accept') accept: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const statement = await this.statements.statement(scope, ledger, `${member}/${name}`, query);
    if (accept?.includes('text/csv')) response.type('text/csv').send(statementCsv(statement));
    else response.json(statement);
  }
}
