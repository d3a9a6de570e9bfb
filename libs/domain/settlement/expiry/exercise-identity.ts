import type { ExerciseContent, MemberMessageIdentity } from '#libs/domain/inputs/inputs.js';
import { canonicalDecimal } from '#libs/domain/trading/trade-fingerprint.js';

type InstructionId = Pick<ExerciseContent, 'member' | 'instructionId'>;

/** The identity of an instruction: (member, instructionId), final once it was taken. */
export const exerciseKey = ({ member, instructionId }: InstructionId): string =>
  `exercise/${member}/${instructionId}`;

/** The identity as it is known to whoever answers. */
export const identityOfExercise = ({
  member,
  instructionId,
}: InstructionId): MemberMessageIdentity => ({
  member,
  idField: 'instructionId',
  id: instructionId,
});

/** What must be equal for an instruction under the same identity to be the same. */
export function exerciseFingerprint(content: ExerciseContent): string {
  const { account, client = '', instrument, choice, quantity } = content;
  return `${account}|${client}|${instrument}|${choice}|${canonicalDecimal(quantity)}`;
}
