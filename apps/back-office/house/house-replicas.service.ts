import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { houseAsOf } from '#libs/audit/index.js';
import { MarginEngine } from '#libs/domain/house/index.js';
import { parseInstant } from '#libs/domain/kernel/instant.js';
import { resolveAsOf } from '#libs/projections/index.js';
import { overloaded } from '../http/problem.js';
import { QUESTIONS_WAITING_MAX } from '../limits.js';
import { HistoryGate } from '../queries/history-gate.js';
import { LedgersService } from '../queries/ledgers.service.js';
import { DATABASE } from '../tokens.js';
import { HouseReplica, type Replica } from './house-replica.js';

/** The states of the ledgers, for questions that the read models cannot answer. */
@Injectable()
export class HouseReplicas {
  private readonly replicas = new Map<string, HouseReplica>();
  private readonly gate = new HistoryGate();

  constructor(
    @Inject(DATABASE) private readonly database: pg.Pool,
    @Inject(LedgersService) private readonly ledgers: LedgersService,
  ) {}

  /**
   * Puts a question to a ledger as it is. What the question gets may not be kept: it moves on.
   * @throws Problem 404 when there is no such ledger, 503 when too many questions wait
   */
  async now<T>(ledgerId: string, question: (replica: Replica) => T | Promise<T>): Promise<T> {
    await this.ledgers.reader(ledgerId);
    let replica = this.replicas.get(ledgerId);
    if (!replica)
      this.replicas.set(ledgerId, (replica = new HouseReplica(this.database, ledgerId)));
    if (replica.waiting >= QUESTIONS_WAITING_MAX)
      throw overloaded('too many questions about margin wait already; ask again in a moment');
    return replica.ask(question);
  }

  /** Puts a question to a ledger as it was at a position or a time, which is folded for it. */
  async asOf<T>(ledgerId: string, asOf: string, question: (replica: Replica) => T): Promise<T> {
    await this.ledgers.reader(ledgerId);
    const instantMs = parseInstant(asOf);
    const point = instantMs === undefined ? { position: Number(asOf) } : { instantMs };
    const position = await resolveAsOf(this.database, ledgerId, point);
    return this.gate.run(async () => {
      const house = await houseAsOf(this.database, ledgerId, position);
      return question({ house, engine: new MarginEngine(house) });
    });
  }
}
