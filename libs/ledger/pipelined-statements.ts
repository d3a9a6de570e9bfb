import type { Connection, Submittable } from 'pg';
import { crashPoint } from './crash-points.js';

/** The data of one `COPY … FROM STDIN`, and the place in the write path that it ends. */
export interface CopyData {
  readonly lines: string;
  readonly crashPoint: string;
}

/** What pg's connection has besides what its types tell. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * Statements with the data of their COPYs, sent at once: the server works through them by itself, and
 * nobody waits for a message to go to and fro. If one fails the server passes over the rest, the
 * data that was sent for it too (PostgreSQL, "Message Flow", COPY operations).
 */
export class PipelinedStatements implements Submittable {
  /** Settles when the server has worked through everything. */
  readonly done: Promise<void>;
  private resolve: () => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(
    private readonly text: string,
    private readonly copies: readonly CopyData[],
  ) {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    const copying = connection as CopyConnection;
    copying.query(this.text);
    crashPoint('head-advanced');
    for (const copy of this.copies) {
      copying.sendCopyFromChunk(Buffer.from(copy.lines));
      copying.endCopyFrom();
      crashPoint(copy.crashPoint);
    }
    crashPoint('before-commit');
  }

  handleError(error: unknown): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve();
  }

  // What else the server says on the way is of no interest.
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleCopyInResponse(): void {}
  handleEmptyQuery(): void {}
}
