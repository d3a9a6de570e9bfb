import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsPeriodBound } from '../http/field.decorators.js';

const BOUND = "a date of the calendar, a time on the ledger's clock or a ledger position";

/** The period of a statement. */
export class StatementQuery {
  @ApiPropertyOptional({ description: `${BOUND}: the first that is in it; from the start without` })
  @IsOptional()
  @IsPeriodBound()
  from?: string;

  @ApiPropertyOptional({ description: `${BOUND}: the last that is in it; to the end without` })
  @IsOptional()
  @IsPeriodBound()
  to?: string;
}
