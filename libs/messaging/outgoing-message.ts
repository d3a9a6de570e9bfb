import type { IHeaders } from 'kafkajs';

/** One message to be sent, in the order of the ledger. */
export interface OutgoingMessage {
  /** Full topic name. */
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers: IHeaders;
}
