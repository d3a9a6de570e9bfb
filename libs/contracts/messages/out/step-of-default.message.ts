import { IsId } from '../../fields/fields.js';
import { IsPosition } from '../../fields/out-fields.js';

/** What every step of a default says. */
export class StepOfDefault {
  @IsId()
  defaultId!: string;

  @IsId('The defaulter.')
  member!: string;

  @IsPosition('Where the ledger has the step.')
  position!: number;
}
