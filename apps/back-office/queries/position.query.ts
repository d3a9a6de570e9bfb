import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsIdentifier } from '../http/field.decorators.js';
import { BooksQuery } from './list.query.js';

export class PositionQuery extends BooksQuery {
  @ApiPropertyOptional({ example: 'SPX-FUT-2026-12' })
  @IsOptional()
  @IsIdentifier()
  instrument?: string;

  @ApiPropertyOptional({
    example: 'F1',
    description: 'What this client of a gross omnibus account holds',
  })
  @IsOptional()
  @IsIdentifier()
  client?: string;

  @ApiPropertyOptional({
    description:
      'An entry for each client of gross omnibus accounts, and nothing of other accounts',
    default: false,
  })
  @Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  )
  @IsBoolean({ message: 'is not true or false' })
  clients: boolean = false;
}
