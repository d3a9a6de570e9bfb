import { decideInstruction } from '#libs/domain/collateral/decide-instruction.js';
import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import type { HousePlay } from './house-play.js';

/** The parts of an answer to an instruction that tests look at. */
export interface InstructionAnswer {
  readonly type: string;
  readonly code?: string;
  readonly field?: string;
  readonly reason?: string;
  readonly maximumQuantity?: string;
}

let instructions = 0;

/** An instruction of an id of its own, for ALPHA/HOUSE unless said. */
export function instruction(given: Partial<CollateralInstruction>): CollateralInstruction {
  instructions += 1;
  const isFund = given.type?.startsWith('DEFAULT_FUND') ?? false;
  return {
    instructionId: `I-${instructions}`,
    type: 'WITHDRAWAL',
    ...(isFund ? { member: 'ALPHA' } : { account: 'ALPHA/HOUSE' }),
    valueDate: '2026-11-20',
    ...given,
  };
}

/** Sends an instruction; returns its answer, and leaves in the house what it did. */
export function instruct(
  play: HousePlay,
  given: Partial<CollateralInstruction>,
): InstructionAnswer {
  const [event] = play.collateral(instruction(given));
  if (!event) throw new Error('an instruction was not answered');
  return { ...(event.payload as object), type: event.type };
}

/** What an instruction would be answered; nothing happens. */
export function judged(play: HousePlay, given: Partial<CollateralInstruction>): InstructionAnswer {
  const [event] = decideInstruction(play.house, play.engine, instruction(given), undefined);
  if (!event) throw new Error('an instruction would not be answered');
  return { ...event.payload, type: event.type };
}
