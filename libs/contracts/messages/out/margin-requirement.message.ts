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
  @IsOptional()
  @IsId('The instrument of the bucket that owes it.')
  bucket?: string;

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

@JSONSchema({
  description:
    'An asset that counts and has no price history beside the positions: it adds no dependence.',
})
export class AssetWithoutHistory {
  @IsId()
  asset!: string;
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

  @IsOptional()
  @IsDecimalText(
    'What collateral would lose together with the positions beyond its haircuts: part of the exposure.',
  )
  dependence?: string;

  @IsOptional()
  @IsListOf(AssetWithoutHistory, 0)
  withoutHistory?: AssetWithoutHistory[];
}

@JSONSchema({
  description:
    'Where a bucket stands: the collateral of one position of an account whose margin is isolated.',
})
export class RequirementOfBucket {
  @IsId('Its instrument.')
  bucket!: string;

  @IsDecimalText("Its part of the account's.")
  requirement!: string;

  @IsDecimalText('Negative or zero.')
  unsettled!: string;

  @IsDecimalText()
  exposure!: string;

  @IsDecimalText('Of its own collateral, after haircuts.')
  value!: string;

  @IsDecimalText('Of its own collateral, after limits too.')
  counted!: string;

  @IsDecimalText("What the account's collateral covers of it.")
  served!: string;

  @IsDecimalText()
  excess!: string;

  @IsDecimalText()
  deficit!: string;
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

@JSONSchema({
  description: 'What one client of a gross omnibus account needs, on its own positions.',
})
export class RequirementOfClient {
  @IsId()
  client!: string;

  @IsDecimalText()
  requirement!: string;
}

/** Components add up as margin-model.md section 0 says; only the requirement is rounded up. */
@JSONSchema({
  description:
    "The latest requirement of an account; the topic keeps each key's last. Of a gross omnibus account " +
    'each group is the sum over its clients, and `clients` and `concentration` add up to the requirement.',
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

  @IsOptional()
  @IsDecimalText('Of a group that is large for the default fund; absent where there is none.')
  supplement?: string;

  @IsDecimalText('requirement - unsettled + supplement + dependence of the collateral')
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
  @IsListOf(RequirementOfBucket, 0)
  buckets?: RequirementOfBucket[];

  @IsOptional()
  @IsListOf(RequirementOfClient, 0)
  clients?: RequirementOfClient[];

  @IsOptional()
  @IsDecimalText(
    'Of a gross omnibus account: what its clients pay together since all accounts of the member hold more than each.',
  )
  concentration?: string;

  @IsOptional()
  @IsNested(NotComputable)
  notComputable?: NotComputable;
}

export const MARGIN_REQUIREMENT_VARIANTS = only(MarginRequirementMessage);
