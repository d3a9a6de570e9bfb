import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PagingQuery } from './list.query.js';

const STATES = ['QUARANTINED', 'RESENT', 'DISCARDED'];

export class QuarantineQuery extends PagingQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES, { message: `is not one of ${STATES.join(', ')}` })
  state?: string;
}
