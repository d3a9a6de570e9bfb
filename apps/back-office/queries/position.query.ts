import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsIdentifier } from '../http/field.decorators.js';
import { BooksQuery } from './list.query.js';

export class PositionQuery extends BooksQuery {
  @ApiPropertyOptional({ example: 'SPX-FUT-2026-12' })
  @IsOptional()
  @IsIdentifier()
  instrument?: string;
}
