/** One message as it lies in Kafka. */
export interface InputMessage {
  readonly offset: bigint;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Messages of one partition, in order, none of which has been taken before. */
export interface MessageBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly InputMessage[];
  /** Where the next batch of the partition starts. */
  readonly nextOffset: bigint;
  readonly clusterId: string;
  /** Of the last message: {@link digestOf}. */
  readonly lastDigest: string;
}
