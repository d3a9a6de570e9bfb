import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { IsIdentifier } from '../http/field.decorators.js';

const DAYS_MAX = 60;
const CONFIDENCE_MAX = 9_999;

export class HaircutsQuery {
  @ApiPropertyOptional({ example: 'BTC' })
  @IsOptional()
  @IsIdentifier()
  asset?: string;

  @ApiPropertyOptional({ description: 'Basis points; as margin where it is not named' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'is not a whole number of basis points' })
  @Min(0, { message: 'is below zero' })
  @Max(CONFIDENCE_MAX, { message: `is above ${CONFIDENCE_MAX}` })
  confidence?: number;

  @ApiPropertyOptional({ description: 'Closes that a sale takes', default: 2 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'is not a whole number of days' })
  @Min(1, { message: 'is below 1' })
  @Max(DAYS_MAX, { message: `is above ${DAYS_MAX}` })
  days: number = 2;

  @ApiPropertyOptional({ description: 'Added to the shortfall, a share', default: 0.02 })
  @IsOptional()
  @Type(() => Number)
  @IsNumber({}, { message: 'is not a number' })
  @Min(0, { message: 'is below zero' })
  @Max(1, { message: 'is above 1' })
  liquidity: number = 0.02;

  @ApiPropertyOptional({ description: 'No haircut is below it, a share', default: 0.005 })
  @IsOptional()
  @Type(() => Number)
  @IsNumber({}, { message: 'is not a number' })
  @Min(0, { message: 'is below zero' })
  @Max(1, { message: 'is above 1' })
  minimum: number = 0.005;
}
