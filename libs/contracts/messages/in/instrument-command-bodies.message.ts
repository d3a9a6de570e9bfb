import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { InstrumentCommandBody } from '#libs/domain/instrument-life/instrument-command.js';
import { NAME_LENGTH_MAX, REASON_LENGTH_MAX } from '../../fields/bounds.js';
import { IsDateText, IsId, IsInstantText, IsOneOf, IsText } from '../../fields/fields.js';
import type { MessageClass } from '../../schema/variants.js';

@JSONSchema({ description: 'Halts trading in an instrument.' })
export class HaltInstrumentBody {
  @IsOneOf(['HALT_INSTRUMENT'])
  type!: 'HALT_INSTRUMENT';

  @IsId()
  instrument!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;
}

@JSONSchema({ description: 'Resumes trading in an instrument.' })
export class ResumeInstrumentBody {
  @IsOneOf(['RESUME_INSTRUMENT'])
  type!: 'RESUME_INSTRUMENT';

  @IsId()
  instrument!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;
}

@JSONSchema({ description: 'Sets an end to the life of an instrument.' })
export class DelistInstrumentBody {
  @IsOneOf(['DELIST_INSTRUMENT'])
  type!: 'DELIST_INSTRUMENT';

  @IsId()
  instrument!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;

  @IsOptional()
  @IsInstantText('From then on nobody trades; now where it and the day are left out.')
  lastTradingAt?: string;

  @IsOptional()
  @IsDateText("Trades until the end of this date in the calendar's time zone.")
  lastTradingDay?: string;
}

@JSONSchema({ description: 'Adjusts the contracts on an underlying for a corporate action.' })
export class AdjustContractsBody {
  @IsOneOf(['ADJUST_CONTRACTS'])
  type!: 'ADJUST_CONTRACTS';

  @IsId()
  underlying!: string;

  @IsText(NAME_LENGTH_MAX, 'New lots for old ones, such as 3:1.')
  ratio!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;

  @IsOptional()
  @IsId('Names the corporate action: the same again changes nothing.')
  adjustmentId?: string;
}

export const INSTRUMENT_BODY_BY_TYPE = {
  HALT_INSTRUMENT: HaltInstrumentBody,
  RESUME_INSTRUMENT: ResumeInstrumentBody,
  DELIST_INSTRUMENT: DelistInstrumentBody,
  ADJUST_CONTRACTS: AdjustContractsBody,
} satisfies { [B in InstrumentCommandBody as B['type']]: MessageClass<B> };
