import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';

export interface InstructionIdentity {
  /** The account, or the member for the default fund. */
  readonly owner: string;
  readonly instructionId: string;
}

export const ownerOf = (instruction: CollateralInstruction): string =>
  instruction.account ?? instruction.member ?? '';

/** The identity of an instruction: (account or member, instructionId). */
export const instructionIdentityKey = ({ owner, instructionId }: InstructionIdentity): string =>
  `instruction/${owner}/${instructionId}`;

/** Events of an owner's instructions keep their order among each other. */
export const instructionStream = (owner: string): string =>
  owner.includes('/') ? `account/${owner}` : `member/${owner}`;
