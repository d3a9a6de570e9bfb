/** One message as it lies in Kafka. */
export interface InputMessage {
  /** A decimal string, since an offset may exceed 2^53. */
  readonly offset: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** Messages of one partition, in order, none of which has been taken before. */
export interface MessageBatch {
  readonly topic: string;
  readonly partition: number;
  /** Whose topic it is, where only one member may write it. */
  readonly member?: string;
  readonly messages: readonly InputMessage[];
  /** Where the next batch of the partition starts. */
  readonly nextOffset: bigint;
  readonly clusterId: string;
  /** Of the last message: {@link digestOf}. */
  readonly lastDigest: string;
}
