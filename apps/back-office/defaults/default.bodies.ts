import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  Length,
  ValidateNested,
} from 'class-validator';
import {
  DEFAULT_FILLS_MAX,
  DEFAULT_SALES_MAX,
  NAME_LENGTH_MAX,
  REASON_LENGTH_MAX,
} from '#libs/contracts/fields/bounds.js';
import { POSITION_EFFECTS, type PositionEffect } from '#libs/domain/inputs/inputs.js';
import { IsAccount, IsDecimalString, IsIdentifier } from '../http/field.decorators.js';
import { OperatorBody, ReasonBody } from '../operators/operator.bodies.js';

/** Who takes a step that needs two people: it has to be said. */
export class NamedOperatorBody {
  @ApiProperty({ description: 'Who decides', example: 'jane.doe@example.org' })
  @Length(1, NAME_LENGTH_MAX, {
    message: `is missing: say who decides, in at most ${NAME_LENGTH_MAX} letters`,
  })
  by!: string;
}

export class DeclareBody extends NamedOperatorBody {
  @ApiProperty({ example: 'ALPHA' })
  @IsIdentifier()
  member!: string;

  @ApiProperty({ example: 'INSOLVENCY', description: 'Such as PAY_IN_FAILED or RULE_BREACH' })
  @Length(1, REASON_LENGTH_MAX, { message: 'is missing: say why, in at most 1,000 letters' })
  reason!: string;
}

export class PortingBody extends OperatorBody {
  @ApiProperty({ example: 'ALPHA/C1', description: 'A client account of the defaulter' })
  @IsAccount()
  account!: string;

  @ApiProperty({ example: 'BETA/C9', description: 'The account that receives it' })
  @IsAccount()
  toAccount!: string;
}

export class FillBody {
  @ApiProperty({ example: 'SPX-FUT-2026-12' })
  @IsIdentifier()
  instrument!: string;

  @ApiProperty({ example: '-67', description: 'Signed lots as the defaulter trades them' })
  @IsDecimalString()
  quantity!: string;

  @ApiProperty({ example: '4985.00' })
  @IsDecimalString()
  price!: string;

  @ApiProperty({ example: 'BETA/HOUSE' })
  @IsAccount()
  counterparty!: string;

  @ApiPropertyOptional({
    example: 'ALPHA/HOUSE',
    description: "The defaulter's; may be left out where one alone can be meant",
  })
  @IsOptional()
  @IsAccount()
  account?: string;

  @ApiPropertyOptional({ description: 'Whose lots are closed, of a gross omnibus account' })
  @IsOptional()
  @IsIdentifier()
  client?: string;

  @ApiPropertyOptional({ description: 'On the other side, of a gross omnibus account' })
  @IsOptional()
  @IsIdentifier()
  counterpartyClient?: string;

  @ApiPropertyOptional({ enum: POSITION_EFFECTS, description: 'What that client does' })
  @IsOptional()
  @IsIn(POSITION_EFFECTS, { message: 'is not one of OPEN, CLOSE' })
  counterpartyEffect?: PositionEffect;
}

export class FillsBody extends OperatorBody {
  @ApiProperty({ type: [FillBody], minItems: 1, maxItems: DEFAULT_FILLS_MAX })
  @IsArray({ message: 'is not a list of trades' })
  @ArrayMinSize(1, { message: 'holds no trade' })
  @ArrayMaxSize(DEFAULT_FILLS_MAX, { message: `holds more than ${DEFAULT_FILLS_MAX} trades` })
  @ValidateNested({ each: true })
  @Type(() => FillBody)
  fills!: FillBody[];

  @ApiPropertyOptional({ example: '50.00', description: 'Beside the prices, in base currency' })
  @IsOptional()
  @IsDecimalString()
  fees?: string;
}

export class SaleBody {
  @ApiProperty({ example: 'ALPHA/HOUSE' })
  @IsAccount()
  account!: string;

  @ApiProperty({ example: 'BTC' })
  @IsIdentifier()
  asset!: string;

  @ApiProperty({ example: '1.5' })
  @IsDecimalString()
  quantity!: string;

  @ApiProperty({ example: '68000.00', description: "Of one price unit, in the asset's currency" })
  @IsDecimalString()
  price!: string;
}

export class SalesBody extends OperatorBody {
  @ApiProperty({ type: [SaleBody], minItems: 1, maxItems: DEFAULT_SALES_MAX })
  @IsArray({ message: 'is not a list of sales' })
  @ArrayMinSize(1, { message: 'holds no sale' })
  @ArrayMaxSize(DEFAULT_SALES_MAX, { message: `holds more than ${DEFAULT_SALES_MAX} sales` })
  @ValidateNested({ each: true })
  @Type(() => SaleBody)
  sales!: SaleBody[];
}

export class LossBody extends OperatorBody {
  @ApiPropertyOptional({ default: false, description: 'Whether what is open goes to tear-up' })
  @IsBoolean({ message: 'is not true or false' })
  tearUp: boolean = false;
}

export class LayersBody extends OperatorBody {
  @ApiPropertyOptional({ default: false, description: 'Only the next layer' })
  @IsBoolean({ message: 'is not true or false' })
  next: boolean = false;
}

export class RecoveryBody extends ReasonBody {
  @ApiProperty({ example: '1000.00', description: 'In the base currency' })
  @IsDecimalString()
  amount!: string;
}
