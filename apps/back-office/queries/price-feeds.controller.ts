import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ListPage } from '#libs/projections/index.js';
import { PriceFeedsAnswer } from './price-feed.answers.js';
import { PriceFeedQuery } from './price-feed.query.js';
import { type PriceFeedItem, PriceFeedsService } from './price-feeds.service.js';

/** Price feeds: what their gates say and what follows from it. */
@ApiTags('market')
@Controller('v1/ledgers/:ledger/price-feeds')
export class PriceFeedsController {
  constructor(@Inject(PriceFeedsService) private readonly feeds: PriceFeedsService) {}

  @Get()
  @ApiOperation({ summary: 'Price feeds as they stand, by symbol' })
  @ApiOkResponse({ type: PriceFeedsAnswer })
  list(
    @Param('ledger') ledger: string,
    @Query() query: PriceFeedQuery,
  ): Promise<ListPage<PriceFeedItem>> {
    return this.feeds.list(ledger, query);
  }
}
