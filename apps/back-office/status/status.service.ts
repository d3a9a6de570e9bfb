import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { readInputOffsets } from '#libs/ledger/index.js';
import { KafkaGateway, type PartitionEnds } from '../kafka/kafka.gateway.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { DATABASE } from '../tokens.js';

export interface InputStatus {
  readonly topic: string;
  readonly partition: number;
  /** Kafka offsets as text: of the next message to decide, and after the last that is there. */
  readonly nextOffset: string;
  readonly endOffset: string;
}

/** How far the house is: what `ccp status` shows. */
export interface LedgerStatus {
  readonly ledger: string;
  readonly lastPosition: number;
  readonly headHash: string;
  readonly epoch: number;
  readonly evaluatedPosition: number;
  readonly publisherPosition: number;
  readonly inputs: readonly InputStatus[];
  readonly projections: readonly { readonly projection: string; readonly position: number }[];
}

@Injectable()
export class StatusService {
  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(KafkaGateway) private readonly kafka: KafkaGateway,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  async status(ledgerId: string): Promise<LedgerStatus> {
    const head = await this.ledgers.head(ledgerId);
    const [ends, offsets, published, projected] = await Promise.all([
      this.kafka.inputEnds(),
      readInputOffsets(this.database, ledgerId),
      this.database.query<{ position: string }>(
        'SELECT position FROM publisher_checkpoint WHERE ledger_id = $1',
        [ledgerId],
      ),
      this.database.query<{ projection: string; position: string }>(
        `SELECT projection, position FROM projection_checkpoint WHERE ledger_id = $1
         ORDER BY projection`,
        [ledgerId],
      ),
    ]);
    return {
      ledger: ledgerId,
      lastPosition: head.position,
      headHash: head.hash,
      epoch: head.epoch,
      evaluatedPosition: head.evaluatedPosition,
      publisherPosition: Number(published.rows[0]?.position ?? 0),
      inputs: joinInputs(ends, offsets),
      projections: projected.rows.map(({ projection, position }) => ({
        projection,
        position: Number(position),
      })),
    };
  }
}

/** One line per input partition, by topic and partition. */
export function joinInputs(
  ends: readonly PartitionEnds[],
  offsets: readonly { topic: string; partition: number; nextOffset: bigint }[],
): InputStatus[] {
  const next = new Map(
    offsets.map(({ topic, partition, nextOffset }) => [`${topic}/${partition}`, nextOffset]),
  );
  return ends
    .map(({ topic, partition, low, high }) => ({
      topic,
      partition,
      nextOffset: (next.get(`${topic}/${partition}`) ?? low).toString(),
      endOffset: high.toString(),
    }))
    .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
}
