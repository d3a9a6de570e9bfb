import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsIdentifier } from '../http/field.decorators.js';
import { ListQuery } from './list.query.js';

const STATUSES = ['ISSUED', 'PARTIALLY_MET', 'MET', 'OVERDUE', 'CANCELLED'];

export class MarginCallQuery extends ListQuery {
  @ApiPropertyOptional({ enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES, { message: `is not one of ${STATUSES.join(', ')}` })
  status?: string;
}

export class MarginCallSummaryQuery {
  @ApiPropertyOptional({ example: 'ALPHA', description: 'Of this member alone' })
  @IsOptional()
  @IsIdentifier()
  member?: string;
}
