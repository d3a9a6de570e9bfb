import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, Matches, ValidateNested } from 'class-validator';
import { COST_PATTERN, COSTS_MAX } from '#libs/domain/collateral-advice/delivery-cost.js';
import { IsIdentifier } from '../http/field.decorators.js';

export class DeliveryCostBody {
  @ApiProperty({ example: 'BTC' })
  @IsIdentifier()
  asset!: string;

  @ApiProperty({ example: '0.05', description: 'Per year, as a share of the market value' })
  @Matches(COST_PATTERN, { message: 'is not a share per year such as "0.05"' })
  cost!: string;
}

export class SuggestionBody {
  @ApiPropertyOptional({ type: [DeliveryCostBody], default: [] })
  @IsOptional()
  @IsArray({ message: 'is not a list of costs' })
  @ArrayMaxSize(COSTS_MAX, { message: `holds more than ${COSTS_MAX} costs` })
  @ValidateNested({ each: true })
  @Type(() => DeliveryCostBody)
  costs: DeliveryCostBody[] = [];
}
