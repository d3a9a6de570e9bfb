import { isInDefault } from '#libs/domain/default-management/default-state.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { ExerciseInstruction } from '#libs/domain/inputs/inputs.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, type Result } from '#libs/domain/kernel/result.js';
import { memberStream, rejectMemberMessage } from '#libs/domain/matching/reject-member-message.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import { readLots } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { cutOffOf } from './endings.js';
import { exerciseFingerprint, exerciseKey, identityOfExercise } from './exercise-identity.js';

/** An instruction that was taken under the same identity before. */
interface TakenBefore {
  readonly position: number;
  readonly fingerprint: string;
}

interface ExerciseRefusal {
  readonly code: string;
  readonly field: string;
  readonly reason: string;
}

/**
 * A contrary instruction: a holder gives up the exercise of so many of its long lots, or has lots exercised
 * which would lapse. The last one of a holder for an option counts, until the cut-off on the ledger's clock.
 * @param nowMs the ledger's time if it is taken
 */
export function decideExercise(
  house: HouseState,
  instruction: ExerciseInstruction,
  before: TakenBefore | undefined,
  nowMs: number | undefined,
): NewEvent {
  const { type, ...content } = instruction;
  const refuse = (refusal: ExerciseRefusal): NewEvent =>
    rejectMemberMessage(identityOfExercise(content), refusal, type);
  if (before && before.fingerprint === exerciseFingerprint(content)) {
    const payload = { identity: exerciseKey(content), position: before.position };
    return { type: 'AnswerRepeated', streamId: memberStream(content.member), payload };
  }
  if (before)
    return refuse({
      code: 'CONFLICTING_DUPLICATE',
      field: 'instructionId',
      reason: `${content.instructionId} of ${content.member} was sent with other content before (ledger position ${before.position}); send a new instruction under a new id: the last one counts`,
    });
  const lots = judge(house, instruction, nowMs);
  if (!lots.ok) return refuse(lots.error);
  const { submittedAt } = content;
  return {
    type: 'ExerciseInstructed',
    streamId: memberStream(content.member),
    identity: exerciseKey(content),
    ...(submittedAt === undefined ? {} : { movesClockToMs: Date.parse(submittedAt) }),
    payload: { ...content, quantity: String(lots.value) },
  };
}

/** Its lots, where it can be taken; judged in the contract's order: whose, instrument, account, quantity. */
function judge(
  house: HouseState,
  instruction: ExerciseInstruction,
  nowMs: number | undefined,
): Result<number, ExerciseRefusal> {
  const refusal =
    refuseOthers(instruction) ??
    refuseInstrument(house, instruction, nowMs) ??
    refuseAccount(house, instruction);
  if (refusal) return failed(refusal);
  const lots = readLots(instruction.quantity);
  if (!lots.ok) return failed({ field: 'quantity', ...lots.error });
  const long = longLots(house, instruction);
  if (lots.value <= long) return lots;
  const { account, client, instrument } = instruction;
  const holder = client === undefined ? account : `${client} of ${account}`;
  return failed({
    code: 'INVALID_QUANTITY',
    field: 'quantity',
    reason: `${holder} is long of ${long} lots of ${instrument}, fewer than ${lots.value}; instruct for what it holds`,
  });
}

function refuseOthers({ account, member }: ExerciseInstruction): ExerciseRefusal | undefined {
  if (memberOf(account) === member) return undefined;
  return {
    code: 'NOT_YOURS',
    field: 'account',
    reason: `${account} is not an account of ${member}, whose topic this came by; name an account of your own`,
  };
}

function refuseInstrument(
  house: HouseState,
  { instrument }: ExerciseInstruction,
  nowMs: number | undefined,
): ExerciseRefusal | undefined {
  const refuse = (code: string, reason: string) => ({ code, field: 'instrument', reason });
  const entry = house.reference?.instruments.get(instrument);
  if (!entry)
    return refuse(
      'UNKNOWN_INSTRUMENT',
      `${instrument} is not an instrument of ledger ${house.ledgerId}; correct the name`,
    );
  if (entry.type !== 'option')
    return refuse('INVALID_FIELD', `${instrument} is no option, so there is nothing to exercise`);
  const endedIn = house.settlement.ended.get(instrument);
  if (endedIn !== undefined)
    return refuse('INSTRUMENT_NOT_OPEN', `cycle ${endedIn} has exercised ${instrument} already`);
  const cutOffMs = cutOffOf(entry);
  if (nowMs === undefined || nowMs < cutOffMs) return undefined;
  return refuse(
    'INSTRUMENT_NOT_OPEN',
    `instructions for ${instrument} were taken until ${formatInstant(cutOffMs)}, and it is ${formatInstant(nowMs)} on the ledger's clock`,
  );
}

function refuseAccount(
  house: HouseState,
  { account, client, member }: ExerciseInstruction,
): ExerciseRefusal | undefined {
  const entry = referenceOf(house).accounts.get(account);
  if (!entry)
    return {
      code: 'UNKNOWN_ACCOUNT',
      field: 'account',
      reason: `${account} is not an account of this clearing house; correct the account`,
    };
  if (isInDefault(house, member))
    return {
      code: 'MEMBER_IN_DEFAULT',
      field: 'account',
      reason: `${member} is in default and instructs no more`,
    };
  const isGross = isGrossOmnibus(entry.account);
  if (isGross === (client !== undefined)) return undefined;
  return isGross
    ? {
        code: 'MISSING_FIELD',
        field: 'client',
        reason: `client is missing: positions of ${account} are kept gross by client; name the one whose lots they are`,
      }
    : {
        code: 'INVALID_FIELD',
        field: 'client',
        reason: `client is only for accounts of type client-omnibus-gross, and ${account} is none; leave it out`,
      };
}

function longLots(
  { trading }: HouseState,
  { account, client, instrument }: ExerciseInstruction,
): number {
  return client === undefined
    ? Math.max(holdingsOf(trading, account).get(instrument)?.lots ?? 0, 0)
    : (trading.clients.get(account)?.get(client)?.get(instrument)?.long ?? 0);
}
