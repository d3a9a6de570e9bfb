import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsDecimalString, IsIdentifier } from '../http/field.decorators.js';

export class DrillQuery {
  @ApiProperty({ example: 'ALPHA', description: 'Who fails' })
  @IsIdentifier()
  member!: string;

  @ApiPropertyOptional({
    example: 'crash',
    description: 'A scenario of the stress tests; without one prices stay as they are',
  })
  @IsOptional()
  @IsIdentifier()
  scenario?: string;

  @ApiPropertyOptional({
    example: '214000000.00',
    description: 'The loss itself, in the base currency, instead of a scenario',
  })
  @IsOptional()
  @IsDecimalString()
  loss?: string;

  @ApiPropertyOptional({
    description:
      'What multiple of the scenario, or of the worst one, it takes to exhaust each layer',
    default: false,
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  )
  @IsBoolean({ message: 'is not true or false' })
  reverse: boolean = false;

  @ApiPropertyOptional({
    example: 'BETA',
    description: 'Only the share of this member, and nothing of anybody else',
  })
  @IsOptional()
  @IsIdentifier()
  for?: string;
}
