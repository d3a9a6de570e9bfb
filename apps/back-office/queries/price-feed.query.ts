import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsIdentifier } from '../http/field.decorators.js';
import { PagingQuery } from './list.query.js';

export const PRICE_FEED_STATES = ['LIVE', 'SUSPECT', 'DEGRADED', 'STALE', 'HALTED', 'CLOSED'];

export class PriceFeedQuery extends PagingQuery {
  @ApiPropertyOptional({ example: 'SPX' })
  @IsOptional()
  @IsIdentifier()
  underlying?: string;

  @ApiPropertyOptional({ enum: PRICE_FEED_STATES })
  @IsOptional()
  @IsIn(PRICE_FEED_STATES, { message: `is not one of ${PRICE_FEED_STATES.join(', ')}` })
  state?: string;
}
