import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { IsAccount, IsDateText, IsDecimalText, IsId, IsOneOf } from '../../fields/fields.js';
import { IsPosition } from '../../fields/out-fields.js';
import { IsListOf } from '../../fields/nested.js';
import { only } from '../../schema/variants.js';

export const VARIATION_MARGIN_KINDS = [
  'VARIATION_MARGIN',
  'PREMIUM',
  'FUNDING',
  'PRICE_ALIGNMENT',
  'FINAL_SETTLEMENT',
  'EXERCISE',
  'GAINS_HAIRCUT',
  'FEE',
  'INTEREST',
] as const;

/** A line of variation margin has every field; other kinds have those that apply to them. */
@JSONSchema({ description: 'What one instrument, or one other cause, brings.' })
export class VariationMarginLine {
  @IsOneOf(VARIATION_MARGIN_KINDS)
  kind!: (typeof VARIATION_MARGIN_KINDS)[number];

  @IsOptional()
  @IsId()
  instrument?: string;

  @IsOptional()
  @IsDecimalText('Absent in the first cycle that the instrument is in.')
  previousSettlementPrice?: string;

  @IsOptional()
  @IsDecimalText()
  settlementPrice?: string;

  @IsOptional()
  @IsDecimalText('Lots at the last cycle, long positive.')
  openingPosition?: string;

  @IsOptional()
  @IsDecimalText('Net lots bought since the last cycle.')
  tradedQuantity?: string;

  @IsOptional()
  @IsDecimalText('Lots after this cycle, long positive.')
  closingPosition?: string;

  @IsDecimalText('Positive when the account receives.')
  amount!: string;
}

@JSONSchema({ description: 'What a settlement cycle brings one account in one currency.' })
export class VariationMarginMessage {
  @IsId()
  cycleId!: string;

  @IsOneOf(['EOD', 'INTRADAY'])
  type!: 'EOD' | 'INTRADAY';

  @IsDateText()
  businessDate!: string;

  @IsAccount()
  account!: string;

  @IsId()
  currency!: string;

  @IsDecimalText('Sum of the lines; positive when the account receives.')
  amount!: string;

  @IsPosition()
  position!: number;

  @IsListOf(VariationMarginLine, 1)
  lines!: VariationMarginLine[];
}

export const VARIATION_MARGIN_VARIANTS = only(VariationMarginMessage);
