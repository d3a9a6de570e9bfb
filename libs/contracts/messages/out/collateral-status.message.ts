import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { REASON_LENGTH_MAX } from '../../fields/bounds.js';
import { IsAccount, IsDecimalText, IsId, IsOneOf, IsText } from '../../fields/fields.js';
import { IsPosition } from '../../fields/out-fields.js';
import { IsListOf, IsNested } from '../../fields/nested.js';
import { variantsBy } from '../../schema/variants.js';
import { AssetQuantity, BUCKET, TO_BUCKET } from '../in/collateral.message.js';

/** A pay-in leaves a call at one of these. */
const STATUSES = ['PARTIALLY_MET', 'MET', 'OVERDUE'] as const;

/** What a pay-in paid of one call; amounts are in the call's currency. */
export class CallPaymentPart {
  @IsId()
  callId!: string;

  @IsId()
  currency!: string;

  @IsDecimalText('What it paid of the call.')
  amount!: string;

  @IsDecimalText('What is left to be paid of the call.')
  outstanding!: string;

  @IsOneOf(STATUSES, 'The call as the pay-in leaves it.')
  status!: (typeof STATUSES)[number];
}

/** An account, or a member where the default fund is meant. */
@JSONSchema({ description: 'The instruction was carried out.' })
export class CollateralAcceptedMessage {
  @IsId()
  instructionId!: string;

  @IsOptional()
  @IsAccount()
  account?: string;

  @IsOptional()
  @IsAccount()
  toAccount?: string;

  @IsOptional()
  @IsId(BUCKET)
  bucket?: string;

  @IsOptional()
  @IsId(TO_BUCKET)
  toBucket?: string;

  @IsOptional()
  @IsId()
  member?: string;

  @IsId()
  type!: string;

  @IsOptional()
  @IsId()
  asset?: string;

  @IsOptional()
  @IsDecimalText()
  quantity?: string;

  @IsOptional()
  @IsNested(AssetQuantity)
  release?: AssetQuantity;

  @IsOptional()
  @IsNested(AssetQuantity)
  deliver?: AssetQuantity;

  @IsOptional()
  @IsListOf(CallPaymentPart, 0)
  paid?: readonly CallPaymentPart[];

  @IsOptional()
  @IsDecimalText('How much of what came in the account owed in its currency.')
  toDebts?: string;

  @IsOneOf(['ACCEPTED'])
  status!: 'ACCEPTED';

  @IsPosition()
  position!: number;
}

/** Type, asset and quantity are repeated as far as they could be read. */
@JSONSchema({ description: 'The instruction was refused. Sent again, it is judged anew.' })
export class CollateralRejectedMessage {
  @IsId()
  instructionId!: string;

  @IsOptional()
  @IsAccount()
  account?: string;

  @IsOptional()
  @IsAccount()
  toAccount?: string;

  @IsOptional()
  @IsId(BUCKET)
  bucket?: string;

  @IsOptional()
  @IsId(TO_BUCKET)
  toBucket?: string;

  @IsOptional()
  @IsId()
  member?: string;

  @IsOptional()
  @IsId()
  type?: string;

  @IsOptional()
  @IsId()
  asset?: string;

  @IsOptional()
  @IsDecimalText()
  quantity?: string;

  @IsOptional()
  @IsNested(AssetQuantity)
  release?: AssetQuantity;

  @IsOptional()
  @IsNested(AssetQuantity)
  deliver?: AssetQuantity;

  @IsOneOf(['REJECTED'])
  status!: 'REJECTED';

  @IsId()
  code!: string;

  @IsOptional()
  @IsText(REASON_LENGTH_MAX, 'The offending field.')
  field?: string;

  @IsText(REASON_LENGTH_MAX, 'A sentence that says what to mend.')
  reason!: string;

  @IsOptional()
  @IsDecimalText('The largest quantity that would have been accepted.')
  maximumQuantity?: string;

  @IsOptional()
  @IsId("The member whose own topic it came by: it is told, and not the account's owner.")
  sentBy?: string;

  @IsPosition()
  position!: number;
}

export type CollateralStatusMessage = CollateralAcceptedMessage | CollateralRejectedMessage;

export const COLLATERAL_STATUS_VARIANTS = variantsBy('status', {
  ACCEPTED: CollateralAcceptedMessage,
  REJECTED: CollateralRejectedMessage,
});
