import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  IsAccount,
  IsDecimalText,
  IsId,
  IsInstantText,
  IsOneOf,
  IsText,
} from '../../fields/fields.js';
import { IsPosition } from '../../fields/out-fields.js';
import { REASON_LENGTH_MAX } from '../../fields/bounds.js';
import { IsListOf, IsNested } from '../../fields/nested.js';
import { only } from '../../schema/variants.js';
import { RequirementGroup } from './margin-requirement-group.message.js';

@JSONSchema({ description: 'Cash below zero.' })
export class CashDebt {
  @IsId()
  currency!: string;

  @IsDecimalText()
  amount!: string;
}

@JSONSchema({ description: 'An asset that counts for nothing.' })
export class UncountedAsset {
  @IsId()
  asset!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;
}

@JSONSchema({ description: 'What the account has put up.' })
export class CollateralSummary {
  @IsDecimalText('After haircuts.')
  value!: string;

  @IsDecimalText('After limits too.')
  counted!: string;

  @IsListOf(CashDebt, 0)
  debts!: CashDebt[];

  @IsOptional()
  @IsListOf(UncountedAsset, 0)
  notCounted?: UncountedAsset[];
}

@JSONSchema({
  description:
    'Why the account could not be evaluated at the position. The amounts are then those of the last ' +
    'evaluation that succeeded; before the first one they say nothing.',
})
export class NotComputable {
  @IsId()
  code!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;
}

/** Components add up as margin-model.md section 0 says; only the requirement is rounded up. */
@JSONSchema({
  description: "The latest requirement of an account; the topic keeps each key's last.",
})
export class MarginRequirementMessage {
  @IsAccount()
  account!: string;

  @IsOneOf(['portfolio', 'cross', 'isolated'])
  marginMode!: 'portfolio' | 'cross' | 'isolated';

  @IsId('Of every amount in the message but debts.')
  currency!: string;

  @IsDecimalText()
  requirement!: string;

  @IsDecimalText('What a cycle run now would take from the account: negative or zero.')
  unsettled!: string;

  @IsDecimalText('requirement - unsettled')
  exposure!: string;

  @IsPosition('The ledger position that the requirement is a function of.')
  position!: number;

  @IsOptional()
  @IsInstantText('On the ledger clock; null before its first message.')
  calculatedAt?: string | null;

  @IsNested(CollateralSummary)
  collateral!: CollateralSummary;

  @IsDecimalText('What is counted beyond the exposure, or zero.')
  excess!: string;

  @IsDecimalText('What the exposure has beyond what is counted, or zero.')
  deficit!: string;

  @IsOptional()
  @IsDecimalText('exposure / counted; null where nothing is counted and something is due.')
  utilisation?: string | null;

  @IsListOf(RequirementGroup, 0)
  groups!: RequirementGroup[];

  @IsOptional()
  @IsNested(NotComputable)
  notComputable?: NotComputable;
}

export const MARGIN_REQUIREMENT_VARIANTS = only(MarginRequirementMessage);
