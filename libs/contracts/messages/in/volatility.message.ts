import { JSONSchema } from 'class-validator-jsonschema';
import { SMILE_NODES_MAX, TENOR_DAYS_MAX } from '../../fields/bounds.js';
import {
  IsDateText,
  IsDecimalText,
  IsId,
  IsInstantText,
  IsLeftOut,
  IsWholeNumber,
} from '../../fields/fields.js';
import { IsListOf } from '../../fields/nested.js';
import type { Variants } from '../../schema/variants.js';

@JSONSchema({ description: 'An at-the-money implied volatility at a tenor.' })
export class VolatilityLevelMessage {
  @IsId()
  underlying!: string;

  @IsDecimalText('Per square root of a year: "0.183" is 18.3 %.')
  volatility!: string;

  @IsWholeNumber(1, TENOR_DAYS_MAX)
  tenorDays!: number;

  @IsLeftOut('of a level, which has tenorDays')
  expiry?: null;

  @IsLeftOut('of a level; nodes belong to a smile')
  nodes?: null;

  @IsId()
  source!: string;

  @IsInstantText()
  observedAt!: string;
}

@JSONSchema({ description: 'One node of a smile.' })
export class SmileNode {
  @IsDecimalText('ln(K/F)')
  logMoneyness!: string;

  @IsDecimalText('Per square root of a year.')
  volatility!: string;
}

@JSONSchema({ description: 'The implied volatilities of one expiry over log-moneyness.' })
export class VolatilitySmileMessage {
  @IsId()
  underlying!: string;

  @IsDateText()
  expiry!: string;

  @IsListOf(SmileNode, 1, SMILE_NODES_MAX)
  nodes!: SmileNode[];

  @IsLeftOut('of a smile; its nodes have the volatilities')
  volatility?: null;

  @IsLeftOut('of a smile, which has an expiry')
  tenorDays?: null;

  @IsId()
  source!: string;

  @IsInstantText()
  observedAt!: string;
}

/** A message with nodes or an expiry means to be a smile. */
export const VOLATILITY_VARIANTS: Variants = {
  classes: [VolatilityLevelMessage, VolatilitySmileMessage],
  select: ({ expiry, nodes }) =>
    (expiry === undefined || expiry === null) && (nodes === undefined || nodes === null)
      ? VolatilityLevelMessage
      : VolatilitySmileMessage,
};
