import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '#libs/projections/index.js';

const POSITION_MESSAGE = 'is not a ledger position';
const LIMIT_MESSAGE = `is not a whole number from 1 to ${PAGE_LIMIT_MAX}`;

export class EventQuery {
  @ApiPropertyOptional({ description: 'Ledger position after which to begin', default: 0 })
  @Type(() => Number)
  @IsInt({ message: POSITION_MESSAGE })
  @Min(0, { message: POSITION_MESSAGE })
  @Max(Number.MAX_SAFE_INTEGER, { message: POSITION_MESSAGE })
  after: number = 0;

  @ApiPropertyOptional({ minimum: 1, maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_DEFAULT })
  @Type(() => Number)
  @IsInt({ message: LIMIT_MESSAGE })
  @Min(1, { message: LIMIT_MESSAGE })
  @Max(PAGE_LIMIT_MAX, { message: LIMIT_MESSAGE })
  limit: number = PAGE_LIMIT_DEFAULT;
}
