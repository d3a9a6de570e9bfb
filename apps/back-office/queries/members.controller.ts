import { Controller, Get, Inject, Param } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CallerScope } from '../access/caller-scope.decorator.js';
import { requireMember, type Scope } from '../access/scope.js';
import { notFound } from '../http/problem.js';
import { ProblemAnswer } from './answers.js';
import { LedgersService } from './ledgers.service.js';
import { MemberAnswer } from './member.answers.js';

/** Members, as the reference data have them. */
@ApiTags('books')
@Controller('v1/ledgers/:ledger/members/:member')
export class MembersController {
  constructor(@Inject(LedgersService) private readonly ledgers: LedgersService) {}

  @Get()
  @ApiOperation({ summary: 'A member and its accounts' })
  @ApiOkResponse({ type: MemberAnswer })
  @ApiForbiddenResponse({ type: ProblemAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  async member(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Param('member') id: string,
  ): Promise<MemberAnswer> {
    requireMember(scope, id);
    const reference = await this.ledgers.reference(ledger);
    const member = reference?.members.find((each) => each.id === id);
    if (!member) throw notFound('member', `there is no member ${id} in ledger ${ledger}`);
    const { name, status, accounts } = member;
    return {
      member: id,
      name,
      status,
      accounts: accounts.map((account) => ({
        account: `${id}/${account.id}`,
        type: account.type,
        marginMode: account.marginMode,
      })),
    };
  }
}
