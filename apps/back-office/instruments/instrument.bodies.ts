import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length } from 'class-validator';
import { IsBusinessDate, IsIdentifier, IsInstant } from '../http/field.decorators.js';
import { OperatorBody } from '../operators/operator.bodies.js';

/** What is done to an instrument, with a reason that stays on record. */
export class InstrumentBody extends OperatorBody {
  @ApiProperty({ description: 'Why, for the record; members read it where a trade is refused' })
  @Length(1, 1_000, { message: 'is not a reason of 1 to 1,000 letters' })
  reason!: string;

  @ApiPropertyOptional({ description: 'Moves the clock of a ledger whose clock is `event`' })
  @IsOptional()
  @IsInstant()
  at?: string;
}

export class DelistBody extends InstrumentBody {
  @ApiPropertyOptional({ description: 'From then on nobody trades; by default now' })
  @IsOptional()
  @IsInstant()
  lastTradingAt?: string;

  @ApiPropertyOptional({
    example: '2026-12-18',
    description: 'Instead of `lastTradingAt`: until the end of this date',
  })
  @IsOptional()
  @IsBusinessDate()
  lastTradingDay?: string;
}

export class AdjustBody extends InstrumentBody {
  @ApiProperty({ example: '3:1', description: 'New lots for old ones' })
  @Length(1, 200, { message: 'is not a ratio, such as 3:1' })
  ratio!: string;

  @ApiPropertyOptional({
    description:
      'Names the corporate action, by default `UNDERLYING-TO-FROM-DATE`: the same again changes nothing',
  })
  @IsOptional()
  @IsIdentifier()
  adjustmentId?: string;
}
