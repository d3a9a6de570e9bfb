/** A message that the clearing house published, as anybody may read it from Kafka. */
export interface PublishedMessage {
  /** Without the prefix of the deployment: `ledger`, `variation-margin`. */
  readonly topic: string;
  readonly key: string | null;
  /** The header `ce_id`. */
  readonly id: string;
  readonly text: string;
}

/** A message that somebody sent to the clearing house. */
export interface SentMessage {
  /** Without the prefix: `trades`, `prices`, `collateral`. */
  readonly topic: string;
  readonly value: unknown;
}
