import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  listPendingSides,
  type PendingSideItem,
} from '#libs/domain/matching/list-pending-sides.js';
import { cutPage, decodePosition, type ListPage } from '#libs/projections/index.js';
import { CallerScope } from '../access/caller-scope.decorator.js';
import { ownPart, type Scope } from '../access/scope.js';
import { HouseReplicas } from '../house/house-replicas.service.js';
import { ProblemAnswer } from '../queries/answers.js';
import { ListQuery } from '../queries/list.query.js';
import { PendingSidesAnswer } from './side.answers.js';

/** Sides of bilateral trades that wait for each other. */
@ApiTags('trades')
@Controller('v1/ledgers/:ledger/sides')
export class SidesController {
  constructor(@Inject(HouseReplicas) private readonly replicas: HouseReplicas) {}

  @Get()
  @ApiOperation({
    summary: 'Sides that wait for their other side, the earliest first',
    description: 'Of a member: those that it sent, and those that name it.',
  })
  @ApiOkResponse({ type: PendingSidesAnswer })
  @ApiNotFoundResponse({ type: ProblemAnswer })
  @ApiBadRequestResponse({ type: ProblemAnswer })
  list(
    @CallerScope() scope: Scope,
    @Param('ledger') ledger: string,
    @Query() query: ListQuery,
  ): Promise<ListPage<PendingSideItem>> {
    const { member, account, limit, cursor } = ownPart(scope, query);
    const after = decodePosition(cursor);
    return this.replicas.now(ledger, ({ house }) => {
      const found = listPendingSides(house, { member, account, after, limit: limit + 1 });
      const page = cutPage(
        found,
        limit,
        (side) => [side.position],
        (side) => side,
      );
      return { ...page, position: house.position };
    });
  }
}
