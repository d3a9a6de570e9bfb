import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { BooksQuery } from './list.query.js';

export class BalanceQuery extends BooksQuery {
  @ApiPropertyOptional({
    description: 'Every book of the house, not only the cash of accounts: the trial balance',
    default: false,
  })
  @Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  )
  @IsBoolean({ message: 'is not true or false' })
  trial: boolean = false;
}
