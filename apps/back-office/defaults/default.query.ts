import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsAsOf, IsIdentifier } from '../http/field.decorators.js';
import { PagingQuery } from '../queries/list.query.js';

const AS_OF = "A ledger position, or a time on the ledger's clock";

export class DefaultQuery {
  @ApiPropertyOptional({ description: AS_OF })
  @IsOptional()
  @IsAsOf()
  asOf?: string;
}

export class DefaultsQuery extends PagingQuery {
  @ApiPropertyOptional({ example: 'ALPHA' })
  @IsOptional()
  @IsIdentifier()
  member?: string;

  @ApiPropertyOptional({ description: AS_OF })
  @IsOptional()
  @IsAsOf()
  asOf?: string;
}
