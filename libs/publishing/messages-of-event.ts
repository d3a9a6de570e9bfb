import {
  messageId,
  ledgerEventId,
  type CloudEventHeaderBuilder,
} from '#libs/contracts/cloud-events.js';
import {
  ACCEPTED_TYPES,
  type AcceptingEventType,
} from '#libs/domain/collateral/accepted-instruction.js';
import type { EventPayloads, EventType } from '#libs/domain/events/event-catalogue.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { RawEvent } from '#libs/ledger/index.js';
import type { TopicOut } from '#libs/contracts/topics.js';
import { topicName } from '#libs/messaging/topics.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';

/** What messages of an event are made with. */
export interface EventContext {
  readonly ledgerId: string;
  readonly topicPrefix: string;
  readonly headers: CloudEventHeaderBuilder;
}

/** On topics of the house an event leads to one message beside the one on `ccp.ledger`, so its number is fixed. */
const FIRST = 1;

type Answered = Exclude<TopicOut, 'ledger' | 'member'>;

/** The event as everybody may read it, on `ccp.ledger`. */
export function ledgerMessage(context: EventContext, event: RawEvent): OutgoingMessage {
  const { ledgerId, topicPrefix, headers } = context;
  const { position, streamId, type, schemaVersion, recordedAtMs, causation, hash } = event;
  const { ledgerTimeMs, effectiveDate, payloadText } = event;
  // Put together by hand, since this runs for every event; the payload goes out as it was hashed.
  const envelope =
    `{"ledger":"${ledgerId}","position":${position},"stream":"${streamId}","type":"${type}",` +
    `"schemaVersion":${schemaVersion},"recordedAt":"${formatInstant(recordedAtMs)}",` +
    `"ledgerTime":${ledgerTimeMs === undefined ? 'null' : `"${formatInstant(ledgerTimeMs)}"`},` +
    `"effectiveDate":${effectiveDate === undefined ? 'null' : `"${effectiveDate}"`},` +
    `"causation":${JSON.stringify(causation)},"hash":"${hash}","payload":${payloadText}}`;
  return {
    topic: topicName(topicPrefix, 'ledger'),
    key: streamId,
    value: envelope,
    headers: headers.forLedgerEvent(
      type,
      schemaVersion,
      ledgerEventId(ledgerId, position),
      recordedAtMs,
    ),
  };
}

/** The answer or notice that an event is for somebody outside; undefined when it is for nobody. */
export function noticeOf(context: EventContext, event: RawEvent): OutgoingMessage | undefined {
  switch (event.type) {
    case 'TradeNovated':
      return tradeNovated(context, event);
    case 'TradeRejected': {
      // The figures of a limit are not for the other side, which may read this too.
      const { tradeId, limit, ...rest } = payloadOf(event, 'TradeRejected');
      void limit;
      return notice(context, event, 'trade-status', tradeId, {
        tradeId,
        ...rest,
        status: 'REJECTED',
        ledger: context.ledgerId,
        position: event.position,
      });
    }
    case 'TradeCorrectionRejected':
      return correctionRejected(context, event);
    case 'TradeBusted':
    case 'TradeCorrected':
      return tradeCorrected(context, event, event.type);
    case 'AccountSettled':
      return accountSettled(context, event);
    case 'MarginCallIssued':
    case 'MarginCallPaid':
    case 'MarginCallReminded':
    case 'MarginCallOverdue':
    case 'MarginCallEscalated':
    case 'MarginCallCancelled': {
      const call = payloadOf(event, event.type);
      return notice(context, event, 'margin-calls', call.account, call);
    }
    case 'CollateralDeposited':
    case 'CollateralWithdrawn':
    case 'CollateralRecalled':
    case 'CollateralSubstituted':
    case 'CollateralTransferred':
    case 'DefaultFundDeposited':
    case 'DefaultFundWithdrawn':
      return accepted(context, event, event.type);
    case 'CollateralInstructionRejected': {
      const rejected = payloadOf(event, 'CollateralInstructionRejected');
      const key = rejected.account ?? rejected.member ?? null;
      return notice(context, event, 'collateral-status', key, {
        ...rejected,
        status: 'REJECTED',
        position: event.position,
      });
    }
    case 'DefaultStepTaken':
    case 'AccountLiquidated': {
      const { journal, ...step } = { journal: undefined, ...payloadOf(event, event.type) };
      void journal;
      const { position } = event;
      return notice(context, event, 'default-waterfall', step.defaultId, { ...step, position });
    }
    case 'AuctionBidRejected': {
      const rejected = payloadOf(event, 'AuctionBidRejected');
      const { position } = event;
      const answer = { step: 'BID_REJECTED', ...rejected, position };
      return notice(context, event, 'default-waterfall', rejected.defaultId ?? null, answer);
    }
    default:
      return undefined;
  }
}

