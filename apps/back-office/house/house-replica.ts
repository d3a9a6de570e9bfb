import { codeVersion } from '#libs/decider/code-version.js';
import { LedgerFollower } from '#libs/decider/recover-house.js';
import { type HouseState, MarginEngine } from '#libs/domain/house/index.js';
import type { DatabasePool } from '#libs/ledger/index.js';

/** The state of a ledger as its events give it, with a margin engine over it. */
export interface Replica {
  readonly house: HouseState;
  readonly engine: MarginEngine;
}

/**
 * The state of one ledger, folded here from the same events with the same code as in the core, so that
 * a question about margin gets the answer that the core would give at that position. It is folded when
 * somebody asks, from the core's snapshot on where there is one, and brought up to the end of the ledger
 * for each question; one question is answered at a time, since nothing may move while it is.
 */
export class HouseReplica {
  private opened: Promise<{ follower: LedgerFollower; engine: MarginEngine }> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  /** Questions that are being answered or wait. */
  waiting = 0;

  constructor(
    private readonly database: DatabasePool,
    private readonly ledgerId: string,
  ) {}

  /** Puts a question to the state at the end of the ledger. */
  async ask<T>(question: (replica: Replica) => T | Promise<T>): Promise<T> {
    const answer = this.turn.then(async () => question(await this.current()));
    this.turn = answer.catch(() => undefined);
    this.waiting += 1;
    try {
      return await answer;
    } finally {
      this.waiting -= 1;
    }
  }

  private async current(): Promise<Replica> {
    this.opened ??= this.open();
    try {
      const { follower, engine } = await this.opened;
      await follower.catchUp();
      return { house: follower.folded.house, engine };
    } catch (error) {
      // Half folded it would be the state of no position: the next question folds anew.
      this.opened = undefined;
      throw error;
    }
  }

  private async open(): Promise<{ follower: LedgerFollower; engine: MarginEngine }> {
    const follower = await LedgerFollower.open(this.database, this.ledgerId, codeVersion());
    return { follower, engine: new MarginEngine(follower.folded.house) };
  }
}
