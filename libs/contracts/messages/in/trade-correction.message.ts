import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { REASON_LENGTH_MAX } from '../../fields/bounds.js';
import { IsDecimalText, IsId, IsInstantText, IsOneOf, IsText } from '../../fields/fields.js';

const WHY = 'Why, in the words of the venue.';
const CORRECTION_ID = 'The identity of the request is (venue, correctionId).';

@JSONSchema({
  description: 'The venue takes a novated trade back: both legs are reversed at its price.',
})
export class BustMessage {
  @IsOneOf(['BUST'])
  type!: 'BUST';

  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsId(CORRECTION_ID)
  correctionId!: string;

  @IsText(REASON_LENGTH_MAX, WHY)
  reason!: string;

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({
  description:
    'The venue corrects the quantity or the price of a novated trade, or both; its identity stays.',
})
export class CorrectMessage {
  @IsOneOf(['CORRECT'])
  type!: 'CORRECT';

  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsId(CORRECTION_ID)
  correctionId!: string;

  @IsText(REASON_LENGTH_MAX, WHY)
  reason!: string;

  @IsInstantText()
  requestedAt!: string;

  @IsOptional()
  @IsDecimalText('Whole lots, 1 to 1,000,000,000; left out, it stays as it stands.')
  quantity?: string | null;

  @IsOptional()
  @IsDecimalText('A multiple of the tick size; left out, it stays as it stands.')
  price?: string | null;
}
