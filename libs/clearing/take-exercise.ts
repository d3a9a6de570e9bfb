import type { DecisionSession } from '#libs/decider/decision-session.js';
import { causationOf, type Input } from '#libs/decider/input.js';
import type { KnownIdentity } from '#libs/decider/recent-identities.js';
import type {
  Decoded,
  ExerciseInstruction,
  MemberInstruction,
  MemberMessageIdentity,
} from '#libs/domain/inputs/inputs.js';
import { rejectMemberMessage } from '#libs/domain/matching/reject-member-message.js';
import { decideExercise } from '#libs/domain/settlement/expiry/decide-exercise.js';
import { identityOfExercise } from '#libs/domain/settlement/expiry/exercise-identity.js';
import { isInTime } from './is-in-time.js';

/** Decides a contrary instruction; without a time of its own it is judged at the ledger's. */
export function takeExercise({
  session,
  input,
  instruction,
  known,
}: {
  readonly session: DecisionSession;
  readonly input: Input<Decoded<MemberInstruction, MemberMessageIdentity>>;
  readonly instruction: ExerciseInstruction;
  readonly known: KnownIdentity | undefined;
}): void {
  const { submittedAt } = instruction;
  const submittedMs = submittedAt === undefined ? undefined : Date.parse(submittedAt);
  if (submittedAt !== undefined) {
    const said = { field: 'submittedAt', at: submittedAt, whose: 'your' };
    const isTaken = isInTime(session, input, said, (refusal) =>
      rejectMemberMessage(identityOfExercise(instruction), refusal, instruction.type),
    );
    if (!isTaken) return;
  }
  session.decide(() => {
    const house = session.houseNow;
    const nowMs =
      submittedMs === undefined ? house.ledgerTimeMs : session.timeIfAccepted(submittedMs);
    return [decideExercise(house, instruction, known, nowMs)];
  }, causationOf(input));
}
