import type { InputMessage, MessageBatch } from '#libs/messaging/message-batch.js';
import type { Input } from './input.js';
import type { InputKind } from './input-kind.js';

/** A decoded message with the kind that decides it. */
export interface Waiting {
  readonly input: Input<unknown>;
  readonly kind: InputKind<unknown>;
  /** The identity whose repetition matters; undefined where there is none. */
  readonly identity: string | undefined;
}

/** Where a partition stands once what was taken with it is written. */
export interface TakenTo {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: string;
  readonly clusterId: string;
  readonly lastDigest: string;
}

/** A message of which only the place is left. */
const emptied = ({ offset }: InputMessage): InputMessage => ({ offset, key: null, value: null });

/** What one turn of the decider takes. */
export interface TakenInputs {
  readonly waiting: readonly Waiting[];
  readonly offsets: readonly TakenTo[];
}

interface Queued {
  readonly batch: MessageBatch;
  readonly waiting: readonly Waiting[];
}

/**
 * The one queue of all inputs, bounded: whoever brings more waits for room. A batch of one partition is
 * taken whole, so that its offset moves in the transaction of its last message.
 */
export class Intake {
  private readonly queue: Queued[] = [];
  private size = 0;
  private readonly room: (() => void)[] = [];
  private wakeUp: (() => void) | undefined;
  private closed = false;

  constructor(private readonly max: number) {}

  get isEmpty(): boolean {
    return this.queue.length === 0;
  }

  /** Queues a batch; resolves when there is room for another. */
  async submit<Decoded>(batch: MessageBatch, kind: InputKind<Decoded>): Promise<void> {
    const { topic, partition, member } = batch;
    const waiting = batch.messages.map((message): Waiting => {
      const decoded = kind.decode(message.value, member);
      return {
        input: { topic, partition, message: kind.isSealed ? emptied(message) : message, decoded },
        kind,
        identity: kind.identityOf(decoded),
      };
    });
    this.queue.push({ batch, waiting });
    this.size += waiting.length;
    this.wake();
    while (this.size > this.max && !this.closed)
      await new Promise<void>((resolve) => this.room.push(resolve));
  }

  /** Batches of together about `max` inputs, at least one if any waits. */
  take(max: number): TakenInputs {
    const waiting: Waiting[] = [];
    const offsets = new Map<string, TakenTo>();
    while (this.queue.length > 0) {
      const next = this.queue[0];
      if (!next || (waiting.length > 0 && waiting.length + next.waiting.length > max)) break;
      this.queue.shift();
      waiting.push(...next.waiting);
      const { topic, partition, nextOffset, clusterId, lastDigest } = next.batch;
      offsets.set(`${topic}/${partition}`, {
        topic,
        partition,
        nextOffset: nextOffset.toString(),
        clusterId,
        lastDigest,
      });
    }
    this.size -= waiting.length;
    if (this.size <= this.max) for (const resolve of this.room.splice(0)) resolve();
    return { waiting, offsets: [...offsets.values()] };
  }

  /** Waits until something is queued, somebody wakes it, or the time is over. */
  async wait(ms: number): Promise<void> {
    if (!this.isEmpty || this.closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = undefined;
  }

  wake(): void {
    this.wakeUp?.();
  }

  /** Lets everybody go who waits; nothing is taken any more. */
  close(): void {
    this.closed = true;
    for (const resolve of this.room.splice(0)) resolve();
    this.wake();
  }
}
