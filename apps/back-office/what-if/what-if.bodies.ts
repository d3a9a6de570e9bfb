import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsOptional,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import {
  HYPOTHETICAL_TRADES_MAX,
  readSignedLots,
} from '#libs/domain/what-if/hypothetical-trade.js';
import { IsAsOf, IsIdentifier } from '../http/field.decorators.js';

const LOTS = 'is not whole lots with a sign, such as "+10" or "-3"';

export class HypotheticalTradeBody {
  @ApiProperty({ example: 'SPX-FUT-2026-12' })
  @IsIdentifier()
  instrument!: string;

  @ApiProperty({ example: '-10', description: 'Whole lots: + buys, - sells' })
  @ValidateBy({
    name: 'isSignedLots',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && readSignedLots(value).ok,
      defaultMessage: () => LOTS,
    },
  })
  quantity!: string;
}

export class WhatIfBody {
  @ApiPropertyOptional({ type: [HypotheticalTradeBody], default: [] })
  @IsOptional()
  @IsArray({ message: 'is not a list of trades' })
  @ArrayMaxSize(HYPOTHETICAL_TRADES_MAX, {
    message: `holds more than ${HYPOTHETICAL_TRADES_MAX} trades`,
  })
  @ValidateNested({ each: true })
  @Type(() => HypotheticalTradeBody)
  trades: HypotheticalTradeBody[] = [];

  @ApiPropertyOptional({
    example: 'F1',
    description: 'Whose the trades are: for gross omnibus accounts, and for no others',
  })
  @IsOptional()
  @IsIdentifier()
  client?: string;

  @ApiPropertyOptional({
    description: 'Also look for the single trade that lowers the requirement most',
    default: false,
  })
  @IsOptional()
  @IsBoolean({ message: 'is not true or false' })
  reduce: boolean = false;
}

export class ExplanationQuery {
  @ApiPropertyOptional({ description: "A ledger position, or a time on the ledger's clock" })
  @IsOptional()
  @IsAsOf()
  asOf?: string;
}
