import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { IsAccount, IsDateText, IsDecimalText, IsId, IsOneOf } from '../../fields/fields.js';
import { IsPosition } from '../../fields/out-fields.js';
import { IsListOf, IsNested } from '../../fields/nested.js';
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

@JSONSchema({ description: 'Lots of one client of a gross omnibus account that ended.' })
export class EndedOfClient {
  @IsId()
  client!: string;

  @IsDecimalText('Long lots before.')
  long!: string;

  @IsDecimalText('Short lots before.')
  short!: string;

  @IsOptional()
  @IsDecimalText('Of an option: how many of the long lots were exercised.')
  exercised?: string;

  @IsOptional()
  @IsDecimalText('Of an option: how many of the short lots were assigned.')
  assigned?: string;
}

@JSONSchema({ description: 'Lots that exercise brought one client of a gross omnibus account.' })
export class DeliveredToClient {
  @IsId()
  client!: string;

  @IsDecimalText('Lots added to the long side.')
  long!: string;

  @IsDecimalText('Lots added to the short side.')
  short!: string;
}

@JSONSchema({ description: 'The position in a future that an option was exercised into.' })
export class DeliveredPosition {
  @IsId()
  instrument!: string;

  @IsDecimalText('Lots, long positive.')
  quantity!: string;

  @IsDecimalText('The strike, at which it was opened.')
  price!: string;

  @IsOptional()
  @IsListOf(DeliveredToClient, 0)
  clients?: DeliveredToClient[];
}

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
  @IsDecimalText('Of exercise: the final price of what the option is on.')
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

  @IsOptional()
  @IsDecimalText('Of exercise: lots exercised less lots assigned.')
  exercisedQuantity?: string;

  @IsOptional()
  @IsNested(DeliveredPosition)
  delivered?: DeliveredPosition;

  @IsOptional()
  @IsListOf(EndedOfClient, 1)
  clients?: EndedOfClient[];

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
