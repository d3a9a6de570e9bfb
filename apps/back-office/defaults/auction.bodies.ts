import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { AUCTION_LOTS_MAX, DEFAULT_FILLS_MAX } from '#libs/contracts/fields/bounds.js';
import { IsAccount, IsDecimalString, IsIdentifier, IsInstant } from '../http/field.decorators.js';
import { OperatorBody } from '../operators/operator.bodies.js';

export class LotPositionBody {
  @ApiProperty({ example: 'SPX-FUT-2026-12' })
  @IsIdentifier()
  instrument!: string;

  @ApiProperty({ example: '-40', description: 'Signed lots as the defaulter trades them' })
  @IsDecimalString()
  quantity!: string;

  @ApiPropertyOptional({
    example: 'ALPHA/HOUSE',
    description: "The defaulter's; may be left out where one alone can be meant",
  })
  @IsOptional()
  @IsAccount()
  account?: string;
}

export class LotBody {
  @ApiProperty({ example: 'L1', description: 'Its name, which bids refer to' })
  @IsIdentifier()
  lot!: string;

  @ApiProperty({ type: [LotPositionBody], minItems: 1, maxItems: DEFAULT_FILLS_MAX })
  @IsArray({ message: 'is not a list of positions' })
  @ArrayMinSize(1, { message: 'holds no position' })
  @ArrayMaxSize(DEFAULT_FILLS_MAX, { message: `holds more than ${DEFAULT_FILLS_MAX} positions` })
  @ValidateNested({ each: true })
  @Type(() => LotPositionBody)
  positions!: LotPositionBody[];

  @ApiPropertyOptional({
    example: '2000000.00',
    description: 'The most that is paid to be rid of it; below zero: the least that is taken',
  })
  @IsOptional()
  @IsDecimalString()
  reserve?: string;
}

export class AuctionBody extends OperatorBody {
  @ApiProperty({ type: [LotBody], minItems: 1, maxItems: AUCTION_LOTS_MAX })
  @IsArray({ message: 'is not a list of lots' })
  @ArrayMinSize(1, { message: 'holds no lot' })
  @ArrayMaxSize(AUCTION_LOTS_MAX, { message: `holds more than ${AUCTION_LOTS_MAX} lots` })
  @ValidateNested({ each: true })
  @Type(() => LotBody)
  lots!: LotBody[];

  @ApiPropertyOptional({ description: "Until when bids are taken, on the ledger's clock" })
  @IsOptional()
  @IsInstant()
  closesAt?: string;
}

export class AuctionClosingBody extends OperatorBody {
  @ApiPropertyOptional({ default: false, description: 'Call it off: no lot goes to anybody' })
  @IsBoolean({ message: 'is not true or false' })
  withoutAward: boolean = false;

  @ApiPropertyOptional({ description: 'Moves the clock of a ledger whose clock is `event`' })
  @IsOptional()
  @IsInstant()
  at?: string;
}
