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
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { decideSide } from '#libs/domain/matching/decide-side.js';
import { decideSideWithdrawal } from '#libs/domain/matching/decide-side-withdrawal.js';
import {
  rejectMemberMessage,
  rejectMisshapenMemberMessage,
} from '#libs/domain/matching/reject-member-message.js';
import { sideFingerprint } from '#libs/domain/matching/side-fingerprint.js';
import { identityOfSide, sideKey } from '#libs/domain/matching/side-identity.js';
import { decideTransferRequest } from '#libs/domain/trade-transfers/decide-transfer-request.js';
import { requestFingerprint, requestKey } from '#libs/domain/trade-transfers/request-identity.js';
import { offerKey } from '#libs/domain/trade-transfers/offer-state.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import {
  exerciseFingerprint,
  exerciseKey,
} from '#libs/domain/settlement/expiry/exercise-identity.js';
import { isInTime } from './is-in-time.js';
import { takeExercise } from './take-exercise.js';

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

/** What a member asks for lots that it has. */
const TRANSFER = { identityOf: requestKey, decide: takeTransferRequest };

/** How each type of message is decided, and by which identity it is known when it comes again. */
const KINDS: {
  readonly [T in MemberInstruction['type']]: {
    readonly identityOf: (instruction: InstructionOf<T>) => string | undefined;
    readonly decide: (asked: Asked<InstructionOf<T>>) => void;
  };
} = {
  SIDE: { identityOf: sideKey, decide: takeSide },
  EXERCISE: { identityOf: exerciseKey, decide: takeExercise },
  WITHDRAW: {
    identityOf: () => undefined,
    decide: ({ session, input, instruction }) =>
      session.decide(() => [decideSideWithdrawal(session.house, instruction)], causationOf(input)),
  },
  GIVE_UP: TRANSFER,
  TAKE_UP: TRANSFER,
  TRANSFER_POSITION: TRANSFER,
  ACCEPT_TRANSFER: TRANSFER,
  DECLINE: TRANSFER,
  WITHDRAW_OFFER: TRANSFER,
  ALLOCATE: TRANSFER,
  ALLOCATE_AVERAGE: TRANSFER,
  ADJUST: TRANSFER,
};

/** What a member's message said that an event made final. */
const FINGERPRINTS: {
  readonly [T in RecordedEvent['type']]?: (payload: never) => string;
} = {
  SideSubmitted: sideFingerprint,
  ExerciseInstructed: exerciseFingerprint,
  TransferOffered: ofRequest,
  OfferClosed: ofRequest,
  LotsTransferred: ofRequest,
};

function ofRequest({ request }: { readonly request: TransferRequest }): string {
  return requestFingerprint(request);
}

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

  tradesFor(house, decoded) {
    return decoded.kind === 'message' ? tradesNamed(house, decoded.message) : [];
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
  const said = { field: 'executedAt', at: side.executedAt, whose: 'your' };
  const refuse = (refusal: Parameters<typeof rejectMemberMessage>[1]) =>
    rejectMemberMessage(identityOfSide(side), refusal, side.type);
  if (!isInTime(session, input, said, refuse)) return;
  const { house, engine } = session;
  session.decide(
    () => decideSide(house, engine, side, known, session.timeIfAccepted(executedMs)),
    causationOf(input),
  );
}

function takeTransferRequest({
  session,
  input,
  instruction: request,
  known: before,
}: Asked<TransferRequest>): void {
  const { requestedAt, member, instructionId, type } = request;
  const requestedMs = Date.parse(requestedAt);
  const time = session.judgeTime(requestedMs);
  if (time === 'too-great-a-leap') {
    const reason = `requestedAt ${requestedAt} is more than 40 days ahead of the ledger's time`;
    session.quarantine(input, reason);
    return;
  }
  if (time === 'ahead-of-the-clock') {
    const refusal = {
      code: 'INVALID_FIELD',
      field: 'requestedAt',
      reason: `requestedAt ${requestedAt} lies more than 5 s in the future; check your clock`,
    };
    const identity = { member, idField: 'instructionId', id: instructionId } as const;
    session.emit([rejectMemberMessage(identity, refusal, type)], causationOf(input));
    return;
  }
  const { house, engine, novatedTrade } = session;
  session.decide(() => {
    const nowMs = session.timeIfAccepted(requestedMs);
    return [decideTransferRequest(house, engine, { request, before, nowMs, novatedTrade })];
  }, causationOf(input));
}

/** Trades that a message is about, by the keys of their identities; what is offered names them too. */
function tradesNamed({ offers }: HouseState, message: MemberInstruction): readonly string[] {
  switch (message.type) {
    case 'GIVE_UP':
    case 'ALLOCATE':
      return [tradeIdentityKey(message)];
    case 'ALLOCATE_AVERAGE':
      return message.trades.map(tradeIdentityKey);
    case 'TAKE_UP': {
      const offered = offers.pending.get(offerKey(message.offer))?.request;
      return offered?.type === 'GIVE_UP' ? [tradeIdentityKey(offered)] : [];
    }
    default:
      return [];
  }
}
