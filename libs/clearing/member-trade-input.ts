import { decodeMemberTrade } from '#libs/contracts/decoders/decode-member-trade.js';
import type { DecisionSession } from '#libs/decider/decision-session.js';
import { causationOf, type Input } from '#libs/decider/input.js';
import type { InputKind } from '#libs/decider/input-kind.js';
import type { KnownIdentity } from '#libs/decider/recent-identities.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type {
  Decoded,
  MemberInstruction,
  MemberMessageIdentity,
  SideSubmission,
} from '#libs/domain/inputs/inputs.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { decideSide } from '#libs/domain/matching/decide-side.js';
import { decideSideWithdrawal } from '#libs/domain/matching/decide-side-withdrawal.js';
import {
  rejectMemberMessage,
  rejectMisshapenMemberMessage,
} from '#libs/domain/matching/reject-member-message.js';
import { sideFingerprint } from '#libs/domain/matching/side-fingerprint.js';
import { identityOfSide, sideKey } from '#libs/domain/matching/side-identity.js';

type DecodedInstruction = Decoded<MemberInstruction, MemberMessageIdentity>;

/** What a decision is made with. */
interface Asked<T extends MemberInstruction> {
  readonly session: DecisionSession;
  readonly input: Input<DecodedInstruction>;
  readonly instruction: T;
  readonly known: KnownIdentity | undefined;
}

type InstructionOf<T extends MemberInstruction['type']> = Extract<
  MemberInstruction,
  { readonly type: T }
>;

/** How each type of message is decided, and by which identity it is known when it comes again. */
const KINDS: {
  readonly [T in MemberInstruction['type']]: {
    readonly identityOf: (instruction: InstructionOf<T>) => string | undefined;
    readonly decide: (asked: Asked<InstructionOf<T>>) => void;
  };
} = {
  SIDE: { identityOf: sideKey, decide: takeSide },
  WITHDRAW: {
    identityOf: () => undefined,
    decide: ({ session, input, instruction }) =>
      session.decide(() => [decideSideWithdrawal(session.house, instruction)], causationOf(input)),
  },
};

/** What a member's message said that an event made final. */
const FINGERPRINTS: {
  readonly [T in RecordedEvent['type']]?: (payload: never) => string;
} = { SideSubmitted: sideFingerprint };

/**
 * How messages of `ccp.trades.<MEMBER>` are decided: each gets its answers on the member's own topic, or goes
 * to quarantine. Whose it is, the topic says.
 */
export const memberTradeInput: InputKind<DecodedInstruction> = {
  decode: decodeMemberTrade,

  identityOf(decoded) {
    if (decoded.kind !== 'message') return undefined;
    const { message } = decoded;
    return kindOf(message).identityOf(message);
  },

  fingerprintOf({ type, payload }) {
    const fingerprint = FINGERPRINTS[type] as ((payload: unknown) => string) | undefined;
    invariant(fingerprint, () => `${type} makes no message of a member final`);
    return fingerprint(payload);
  },

  decide(session, input, known) {
    const { decoded } = input;
    if (decoded.kind === 'unreadable') session.quarantine(input, decoded.reason);
    else if (decoded.kind === 'misshapen')
      session.emit([rejectMisshapenMemberMessage(decoded)], causationOf(input));
    else {
      const instruction = decoded.message;
      kindOf(instruction).decide({ session, input, instruction, known });
    }
  },
};

/** The table pairs types with their messages; TypeScript cannot follow that through the union. */
function kindOf<T extends MemberInstruction>({ type }: T) {
  return KINDS[type] as {
    readonly identityOf: (instruction: T) => string | undefined;
    readonly decide: (asked: Asked<T>) => void;
  };
}

function takeSide({ session, input, instruction: side, known }: Asked<SideSubmission>): void {
  const executedMs = Date.parse(side.executedAt);
  const time = session.judgeTime(executedMs);
  if (time === 'too-great-a-leap') {
    session.quarantine(
      input,
      `executedAt ${side.executedAt} is more than 40 days ahead of the ledger's time`,
    );
    return;
  }
  if (time === 'ahead-of-the-clock') {
    const refusal = {
      code: 'INVALID_FIELD',
      field: 'executedAt',
      reason: `executedAt ${side.executedAt} lies more than 5 s in the future; check your clock`,
    };
    session.emit(
      [rejectMemberMessage(identityOfSide(side), refusal, side.type)],
      causationOf(input),
    );
    return;
  }
  const { house, engine } = session;
  session.decide(
    () => decideSide(house, engine, side, known, session.timeIfAccepted(executedMs)),
    causationOf(input),
  );
}
