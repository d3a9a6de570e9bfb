import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { IsDateText, IsId, IsInstantText, IsText, IsWholeNumber } from '../../fields/fields.js';
import { IsHash, IsPayload, IsPosition } from '../../fields/out-fields.js';
import { only } from '../../schema/variants.js';

const STREAM_LENGTH_MAX = 300;

@JSONSchema({ description: 'One event of the ledger; its payload follows from its type.' })
export class LedgerEventMessage {
  @IsId()
  ledger!: string;

  @IsPosition('Gap-free within a ledger.')
  position!: number;

  @IsText(STREAM_LENGTH_MAX, 'Events of one stream keep their order on this topic.')
  stream!: string;

  @IsId()
  type!: string;

  @IsWholeNumber(1)
  schemaVersion!: number;

  @IsInstantText()
  recordedAt!: string;

  @IsOptional()
  @IsInstantText('The ledger time that the decision used.')
  ledgerTime?: string | null;

  @IsOptional()
  @IsDateText('The business date that the event counts for.')
  effectiveDate?: string | null;

  @IsText(STREAM_LENGTH_MAX, 'What it was decided upon: topic/partition/offset, or a policy.')
  causation!: string;

  @IsHash('SHA-256 over this event and the hash of the one before it, in hexadecimal.')
  hash!: string;

  @IsPayload()
  payload!: object;
}

export const LEDGER_EVENT_VARIANTS = only(LedgerEventMessage);
