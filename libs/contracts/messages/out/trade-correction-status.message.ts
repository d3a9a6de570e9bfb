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
import { IsListOf, IsNested } from '../../fields/nested.js';
import { IsPosition } from '../../fields/out-fields.js';

@JSONSchema({
  description: 'Who has a side of the trade; a side has several of them once it was allocated.',
})
export class TradeLegMessage {
  @IsOneOf(['BUY', 'SELL'])
  side!: 'BUY' | 'SELL';

  @IsAccount()
  account!: string;

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsOptional()
  @IsId('Whose they are, where the account is gross omnibus.')
  client?: string;

  @IsOptional()
  @IsOneOf(POSITION_EFFECTS)
  effect?: PositionEffect;
}

@JSONSchema({ description: 'What the next cycle changes of the fees of an account.' })
export class FeeChangeMessage {
  @IsAccount()
  account!: string;

  @IsDecimalText('In the base currency; positive where the account gets it back.')
  amount!: string;
}

@JSONSchema({ description: 'The venue took the trade back; both legs were reversed at its price.' })
export class TradeBustedStatusMessage {
  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsOneOf(['BUSTED'])
  status!: 'BUSTED';

  @IsId()
  correctionId!: string;

  @IsId()
  ledger!: string;

  @IsPosition('Where the ledger has the bust.')
  position!: number;

  @IsPosition('Where the ledger has the novation.')
  novation!: number;

  @IsInstantText()
  novatedAt!: string;

  @IsId()
  instrument!: string;

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsDecimalText()
  price!: string;

  @IsListOf(TradeLegMessage, 2)
  legs!: readonly TradeLegMessage[];

  @IsListOf(FeeChangeMessage, 0)
  fees!: readonly FeeChangeMessage[];

  @IsText(REASON_LENGTH_MAX, 'Why, in the words of the venue.')
  reason!: string;

  @IsInstantText()
  requestedAt!: string;
}

@JSONSchema({ description: 'What the trade was before it was corrected.' })
export class PreviousTermsMessage {
  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsDecimalText()
  price!: string;
}

@JSONSchema({ description: 'The venue corrected the trade, whose identity stays.' })
export class TradeCorrectedStatusMessage {
  @IsId()
  tradeId!: string;

  @IsId()
  venue!: string;

  @IsOneOf(['CORRECTED'])
  status!: 'CORRECTED';

  @IsId()
  correctionId!: string;

  @IsId()
  ledger!: string;

  @IsPosition('Where the ledger has the correction.')
  position!: number;

  @IsPosition('Where the ledger has the novation.')
  novation!: number;

  @IsInstantText()
  novatedAt!: string;

  @IsId()
  instrument!: string;

  @IsNested(PreviousTermsMessage)
  previous!: PreviousTermsMessage;

  @IsDecimalText('Whole lots.')
  quantity!: string;

  @IsDecimalText()
  price!: string;

  @IsListOf(TradeLegMessage, 2)
  legs!: readonly TradeLegMessage[];

  @IsListOf(FeeChangeMessage, 0)
  fees!: readonly FeeChangeMessage[];

  @IsText(REASON_LENGTH_MAX, 'Why, in the words of the venue.')
  reason!: string;

  @IsInstantText()
  requestedAt!: string;
}
