import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { POSITION_EFFECTS, type PositionEffect } from '#libs/domain/inputs/inputs.js';
import { IsAccount, IsDecimalText, IsId, IsInstantText, IsOneOf } from '../../fields/fields.js';
import type { Variants } from '../../schema/variants.js';
import { BustMessage, CorrectMessage } from './trade-correction.message.js';

const CLIENT_OF_SIDE =
  'The client, where the account of this side is gross omnibus; else left out.';
const EFFECT_OF_SIDE =
  'Whether the client opens a position, or closes one that it holds the other way; there when the client is.';

/** A matched trade as a venue reports it; its identity is (venue, tradeId). */
@JSONSchema({ description: 'A matched trade. Its identity is (venue, tradeId).' })
export class TradeMessage {
  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsId()
  instrument!: string;

  @IsDecimalText('Whole lots, 1 to 1,000,000,000.')
  quantity!: string;

  @IsDecimalText('A multiple of the tick size. It may be zero or negative.')
  price!: string;

  @IsAccount()
  buyer!: string;

  @IsAccount()
  seller!: string;

  @IsInstantText()
  executedAt!: string;

  @IsOptional()
  @IsId(CLIENT_OF_SIDE)
  buyerClient?: string | null;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS, EFFECT_OF_SIDE)
  buyerEffect?: PositionEffect | null;

  @IsOptional()
  @IsId(CLIENT_OF_SIDE)
  sellerClient?: string | null;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS, EFFECT_OF_SIDE)
  sellerEffect?: PositionEffect | null;
}

/** What venues send: a matched trade carries no type, and what is done to one says so. */
export const TRADE_VARIANTS: Variants = {
  classes: [TradeMessage, BustMessage, CorrectMessage],
  select({ type }) {
    if (type === 'BUST') return BustMessage;
    return type === 'CORRECT' ? CorrectMessage : TradeMessage;
  },
};
