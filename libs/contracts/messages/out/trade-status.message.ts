import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { POSITION_EFFECTS, type PositionEffect } from '#libs/domain/inputs/inputs.js';
import { REASON_LENGTH_MAX } from '../../fields/bounds.js';
import {
  IsAccount,
  IsDecimalText,
  IsId,
  IsInstantText,
  IsOneOf,
  IsText,
} from '../../fields/fields.js';
import { IsPosition } from '../../fields/out-fields.js';
import { variantsBy } from '../../schema/variants.js';
import {
  TradeBustedStatusMessage,
  TradeCorrectedStatusMessage,
} from './trade-correction-status.message.js';

@JSONSchema({ description: 'The clearing house took the trade on.' })
export class TradeNovatedStatusMessage {
  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsOneOf(['NOVATED'])
  status!: 'NOVATED';

  @IsId()
  ledger!: string;

  @IsPosition('Where the ledger has the novation.')
  position!: number;

  @IsId()
  instrument!: string;

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsDecimalText()
  price!: string;

  @IsAccount()
  buyer!: string;

  @IsAccount()
  seller!: string;

  @IsInstantText()
  executedAt!: string;

  @IsInstantText()
  novatedAt!: string;

  @IsOptional()
  @IsId('Of a side whose account is gross omnibus.')
  buyerClient?: string;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS)
  buyerEffect?: PositionEffect;

  @IsOptional()
  @IsId('Of a side whose account is gross omnibus.')
  sellerClient?: string;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS)
  sellerEffect?: PositionEffect;

  @IsOptional()
  @IsId("The buyer's side, where the members reported the trade between them.")
  buyerSideId?: string;

  @IsOptional()
  @IsId("The seller's side.")
  sellerSideId?: string;
}

/** The codes are listed in the contract, in the order in which they are judged. */
@JSONSchema({ description: 'The trade was refused. Sent again, it is judged anew.' })
export class TradeRejectedStatusMessage {
  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsOneOf(['REJECTED'])
  status!: 'REJECTED';

  @IsOptional()
  @IsId()
  ledger?: string;

  @IsOptional()
  @IsPosition('Where the ledger has the refusal.')
  position?: number;

  @IsOptional()
  @IsOneOf(
    ['BUST', 'CORRECT'],
    'There where not the trade was refused but what was to be done to it.',
  )
  type?: 'BUST' | 'CORRECT';

  @IsOptional()
  @IsId('Of the bust or the correction that was refused.')
  correctionId?: string;

  @IsId()
  code!: string;

  @IsOptional()
  @IsText(REASON_LENGTH_MAX, 'The offending field.')
  field?: string;

  @IsText(REASON_LENGTH_MAX, 'A sentence that says what to mend.')
  reason!: string;

  @IsOptional()
  @IsAccount('As it was sent.')
  buyer?: string;

  @IsOptional()
  @IsAccount('As it was sent.')
  seller?: string;
}

export type TradeStatusMessage =
  | TradeNovatedStatusMessage
  | TradeRejectedStatusMessage
  | TradeBustedStatusMessage
  | TradeCorrectedStatusMessage;

export const TRADE_STATUS_VARIANTS = variantsBy('status', {
  NOVATED: TradeNovatedStatusMessage,
  REJECTED: TradeRejectedStatusMessage,
  BUSTED: TradeBustedStatusMessage,
  CORRECTED: TradeCorrectedStatusMessage,
});
