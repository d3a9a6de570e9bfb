import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { CommandBody } from '#libs/domain/inputs/inputs.js';
import { NAME_LENGTH_MAX } from '../../fields/bounds.js';
import { IsId, IsInstantText, IsText } from '../../fields/fields.js';
import { IsNested } from '../../fields/nested.js';
import { COMMAND_BODY_VARIANTS } from './command-bodies.message.js';

/** What the back office passes on for an operator; nobody else may write its topic. */
@JSONSchema({ description: "An operator's command. The same commandId again changes nothing." })
export class CommandMessage {
  @IsId('Idempotency key.')
  commandId!: string;

  @IsId()
  ledger!: string;

  @IsText(NAME_LENGTH_MAX, 'Who asks for it.')
  by!: string;

  @IsOptional()
  @IsInstantText('Moves the clock of a ledger that runs on event time.')
  at?: string;

  @IsNested(COMMAND_BODY_VARIANTS)
  body!: CommandBody;
}
