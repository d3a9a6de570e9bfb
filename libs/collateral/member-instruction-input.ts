import { decodeCollateral } from '#libs/contracts/decoders/decode-collateral.js';
import { causationOf } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import {
  rejectInstruction,
  rejectMisshapenInstruction,
} from '#libs/domain/collateral/decide-instruction.js';
import type { InstructionIdentity } from '#libs/domain/collateral/instruction-identity.js';
import { refuseNotOfMember } from '#libs/domain/collateral/refuse-not-of-member.js';
import type { CollateralInstruction, Decoded } from '#libs/domain/inputs/inputs.js';
import { instructionInput } from './instruction-input.js';

/** An instruction with the member whose topic it came by. */
interface SentInstruction {
  readonly decoded: Decoded<CollateralInstruction, InstructionIdentity>;
  readonly member: string;
}

/**
 * How messages of `ccp.collateral.<MEMBER>` are decided: as those of `ccp.collateral`, once it is known that
 * the member may send them. What it is refused for somebody else's account is its own affair: nobody else is
 * told.
 */
export const memberInstructionInput: InputKind<SentInstruction> = {
  decode: (value, member = '') => ({ decoded: decodeCollateral(value), member }),

  identityOf: ({ decoded, member }) =>
    decoded.kind === 'message' && !refuseNotOfMember(decoded.message, member)
      ? instructionInput.identityOf(decoded)
      : undefined,

  fingerprintOf: (event) => instructionInput.fingerprintOf(event),

  decide(session, { decoded: { decoded, member }, ...input }, known) {
    const causation = causationOf({ ...input, decoded });
    if (decoded.kind === 'misshapen')
      session.emit([rejectMisshapenInstruction(decoded, member)], causation);
    else if (decoded.kind === 'unreadable')
      session.quarantine({ ...input, decoded }, decoded.reason);
    else {
      const refusal = refuseNotOfMember(decoded.message, member);
      if (refusal) session.emit([rejectInstruction(decoded.message, refusal, member)], causation);
      else instructionInput.decide(session, { ...input, decoded }, known);
    }
  },
};
