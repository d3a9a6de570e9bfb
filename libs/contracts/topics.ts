import { AuctionBidMessage } from './messages/in/auction-bid.message.js';
import { COLLATERAL_VARIANTS } from './messages/in/collateral.message.js';
import { CommandMessage } from './messages/in/command.message.js';
import { MEMBER_TRADE_VARIANTS } from './messages/in/member-trade.message.js';
import { PRICE_VARIANTS } from './messages/in/price.message.js';
import { TRADE_VARIANTS } from './messages/in/trade.message.js';
import { VOLATILITY_VARIANTS } from './messages/in/volatility.message.js';
import { COLLATERAL_STATUS_VARIANTS } from './messages/out/collateral-status.message.js';
import { DEFAULT_WATERFALL_VARIANTS } from './messages/out/default-waterfall.message.js';
import { LEDGER_EVENT_VARIANTS } from './messages/out/ledger-event.message.js';
import { MARGIN_CALL_VARIANTS } from './messages/out/margin-call.message.js';
import { MARGIN_REQUIREMENT_VARIANTS } from './messages/out/margin-requirement.message.js';
import { MEMBER_ANSWER_VARIANTS } from './messages/out/member-answer.message.js';
import { QUARANTINED_VARIANTS } from './messages/out/quarantined.message.js';
import { TRADE_STATUS_VARIANTS } from './messages/out/trade-status.message.js';
import { VARIATION_MARGIN_VARIANTS } from './messages/out/variation-margin.message.js';
import { only, type Variants } from './schema/variants.js';

/** A topic as the contract has it; its full name starts with the configured prefix. */
export interface Topic {
  /** What the key of its messages is. */
  readonly key: string;
  readonly description: string;
  /** Kafka keeps the last message of each key for ever. */
  readonly isCompacted: boolean;
  /** Each member has one of its own, named by it, which it alone may write, or read where we write it. */
  readonly isPerMember?: true;
  /** Its name, where it is not what it is called here. */
  readonly name?: string;
  readonly messages: Variants;
}

const kept = { isCompacted: false };

/** The topics that the clearing house reads. */
export const TOPICS_IN = {
  trades: {
    ...kept,
    key: 'trade id',
    description: 'Matched trades, and busts and corrections of them, written by venues.',
    messages: TRADE_VARIANTS,
  },
  prices: {
    ...kept,
    key: 'symbol',
    description: 'Price observations and official prices, written by data vendors and venues.',
    messages: PRICE_VARIANTS,
  },
  volatilities: {
    ...kept,
    key: 'underlying',
    description: 'Implied volatilities, written by data vendors.',
    messages: VOLATILITY_VARIANTS,
  },
  collateral: {
    ...kept,
    key: 'account or member',
    description:
      'Collateral instructions, written by the custodian, the payment bank and operators.',
    messages: COLLATERAL_VARIANTS,
  },
  'member-trades': {
    ...kept,
    isPerMember: true,
    name: 'trades',
    key: 'side id or instruction id',
    description:
      'What a member says of its own trades: its sides of bilateral ones, written by the member that the topic is named after. Answered on its own topic out.',
    messages: MEMBER_TRADE_VARIANTS,
  },
  'member-collateral': {
    ...kept,
    isPerMember: true,
    name: 'collateral',
    key: 'account or member',
    description:
      'Withdrawals, substitutions and transfers of its own accounts, written by the member that the topic is named after.',
    messages: COLLATERAL_VARIANTS,
  },
  'auction-bids': {
    ...kept,
    isPerMember: true,
    key: 'default id',
    description:
      'Sealed bids in default auctions, written by the member that the topic is named after. Answered on default-waterfall by BID_RECEIVED or BID_REJECTED.',
    messages: only(AuctionBidMessage),
  },
  commands: {
    ...kept,
    key: 'ledger',
    description: "Operators' commands. Internal: the back office alone writes it.",
    messages: only(CommandMessage),
  },
} as const satisfies Record<string, Topic>;

/** The topics that the clearing house writes. */
export const TOPICS_OUT = {
  'trade-status': {
    ...kept,
    key: 'trade id',
    description: 'The answer to each trade, and to each bust and correction of one.',
    messages: TRADE_STATUS_VARIANTS,
  },
  'variation-margin': {
    ...kept,
    key: 'account',
    description: 'One message per account that has a line, currency and settlement cycle.',
    messages: VARIATION_MARGIN_VARIANTS,
  },
  'margin-requirements': {
    key: 'account',
    description: 'The latest requirement of each account.',
    isCompacted: true,
    messages: MARGIN_REQUIREMENT_VARIANTS,
  },
  'margin-calls': {
    ...kept,
    key: 'account',
    description: "A message at each change of a call's state.",
    messages: MARGIN_CALL_VARIANTS,
  },
  'collateral-status': {
    ...kept,
    key: 'account or member',
    description: 'The answer to each collateral instruction.',
    messages: COLLATERAL_STATUS_VARIANTS,
  },
  'default-waterfall': {
    ...kept,
    key: 'default id',
    description: 'Each step of a default, from declaration to closing.',
    messages: DEFAULT_WATERFALL_VARIANTS,
  },
  member: {
    ...kept,
    isPerMember: true,
    key: 'as on the topic that it is a copy of; side id or instruction id of what the member sent itself',
    description:
      'All that concerns one member: the answers to what it sends on its own topics, and a copy, with the same ce_id, of what the other topics say of it. The ce_type tells which.',
    messages: MEMBER_ANSWER_VARIANTS,
  },
  ledger: {
    ...kept,
    key: 'stream',
    description: 'Every ledger event, in ledger order per key.',
    messages: LEDGER_EVENT_VARIANTS,
  },
  quarantine: {
    ...kept,
    key: 'topic',
    description: 'What could not be read or failed its checks.',
    messages: QUARANTINED_VARIANTS,
  },
} as const satisfies Record<string, Topic>;

export type TopicIn = keyof typeof TOPICS_IN;
export type TopicOut = keyof typeof TOPICS_OUT;

/** Unless another is configured. */
export const TOPIC_PREFIX_DEFAULT = 'ccp';

/** The full name of a topic, such as `ccp.trades`. */
export function topicName(prefix: string, topic: TopicIn | TopicOut): string {
  return `${prefix}.${topic}`;
}

/** The full name of a topic, with `{member}` where each member has its own. */
export const topicAddress = (
  prefix: string,
  called: string,
  { isPerMember, name = called }: Topic,
): string => (isPerMember ? `${prefix}.${name}.{member}` : `${prefix}.${name}`);

/** The `ce_type` of the messages of an outgoing topic; it does not depend on the prefix. */
export function cloudEventType(topic: TopicOut, version = 1): string {
  return `ccp.${topic}.v${version}`;
}
