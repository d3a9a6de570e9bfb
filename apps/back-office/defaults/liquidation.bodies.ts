import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, ValidateNested } from 'class-validator';
import { DEFAULT_SALES_MAX } from '#libs/contracts/fields/bounds.js';
import { IsIdentifier } from '../http/field.decorators.js';
import { FillsBody, SaleBody } from './default.bodies.js';

export class LiquidationBody extends FillsBody {
  @ApiPropertyOptional({
    example: 'SPX-FUT-2026-12',
    description: 'The instrument of the bucket; the whole account where it is left out',
  })
  @IsOptional()
  @IsIdentifier()
  bucket?: string;

  @ApiProperty({ type: [SaleBody], maxItems: DEFAULT_SALES_MAX, required: false })
  @IsOptional()
  @IsArray({ message: 'is not a list of sales' })
  @ArrayMaxSize(DEFAULT_SALES_MAX, { message: `holds more than ${DEFAULT_SALES_MAX} sales` })
  @ValidateNested({ each: true })
  @Type(() => SaleBody)
  sales?: SaleBody[];
}
