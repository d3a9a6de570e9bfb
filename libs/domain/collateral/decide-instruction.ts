import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type {
  CollateralInstruction,
  CollateralInstructionType,
  Misshapen,
} from '#libs/domain/inputs/inputs.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { bucketFields } from './bucket-fields.js';
import { decideContribution, decideFundWithdrawal } from './decide-default-fund.js';
import { decideDeposit } from './decide-deposit.js';
import { decideSubstitution } from './decide-substitution.js';
import { refuseOfDefaulter } from './refuse-of-defaulter.js';
import { decideTransfer } from './decide-transfer.js';
import { decideRecall, decideWithdrawal } from './decide-withdrawal.js';
import type { InstructionContext } from './instruction-context.js';
import { instructionFingerprint } from './instruction-fingerprint.js';
import {
  instructionIdentityKey,
  instructionStream,
  ownerOf,
  type InstructionIdentity,
} from './instruction-identity.js';
import type { Judged, Refusal } from './refusal.js';

export interface AcceptedBefore {
  readonly position: number;
  readonly fingerprint: string;
}

/** How each type of instruction is decided. */
const DECIDED: {
  readonly [T in CollateralInstructionType]: (context: InstructionContext) => Judged<NewEvent[]>;
} = {
  DEPOSIT: decideDeposit,
  WITHDRAWAL: decideWithdrawal,
  SUBSTITUTION: decideSubstitution,
  TRANSFER: decideTransfer,
  RECALL: decideRecall,
  DEFAULT_FUND_DEPOSIT: decideContribution,
  DEFAULT_FUND_WITHDRAWAL: decideFundWithdrawal,
};

/** Judges a collateral instruction on the state as it is: one decision, and one answer to it. */
export function decideInstruction(
  house: HouseState,
  engine: MarginEngine,
  instruction: CollateralInstruction,
  before: AcceptedBefore | undefined,
): NewEvent[] {
  if (before) return [answerAgain(instruction, before)];
  const barred = refuseOfDefaulter(house, instruction);
  if (barred) return [rejectInstruction(instruction, barred)];
  const decided = DECIDED[instruction.type]({ house, engine, instruction });
  return decided.ok ? decided.value : [rejectInstruction(instruction, decided.error)];
}

/**
 * An instruction with an identity whose shape is wrong.
 * @param sentBy the member whose own topic it came by
 */
export function rejectMisshapenInstruction(
  misshapen: Misshapen<InstructionIdentity>,
  sentBy?: string,
): NewEvent {
  const { identity, refusal, known } = misshapen;
  const { owner, instructionId } = identity;
  const named = owner.includes('/') ? { account: owner } : { member: owner };
  return {
    type: 'CollateralInstructionRejected',
    streamId: instructionStream(owner),
    payload: {
      ...known,
      instructionId,
      ...named,
      ...refusal,
      ...(sentBy === undefined ? {} : { sentBy }),
    },
  };
}

/**
 * An instruction is refused.
 * @param sentBy the member whose own topic it came by
 */
export function rejectInstruction(
  instruction: CollateralInstruction,
  refusal: Refusal,
  sentBy?: string,
): NewEvent {
  const { instructionId, type, account, toAccount, member, asset, quantity, release, deliver } =
    instruction;
  return {
    type: 'CollateralInstructionRejected',
    streamId: instructionStream(ownerOf(instruction)),
    payload: {
      instructionId,
      ...(account === undefined ? {} : { account }),
      ...(toAccount === undefined ? {} : { toAccount }),
      ...(member === undefined ? {} : { member }),
      type,
      ...bucketFields(instruction),
      ...(asset === undefined ? {} : { asset }),
      ...(quantity === undefined ? {} : { quantity }),
      ...(release === undefined ? {} : { release }),
      ...(deliver === undefined ? {} : { deliver }),
      ...refusal,
      ...(sentBy === undefined ? {} : { sentBy }),
    },
  };
}

function answerAgain(instruction: CollateralInstruction, before: AcceptedBefore): NewEvent {
  const { instructionId } = instruction;
  const owner = ownerOf(instruction);
  const identity = instructionIdentityKey({ owner, instructionId });
  if (instructionFingerprint(instruction) === before.fingerprint)
    return {
      type: 'AnswerRepeated',
      streamId: instructionStream(owner),
      payload: { identity, position: before.position },
    };
  return rejectInstruction(instruction, {
    code: 'CONFLICTING_DUPLICATE',
    field: 'instructionId',
    reason: `${instructionId} of ${owner} was accepted with other content at position ${before.position}; send a new instruction under a new id`,
  });
}
