import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  defaultFundStatement,
  type DefaultFundStatement,
  type MemberContribution,
} from '#libs/domain/default-fund/default-fund-statement.js';
import { cutPage, decodeCursor, type ListPage } from '#libs/projections/index.js';
import type { Replica } from '../house/house-replica.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { notFound } from '../http/problem.js';
import { ProblemAnswer } from '../queries/answers.js';
import { DefaultFundAnswer, DefaultFundQuery } from './default-fund.answers.js';

type DefaultFundPage = Omit<DefaultFundStatement, 'members'> & ListPage<MemberContribution>;

/** The default fund: what is required of each member, what is there, what is missing. */
@ApiTags('default fund')
@Controller('v1/ledgers/:ledger/default-fund')
export class DefaultFundController {
  constructor(@Inject(HouseReplicas) private readonly replicas: HouseReplicas) {}

  @Get()
  @ApiOperation({
    summary: 'Contributions to the default fund, by member: required, posted, missing',
    description: 'Computed from the events of the ledger at its end, or at `asOf`.',
  })
  @ApiOkResponse({ type: DefaultFundAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  @ApiBadRequestResponse({ type: ProblemAnswer })
  list(
    @Param('ledger') ledger: string,
    @Query() query: DefaultFundQuery,
  ): Promise<DefaultFundPage> {
    const { asOf } = query;
    const question = ({ house }: Replica): DefaultFundPage => {
      if (!house.reference) throw notFound('reference-data', `${ledger} has no reference data`);
      return pageOf(defaultFundStatement(house), query);
    };
    return asOf === undefined
      ? this.replicas.now(ledger, question)
      : this.replicas.asOf(ledger, asOf, question);
  }
}

function pageOf(
  { members, ...fund }: DefaultFundStatement,
  { member, limit, cursor }: DefaultFundQuery,
): DefaultFundPage {
  const [after = ''] = cursor === undefined ? [] : decodeCursor(cursor, 1);
  const rows = members
    .filter((each) => member === undefined || each.member === member)
    .filter((each) => each.member > String(after))
    .slice(0, limit + 1);
  const page = cutPage(
    rows,
    limit,
    (row) => [row.member],
    (row) => row,
  );
  return { ...fund, ...page };
}
