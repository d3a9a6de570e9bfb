import { decodeCollateral } from '#libs/contracts/decoders/decode-collateral.js';
import { causationOf } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { CollateralInstruction, Decoded } from '#libs/domain/inputs/inputs.js';
import { acceptedInstruction, isAccepting } from '#libs/domain/collateral/accepted-instruction.js';
import {
  decideInstruction,
  rejectMisshapenInstruction,
} from '#libs/domain/collateral/decide-instruction.js';
import { instructionFingerprint } from '#libs/domain/collateral/instruction-fingerprint.js';
import {
  instructionIdentityKey,
  ownerOf,
  type InstructionIdentity,
} from '#libs/domain/collateral/instruction-identity.js';
import { invariant } from '#libs/domain/kernel/assert.js';

/** How messages of `ccp.collateral` are decided: each gets exactly one answer, or goes to quarantine. */
export const instructionInput: InputKind<Decoded<CollateralInstruction, InstructionIdentity>> = {
  decode: decodeCollateral,

  identityOf(decoded) {
    if (decoded.kind !== 'message') return undefined;
    const { instructionId } = decoded.message;
    return instructionIdentityKey({ owner: ownerOf(decoded.message), instructionId });
  },

  fingerprintOf(event: RecordedEvent) {
    invariant(isAccepting(event), () => `${event.type} is no instruction`);
    return instructionFingerprint(acceptedInstruction(event));
  },

  decide(session, input, known) {
    const { decoded } = input;
    if (decoded.kind === 'unreadable') session.quarantine(input, decoded.reason);
    else if (decoded.kind === 'misshapen')
      session.emit([rejectMisshapenInstruction(decoded)], causationOf(input));
    else {
      const { message } = decoded;
      const { house, engine } = session;
      session.decide(() => decideInstruction(house, engine, message, known), causationOf(input));
    }
  },
};
