import { JSONSchema } from 'class-validator-jsonschema';
import { IsAccount, IsDecimalText, IsId, IsInstantText } from '../../fields/fields.js';

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
}
