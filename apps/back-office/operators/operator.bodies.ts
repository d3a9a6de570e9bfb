import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { isDecimal } from '#libs/domain/kernel/decimal.js';
import { isDate } from '#libs/domain/kernel/instant.js';
import { IsBusinessDate, IsIdentifier, IsInstant } from '../http/field.decorators.js';
import { CLOSES_PER_REQUEST_MAX, IDLE_TIMEOUT_MS_DEFAULT, IDLE_TIMEOUT_MS_MAX } from '../limits.js';

const OPERATOR = 'operator';
const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(@\d{1,5})?$/;

/** Who asks, for the record. */
export class OperatorBody {
  @ApiPropertyOptional({ description: 'Who asks, for the record', default: OPERATOR })
  @Length(1, 200, { message: 'is not a name of 1 to 200 letters' })
  by: string = OPERATOR;
}

export class SettleBody extends OperatorBody {
  @ApiProperty({ enum: ['EOD', 'INTRADAY'] })
  @IsIn(['EOD', 'INTRADAY'], { message: 'is not one of EOD, INTRADAY' })
  type!: 'EOD' | 'INTRADAY';

  @ApiProperty({ example: '2026-11-20', description: 'The business date' })
  @IsBusinessDate()
  date!: string;

  @ApiPropertyOptional({ description: 'By default `DATE-EOD` or `DATE-INTRADAY-n`' })
  @IsOptional()
  @IsIdentifier()
  cycleId?: string;

  @ApiPropertyOptional({ description: 'Moves the clock of a ledger whose clock is `event`' })
  @IsOptional()
  @IsInstant()
  at?: string;
}

export class CorrectionBody extends OperatorBody {
  @ApiProperty({ example: 'SPX-FUT-2026-12' })
  @IsIdentifier()
  instrument!: string;

  @ApiProperty({ example: '2026-11-20', description: 'The business date of the cycle' })
  @IsBusinessDate()
  date!: string;

  @ApiProperty({ example: '5004.75', description: 'The price that it should have been' })
  @ValidateBy({
    name: 'isDecimal',
    validator: { validate: isDecimal, defaultMessage: () => 'is not a decimal string' },
  })
  price!: string;

  @ApiProperty({ description: 'Why, for the record' })
  @Length(1, 1_000, { message: 'is not a reason of 1 to 1,000 letters' })
  reason!: string;

  @ApiPropertyOptional({ description: 'Moves the clock of a ledger whose clock is `event`' })
  @IsOptional()
  @IsInstant()
  at?: string;
}

export class HistoryBody extends OperatorBody {
  @ApiProperty({ example: 'SPX', description: 'A risk factor: SPX, SPX.VOL, SPX@90, EURUSD' })
  @ValidateBy({
    name: 'isSymbol',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && SYMBOL.test(value),
      defaultMessage: () => 'is not a symbol, such as SPX, SPX.VOL, SPX.VOL@90 or EURUSD',
    },
  })
  symbol!: string;

  @ApiProperty({
    description: 'Pairs of date and close; closes as decimal strings',
    type: 'array',
    items: { type: 'array', items: { type: 'string' } },
    example: [['2026-11-19', '5001.25']],
  })
  @IsArray({ message: 'is not a list of pairs of date and close' })
  @ArrayMinSize(1, { message: 'holds no close' })
  @ArrayMaxSize(CLOSES_PER_REQUEST_MAX, {
    message: `holds more than ${CLOSES_PER_REQUEST_MAX} closes`,
  })
  @ValidateBy({
    name: 'areCloses',
    validator: {
      validate: (value: unknown) => firstFaultyClose(value) === undefined,
      defaultMessage: (args) => firstFaultyClose(args?.value) ?? '',
    },
  })
  closes!: [string, string][];

  @ApiPropertyOptional({
    description: 'A decimal that every close is multiplied by',
    example: '0.01',
  })
  @IsOptional()
  @ValidateBy({
    name: 'isDecimal',
    validator: { validate: isDecimal, defaultMessage: () => 'is not a decimal string' },
  })
  scale?: string;
}

function firstFaultyClose(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  for (const [i, entry] of value.entries()) {
    const [date, close] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (!isDate(date)) return `entry ${i}: ${JSON.stringify(date)} is not a date`;
    if (!isDecimal(close)) return `entry ${i} (${date}): the close is not a decimal string`;
  }
  return undefined;
}

export class ReferenceDataBody extends OperatorBody {
  @ApiProperty({ type: Object, description: 'The whole document, as of clearing-house.yaml' })
  @IsDefined({ message: 'is missing: send the reference data as it' })
  document!: unknown;
}

export class ReasonBody extends OperatorBody {
  @ApiProperty({ description: 'Why, for the record' })
  @IsString({ message: 'is missing: say why' })
  @Length(1, 1_000, { message: 'is missing: say why, in at most 1,000 letters' })
  reason!: string;
}

export class ReleaseBody extends OperatorBody {
  @ApiPropertyOptional({ description: 'Why, for the record' })
  @Length(1, 1_000, { message: 'is not a reason of 1 to 1,000 letters' })
  reason: string = 'no reason given';
}

export class WaitIdleBody {
  @ApiPropertyOptional({ default: IDLE_TIMEOUT_MS_DEFAULT, maximum: IDLE_TIMEOUT_MS_MAX })
  @IsInt({ message: 'is not a number of milliseconds' })
  @Min(0, { message: 'is below zero' })
  @Max(IDLE_TIMEOUT_MS_MAX, { message: `is more than ${IDLE_TIMEOUT_MS_MAX}` })
  timeoutMs: number = IDLE_TIMEOUT_MS_DEFAULT;
}
