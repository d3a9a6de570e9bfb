import { createKafka } from '#libs/messaging/kafka.js';
import { OperatorClient } from '#libs/operator-client/operator-client.js';
import type { ServiceConfiguration } from '#libs/platform/configuration.js';
import { IDLE_TIMEOUT_MS, SEND_MESSAGES_MAX } from '../limits.js';
import type { DepositToSend, PriceToSend, TradeToSend, VolatilityToSend } from '../messages.js';
import { OutputReader, type OutputReaderOptions } from './output-reader.js';

type Kafka = ReturnType<typeof createKafka>;
type Producer = ReturnType<Kafka['producer']>;

/** How to sign in at the broker, and the topics' prefix. */
export type KafkaSettings = Pick<
  ServiceConfiguration,
  'kafkaBrokers' | 'kafkaSasl' | 'kafkaTls' | 'topicPrefix'
>;

/** Messages of one step, to whatever topics they belong. */
export interface Outgoing {
  readonly trades?: readonly TradeToSend[];
  readonly prices?: readonly PriceToSend[];
  readonly volatilities?: readonly VolatilityToSend[];
  readonly deposits?: readonly DepositToSend[];
}

interface KeyedMessage {
  readonly key: string;
  readonly value: string;
}

/** A clearing house as members, vendors, banks and operators reach it: Kafka and HTTP, nothing else. */
export class HouseLink {
  readonly client: OperatorClient;
  readonly prefix: string;
  private readonly kafka: Kafka;
  private readonly producer: Producer;
  private readonly readers: OutputReader[] = [];

  private constructor(
    settings: KafkaSettings,
    http: string,
    ledger: string,
    authorization: string | undefined,
  ) {
    this.client = new OperatorClient(http, ledger, authorization);
    this.prefix = settings.topicPrefix;
    this.kafka = createKafka(settings, 'ccp-simulation');
    this.producer = this.kafka.producer({ allowAutoTopicCreation: false });
  }

  /**
   * @param http of the back office
   * @param authorization an operator's, where the back office asks who is there
   */
  static async open(
    settings: KafkaSettings,
    http: string,
    ledger: string,
    authorization?: string,
  ): Promise<HouseLink> {
    const link = new HouseLink(settings, http, ledger, authorization);
    await link.producer.connect();
    return link;
  }

  /** Reads topics from now on. */
  async read(options: Omit<OutputReaderOptions, 'prefix'>): Promise<OutputReader> {
    const reader = await OutputReader.open(this.kafka, { ...options, prefix: this.prefix });
    this.readers.push(reader);
    return reader;
  }

  /** Sends messages under the contract's keys; returns when Kafka has them. */
  async send(outgoing: Outgoing): Promise<void> {
    const { trades = [], prices = [], volatilities = [], deposits = [] } = outgoing;
    const topics: [string, KeyedMessage[]][] = [
      ['prices', prices.map((price) => keyed(price.symbol, price))],
      ['volatilities', volatilities.map((each) => keyed(each.underlying, each))],
      ['trades', trades.map((trade) => keyed(trade.tradeId, trade))],
      ['collateral', deposits.map((deposit) => keyed(deposit.account, deposit))],
    ];
    const parts = topics.flatMap(([topic, messages]) =>
      inParts(messages).map((part) => ({ topic: `${this.prefix}.${topic}`, messages: part })),
    );
    for (const part of parts.slice(0, -topics.length)) await this.producer.send(part);
    const last = parts.slice(-topics.length);
    if (last.length > 0) await this.producer.sendBatch({ topicMessages: last });
  }

  /** Returns when all that was sent is decided and published. @throws OperatorProblem */
  async waitIdle(): Promise<void> {
    await this.client.waitIdle(IDLE_TIMEOUT_MS);
  }

  async close(): Promise<void> {
    await Promise.allSettled([
      this.producer.disconnect(),
      ...this.readers.map((reader) => reader.close()),
    ]);
  }
}

const keyed = (key: string, content: object): KeyedMessage => ({
  key,
  value: JSON.stringify(content),
});

function inParts(messages: readonly KeyedMessage[]): KeyedMessage[][] {
  const parts: KeyedMessage[][] = [];
  for (let from = 0; from < messages.length; from += SEND_MESSAGES_MAX) {
    parts.push(messages.slice(from, from + SEND_MESSAGES_MAX));
  }
  return parts;
}
