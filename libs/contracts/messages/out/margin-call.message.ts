import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
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
import { only } from '../../schema/variants.js';

const STATUSES = ['ISSUED', 'PARTIALLY_MET', 'MET', 'OVERDUE', 'CANCELLED'] as const;

const NOTICES = ['REMINDER', 'ESCALATED'] as const;

@JSONSchema({
  description:
    'A margin call as it stands after a change of its state, or when it is due for notice.',
})
export class MarginCallMessage {
  @IsId()
  callId!: string;

  @IsAccount()
  account!: string;

  @IsOptional()
  @IsId('The instrument of the bucket that is short, of an account whose margin is isolated.')
  bucket?: string;

  @IsId()
  member!: string;

  @IsOneOf(STATUSES)
  status!: (typeof STATUSES)[number];

  @IsId()
  currency!: string;

  @IsDecimalText()
  amount!: string;

  @IsDecimalText('What is still to be paid of the amount.')
  outstanding!: string;

  @IsDecimalText()
  requirement!: string;

  @IsDecimalText('Negative or zero.')
  unsettled!: string;

  @IsDecimalText('What counted as collateral.')
  collateralValue!: string;

  @IsText(
    REASON_LENGTH_MAX,
    'REQUIREMENT_ABOVE_COLLATERAL, CASH_DEBIT, ASSESSMENT or DEFAULT_FUND; ' +
      'of a cancelled call, why it was cancelled.',
  )
  reason!: string;

  @IsInstantText()
  issuedAt!: string;

  @IsInstantText()
  dueAt!: string;

  @IsOptional()
  @IsInstantText('When it was escalated; it stays with the call.')
  escalatedAt?: string;

  @IsPosition('The ledger position that the call was computed at.')
  position!: number;

  @IsOptional()
  @IsDecimalText('What the pay-in behind this change paid of it.')
  paid?: string;

  @IsOptional()
  @IsId('The instruction that paid.')
  instructionId?: string;

  @IsOptional()
  @IsOneOf(NOTICES, 'Why the message comes again though the call is as it was before.')
  notice?: (typeof NOTICES)[number];
}

export const MARGIN_CALL_VARIANTS = only(MarginCallMessage);
