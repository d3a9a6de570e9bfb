import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { CollateralInstructionType } from '#libs/domain/inputs/inputs.js';
import { IsAccount, IsDateText, IsDecimalText, IsId, IsOneOf } from '../../fields/fields.js';
import { IsNested } from '../../fields/nested.js';
import { variantsBy, type MessageClass } from '../../schema/variants.js';

export const BUCKET =
  'An instrument, for accounts whose margin is isolated: its collateral apart, where it arrives or leaves.';
export const TO_BUCKET = 'The same of `toAccount`: where a transfer arrives.';

@JSONSchema({ description: 'A deposit, a withdrawal or a recall of an account.' })
export class AccountMovementMessage {
  @IsId()
  instructionId!: string;

  @IsOneOf(['DEPOSIT', 'WITHDRAWAL', 'RECALL'])
  type!: 'DEPOSIT' | 'WITHDRAWAL' | 'RECALL';

  @IsAccount()
  account!: string;

  @IsId()
  asset!: string;

  @IsDecimalText("At most the asset's scale.")
  quantity!: string;

  @IsDateText()
  valueDate!: string;

  @IsOptional()
  @IsId(BUCKET)
  bucket?: string | null;
}

@JSONSchema({ description: 'So much of an asset.' })
export class AssetQuantity {
  @IsId()
  asset!: string;

  @IsDecimalText("At most the asset's scale.")
  quantity!: string;
}

@JSONSchema({ description: 'One asset out against another in, both or neither.' })
export class SubstitutionMessage {
  @IsId()
  instructionId!: string;

  @IsOneOf(['SUBSTITUTION'])
  type!: 'SUBSTITUTION';

  @IsAccount()
  account!: string;

  @IsNested(AssetQuantity)
  release!: AssetQuantity;

  @IsNested(AssetQuantity)
  deliver!: AssetQuantity;

  @IsDateText()
  valueDate!: string;

  @IsOptional()
  @IsId(BUCKET)
  bucket?: string | null;
}

@JSONSchema({
  description: 'A transfer to another account, or between an account and its buckets.',
})
export class TransferMessage {
  @IsId()
  instructionId!: string;

  @IsOneOf(['TRANSFER'])
  type!: 'TRANSFER';

  @IsAccount()
  account!: string;

  @IsAccount()
  toAccount!: string;

  @IsId()
  asset!: string;

  @IsDecimalText("At most the asset's scale.")
  quantity!: string;

  @IsDateText()
  valueDate!: string;

  @IsOptional()
  @IsId(BUCKET)
  bucket?: string | null;

  @IsOptional()
  @IsId(TO_BUCKET)
  toBucket?: string | null;
}

@JSONSchema({ description: "A movement of a member's contribution to the default fund." })
export class DefaultFundMovementMessage {
  @IsId()
  instructionId!: string;

  @IsOneOf(['DEFAULT_FUND_DEPOSIT', 'DEFAULT_FUND_WITHDRAWAL'])
  type!: 'DEFAULT_FUND_DEPOSIT' | 'DEFAULT_FUND_WITHDRAWAL';

  @IsId()
  member!: string;

  @IsId()
  asset!: string;

  @IsDecimalText("At most the asset's scale.")
  quantity!: string;

  @IsDateText()
  valueDate!: string;
}

export type CollateralMessage =
  AccountMovementMessage | SubstitutionMessage | TransferMessage | DefaultFundMovementMessage;

const CLASS_BY_TYPE = {
  DEPOSIT: AccountMovementMessage,
  WITHDRAWAL: AccountMovementMessage,
  SUBSTITUTION: SubstitutionMessage,
  TRANSFER: TransferMessage,
  RECALL: AccountMovementMessage,
  DEFAULT_FUND_DEPOSIT: DefaultFundMovementMessage,
  DEFAULT_FUND_WITHDRAWAL: DefaultFundMovementMessage,
} satisfies Record<CollateralInstructionType, MessageClass<CollateralMessage>>;

export const COLLATERAL_VARIANTS = variantsBy('type', CLASS_BY_TYPE);