/** The payload of an event whose type is known. */
export function payloadOf<T extends EventType>(event: RawEvent, type: T): EventPayloads[T] {
  void type;
  return JSON.parse(event.payloadText) as EventPayloads[T];
}

/** Of all messages this one goes out most: it is the payload with the answer's fields put before it. */
function tradeNovated(context: EventContext, event: RawEvent): OutgoingMessage {
  const { ledgerId } = context;
  const { position, payloadText, streamId, ledgerTimeMs, recordedAtMs } = event;
  const novatedAt = formatInstant(ledgerTimeMs ?? recordedAtMs);
  const answer = `{"status":"NOVATED","ledger":"${ledgerId}","position":${position},"novatedAt":"${novatedAt}",`;
  return {
    topic: topicName(context.topicPrefix, 'trade-status'),
    key: streamId.slice(streamId.lastIndexOf('/') + 1),
    value: answer + payloadText.slice(1),
    headers: headersOf(context, event, 'trade-status'),
  };
}

function correctionRejected(context: EventContext, event: RawEvent): OutgoingMessage {
  const { tradeId, ...rest } = payloadOf(event, 'TradeCorrectionRejected');
  const { position } = event;
  const answer = { tradeId, ...rest, status: 'REJECTED', ledger: context.ledgerId, position };
  return notice(context, event, 'trade-status', tradeId, answer);
}

/** What is booked is for the ledger; the answer says who has the trade. */
function tradeCorrected(
  context: EventContext,
  event: RawEvent,
  type: 'TradeBusted' | 'TradeCorrected',
): OutgoingMessage {
  const { bookings, tradeId, ...rest } = payloadOf(event, type);
  void bookings;
  return notice(context, event, 'trade-status', tradeId, {
    tradeId,
    status: type === 'TradeBusted' ? 'BUSTED' : 'CORRECTED',
    ledger: context.ledgerId,
    position: event.position,
    ...rest,
  });
}

/** How the payload of an account's part of a cycle begins, and what it ends with. */
const SETTLED_HEAD =
  /^(\{"cycleId":"[^"]*","type":"[^"]*","businessDate":"[^"]*",)"cyclePosition":(\d+),"account":"([^"]*)"/;
const SETTLED_JOURNAL = ',"journal":[';

/** One with many lines is long: its text goes out as it stands, but for what is for the books alone. */
function accountSettled(context: EventContext, event: RawEvent): OutgoingMessage {
  const { payloadText } = event;
  const [head, start, position, account] = SETTLED_HEAD.exec(payloadText) ?? [];
  const journal = payloadText.lastIndexOf(SETTLED_JOURNAL);
  if (head === undefined || account === undefined || journal < 0)
    throw new Error(`event ${event.position} is no account's part of a cycle`);
  const rest = payloadText.slice(head.length, journal);
  return {
    topic: topicName(context.topicPrefix, 'variation-margin'),
    key: account,
    value: `${start}"account":"${account}"${rest},"position":${position}}`,
    headers: headersOf(context, event, 'variation-margin'),
  };
}

function accepted(
  context: EventContext,
  event: RawEvent,
  eventType: AcceptingEventType,
): OutgoingMessage {
  const { journal, ...rest } = payloadOf(event, eventType);
  void journal;
  const key = 'account' in rest ? rest.account : rest.member;
  return notice(context, event, 'collateral-status', key, {
    ...rest,
    type: ACCEPTED_TYPES[eventType],
    status: 'ACCEPTED',
    position: event.position,
  });
}

function notice(
  context: EventContext,
  event: RawEvent,
  topic: Answered,
  key: string | null,
  value: object,
): OutgoingMessage {
  return {
    topic: topicName(context.topicPrefix, topic),
    key,
    value: JSON.stringify(value),
    headers: headersOf(context, event, topic),
  };
}

function headersOf(
  context: EventContext,
  event: RawEvent,
  topic: Answered,
): OutgoingMessage['headers'] {
  const id = messageId(context.ledgerId, event.position, FIRST);
  return context.headers.forMessage(topic, id, event.recordedAtMs);
}
