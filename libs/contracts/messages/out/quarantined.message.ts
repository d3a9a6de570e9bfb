import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { REASON_LENGTH_MAX } from '../../fields/bounds.js';
import { IsId, IsText, IsWholeNumber } from '../../fields/fields.js';
import { IsBase64, IsCounterText, IsHeaders, IsPosition } from '../../fields/out-fields.js';
import { only } from '../../schema/variants.js';

@JSONSchema({ description: 'A message that could not be read or failed its checks.' })
export class QuarantinedMessage {
  @IsOptional()
  @IsId()
  ledger?: string;

  @IsPosition('Names the message in the commands of an operator.')
  position!: number;

  @IsText(249)
  topic!: string;

  @IsWholeNumber(0)
  partition!: number;

  @IsCounterText()
  offset!: string;

  @IsText(REASON_LENGTH_MAX)
  reason!: string;

  @IsOptional()
  @IsBase64('The key as it came, if there was one.')
  key?: string | null;

  @IsOptional()
  @IsBase64('The value as it came; absent when it was empty or is too long to be repeated.')
  value?: string | null;

  @IsOptional()
  @IsPosition('How long the value is, where it is too long to be repeated.')
  valueBytes?: number;

  @IsOptional()
  @IsHeaders('The headers as they came, read as text.')
  headers?: Record<string, string>;
}

export const QUARANTINED_VARIANTS = only(QuarantinedMessage);
