import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '#libs/projections/index.js';
import { IsAccount, IsAsOf, IsIdentifier } from '../http/field.decorators.js';

const LIMIT_MESSAGE = `is not a whole number from 1 to ${PAGE_LIMIT_MAX}`;

/** How lists are paged. */
export class PagingQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_DEFAULT })
  @Type(() => Number)
  @IsInt({ message: LIMIT_MESSAGE })
  @Min(1, { message: LIMIT_MESSAGE })
  @Max(PAGE_LIMIT_MAX, { message: LIMIT_MESSAGE })
  limit: number = PAGE_LIMIT_DEFAULT;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000, { message: 'is not a cursor' })
  cursor?: string;
}

/** What every list of a ledger may be narrowed by. */
export class ListQuery extends PagingQuery {
  @ApiPropertyOptional({ example: 'ALPHA/HOUSE' })
  @IsOptional()
  @IsAccount()
  account?: string;

  @ApiPropertyOptional({ example: 'ALPHA' })
  @IsOptional()
  @IsIdentifier()
  member?: string;
}

/** Lists that can be asked for as they stood. */
export class BooksQuery extends ListQuery {
  @ApiPropertyOptional({ description: "A ledger position, or a time on the ledger's clock" })
  @IsOptional()
  @IsAsOf()
  asOf?: string;
}
