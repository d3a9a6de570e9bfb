import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { CommandBody } from '#libs/domain/inputs/inputs.js';
import { NAME_LENGTH_MAX, REASON_LENGTH_MAX } from '../../fields/bounds.js';
import { IsCloses, IsDocument } from '../../fields/command-fields.js';
import {
  IsDateText,
  IsDecimalText,
  IsId,
  IsOneOf,
  IsText,
  IsWholeNumber,
} from '../../fields/fields.js';
import { variantsBy, type MessageClass } from '../../schema/variants.js';
import { DEFAULT_BODY_BY_TYPE } from './default-command-bodies.message.js';
import { INSTRUMENT_BODY_BY_TYPE } from './instrument-command-bodies.message.js';

@JSONSchema({ description: 'Applies reference data: all of the document or nothing.' })
export class ApplyReferenceDataBody {
  @IsOneOf(['APPLY_REFERENCE_DATA'])
  type!: 'APPLY_REFERENCE_DATA';

  @IsDocument('The reference data as clearing-house.yaml defines it.')
  document!: Record<string, unknown>;
}

@JSONSchema({ description: 'Records a change of reference data for another operator to confirm.' })
export class ProposeReferenceDataBody {
  @IsOneOf(['PROPOSE_REFERENCE_DATA'])
  type!: 'PROPOSE_REFERENCE_DATA';

  @IsDocument('The reference data as clearing-house.yaml defines it.')
  document!: Record<string, unknown>;
}

@JSONSchema({ description: "Applies another operator's proposal." })
export class ConfirmReferenceDataBody {
  @IsOneOf(['CONFIRM_REFERENCE_DATA'])
  type!: 'CONFIRM_REFERENCE_DATA';

  @IsId()
  proposalId!: string;
}

@JSONSchema({ description: 'Takes a proposal back.' })
export class WithdrawReferenceDataBody {
  @IsOneOf(['WITHDRAW_REFERENCE_DATA'])
  type!: 'WITHDRAW_REFERENCE_DATA';

  @IsId()
  proposalId!: string;
}

@JSONSchema({ description: 'Imports closes of a risk factor.' })
export class ImportHistoryBody {
  @IsOneOf(['IMPORT_HISTORY'])
  type!: 'IMPORT_HISTORY';

  @IsText(NAME_LENGTH_MAX, 'A risk factor such as SPX, SPX.VOL, SPX.VOL@90 or EURUSD.')
  symbol!: string;

  @IsCloses('Pairs of a date and a close.')
  closes!: [string, string][];
}

@JSONSchema({ description: 'Runs a settlement cycle now.' })
export class SettleBody {
  @IsOneOf(['SETTLE'])
  type!: 'SETTLE';

  @IsOneOf(['EOD', 'INTRADAY'])
  cycleType!: 'EOD' | 'INTRADAY';

  @IsDateText()
  date!: string;

  @IsOptional()
  @IsId()
  cycleId?: string;
}

@JSONSchema({ description: 'Corrects a settlement price of the last end-of-day cycle.' })
export class CorrectSettlementPriceBody {
  @IsOneOf(['CORRECT_SETTLEMENT_PRICE'])
  type!: 'CORRECT_SETTLEMENT_PRICE';

  @IsId()
  instrument!: string;

  @IsDateText()
  date!: string;

  @IsDecimalText()
  price!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;
}

@JSONSchema({ description: 'Cancels a margin call.' })
export class CancelCallBody {
  @IsOneOf(['CANCEL_CALL'])
  type!: 'CANCEL_CALL';

  @IsId()
  callId!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;
}

@JSONSchema({ description: 'Sends a quarantined message again as it was, or sets it aside.' })
export class ReleaseQuarantinedBody {
  @IsOneOf(['RELEASE_QUARANTINED'])
  type!: 'RELEASE_QUARANTINED';

  @IsWholeNumber(1, undefined, 'Ledger position at which the message was quarantined.')
  position!: number;

  @IsOneOf(['RESENT', 'DISCARDED'])
  action!: 'RESENT' | 'DISCARDED';

  @IsText(REASON_LENGTH_MAX)
  reason!: string;
}

const CLASS_BY_TYPE = {
  APPLY_REFERENCE_DATA: ApplyReferenceDataBody,
  PROPOSE_REFERENCE_DATA: ProposeReferenceDataBody,
  CONFIRM_REFERENCE_DATA: ConfirmReferenceDataBody,
  WITHDRAW_REFERENCE_DATA: WithdrawReferenceDataBody,
  IMPORT_HISTORY: ImportHistoryBody,
  SETTLE: SettleBody,
  CORRECT_SETTLEMENT_PRICE: CorrectSettlementPriceBody,
  CANCEL_CALL: CancelCallBody,
  RELEASE_QUARANTINED: ReleaseQuarantinedBody,
  ...DEFAULT_BODY_BY_TYPE,
  ...INSTRUMENT_BODY_BY_TYPE,
} satisfies { [B in CommandBody as B['type']]: MessageClass<B> };

export const COMMAND_BODY_VARIANTS = variantsBy('type', CLASS_BY_TYPE, 'body.type');
