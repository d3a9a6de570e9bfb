import { memberTradeInput } from '#libs/clearing/member-trade-input.js';
import type { DecisionSession } from '#libs/decider/decision-session.js';
import { decideInstruction } from '#libs/domain/collateral/decide-instruction.js';
import { instructionFingerprint } from '#libs/domain/collateral/instruction-fingerprint.js';
import { instructionIdentityKey, ownerOf } from '#libs/domain/collateral/instruction-identity.js';
import type { CommandPolicy } from '#libs/domain/commands/command-policy.js';
import { decideCommand } from '#libs/domain/commands/decide-command.js';
import { bidIdentityKey } from '#libs/domain/default-management/auction/bid-content.js';
import { decideBid } from '#libs/domain/default-management/auction/decide-bid.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type {
  BidSubmission,
  CollateralInstruction,
  MemberInstruction,
  OperatorCommand,
  PriceObservation,
  TradeCorrection,
  TradeSubmission,
  VolatilityObservation,
} from '#libs/domain/inputs/inputs.js';
import { decideVolatility } from '#libs/domain/market/decide-volatility.js';
import {
  correctionFingerprint,
  correctionIdentityKey,
} from '#libs/domain/trade-corrections/correction-identity.js';
import { decideTradeCorrection } from '#libs/domain/trade-corrections/decide-trade-correction.js';
import { decideTrade, tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';
import { tradeFingerprint } from '#libs/domain/trading/trade-fingerprint.js';
import { takePrice } from '#libs/risk/take-price.js';

export type PlayInput =
  | { readonly kind: 'trade'; readonly trade: TradeSubmission }
  | { readonly kind: 'correction'; readonly correction: TradeCorrection }
  | { readonly kind: 'price'; readonly price: PriceObservation }
  | { readonly kind: 'volatility'; readonly volatility: VolatilityObservation }
  | { readonly kind: 'collateral'; readonly instruction: CollateralInstruction }
  | {
      readonly kind: 'bid';
      /** The member whose topic it comes by. */
      readonly bidder: string;
      readonly bid: BidSubmission;
      readonly salt: string;
    }
  /** What a member sends on its own topic of trades. */
  | { readonly kind: 'member'; readonly instruction: MemberInstruction }
  | { readonly kind: 'command'; readonly command: OperatorCommand };

/** What is remembered between inputs where no database does it. */
export interface InputMemory {
  readonly policy: CommandPolicy;
  /** What was accepted, by identity. */
  readonly identities: Map<string, { readonly position: number; readonly fingerprint: string }>;
  /** Reasons of messages that went to quarantine. */
  readonly quarantined: string[];
}

/** Decides one input in a session as the decider would, without servers. */
export function decideInput(session: DecisionSession, input: PlayInput, memory: InputMemory): void {
  switch (input.kind) {
    case 'trade':
      decideSubmission(session, input.trade, memory);
      return;
    case 'correction':
      decideCorrection(session, input.correction, memory);
      return;
    case 'collateral': {
      const { instruction } = input;
      const { instructionId } = instruction;
      const key = instructionIdentityKey({ owner: ownerOf(instruction), instructionId });
      const known = memory.identities.get(key);
      final(session, memory, key, instructionFingerprint(instruction), () =>
        decideInstruction(session.house, session.engine, instruction, known),
      );
      return;
    }
    case 'bid':
      decideSealedBid(session, input, memory);
      return;
    case 'member':
      decideMemberInstruction(session, input.instruction, memory);
      return;
    case 'command':
      session.decide(
        () =>
          decideCommand(
            session.houseNow,
            session.engine,
            input.command,
            memory.policy,
            session.sealedBid,
          ),
        'ccp.commands/0/0',
      );
      return;
    case 'price':
      decidePrice(session, input.price, memory);
      return;
    case 'volatility':
      decideObservation(session, input.volatility, memory);
  }
}

function decideSubmission(
  session: DecisionSession,
  trade: TradeSubmission,
  memory: InputMemory,
): void {
  const key = tradeIdentityKey(trade);
  const timeMs = Date.parse(trade.executedAt);
  if (isOutOfTime(session, trade.executedAt, memory)) return;
  const known = memory.identities.get(key);
  const { house, engine } = session;
  final(session, memory, key, tradeFingerprint(trade), () => [
    decideTrade(house, engine, trade, known, session.timeIfAccepted(timeMs)),
  ]);
}

/** As the decider does it, but for Kafka. */
function decideMemberInstruction(
  session: DecisionSession,
  message: MemberInstruction,
  { identities, quarantined }: InputMemory,
): void {
  const decoded = { kind: 'message', message } as const;
  const key = memberTradeInput.identityOf(decoded);
  const [events, put] = [session.recorded.length, session.quarantined.length];
  const at = { offset: '0', key: null, value: null };
  const input = { topic: `ccp.trades.${message.member}`, partition: 0, message: at, decoded };
  memberTradeInput.decide(session, input, key === undefined ? undefined : identities.get(key));
  quarantined.push(...session.quarantined.slice(put).map(({ reason }) => reason));
  const final = session.recorded[events];
  if (key === undefined || !final) return;
  identities.set(key, {
    position: final.position,
    fingerprint: memberTradeInput.fingerprintOf(final),
  });
}

function decideCorrection(
  session: DecisionSession,
  correction: TradeCorrection,
  memory: InputMemory,
): void {
  if (isOutOfTime(session, correction.requestedAt, memory)) return;
  const key = correctionIdentityKey(correction);
  const before = memory.identities.get(key);
  const novation = session.novatedTrade(tradeIdentityKey(correction));
  const { house, engine } = session;
  final(session, memory, key, correctionFingerprint(correction), () => {
    const nowMs = session.timeIfAccepted(Date.parse(correction.requestedAt));
    return [decideTradeCorrection(house, engine, { correction, novation, before, nowMs })];
  });
}

function decideSealedBid(
  session: DecisionSession,
  { bidder, bid, salt }: Extract<PlayInput, { readonly kind: 'bid' }>,
  { identities }: InputMemory,
): void {
  const key = bidIdentityKey({ bidder, bidId: bid.bidId });
  const before = identities.get(key);
  const sealed = session.sealedBid;
  const { event, seal } = decideBid(session.houseNow, { bidder, bid, salt, before, sealed });
  session.decide(() => [event], `ccp.auction-bids.${bidder}/0/0`);
  if (!seal) return;
  session.seal(seal.hash, seal);
  const position = session.identities.find((each) => each.key === key)?.position ?? 0;
  identities.set(key, { position, fingerprint: seal.hash });
}

function decidePrice(session: DecisionSession, price: PriceObservation, memory: InputMemory): void {
  if (isOutOfTime(session, price.observedAt, memory)) return;
  const refusal = takePrice(session, price, 'ccp.prices/0/0');
  if (refusal !== undefined) memory.quarantined.push(refusal);
}

function decideObservation(
  session: DecisionSession,
  observation: VolatilityObservation,
  memory: InputMemory,
): void {
  if (isOutOfTime(session, observation.observedAt, memory)) return;
  const timeMs = Date.parse(observation.observedAt);
  let refusal: string | undefined;
  session.decide(() => {
    const nowMs = session.timeIfAccepted(timeMs);
    const verdict = decideVolatility(session.house, observation, nowMs);
    refusal = verdict.ok ? undefined : verdict.error;
    return verdict.ok ? verdict.value : [];
  }, 'ccp.volatilities/0/0');
  if (refusal !== undefined) memory.quarantined.push(refusal);
}

function isOutOfTime(session: DecisionSession, at: string, memory: InputMemory): boolean {
  if (session.judgeTime(Date.parse(at)) === 'fine') return false;
  memory.quarantined.push(`time ${at}`);
  return true;
}

/** Decides what makes an identity final, and remembers it. */
function final(
  session: DecisionSession,
  { identities }: InputMemory,
  key: string,
  fingerprint: string,
  decide: () => readonly NewEvent[],
): void {
  const before = session.identities.length;
  session.decide(decide, 'ccp.inputs/0/0');
  for (const { key: made, position } of session.identities.slice(before))
    if (made === key) identities.set(key, { position, fingerprint });
}
