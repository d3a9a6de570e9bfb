import { GENESIS_HASH, type LedgerHead, type RawEvent, hashOf } from '#libs/ledger/index.js';
import type { Findings } from './finding.js';

/** Walks the hash chain: every row must be the next one, and hash to what it says. */
export class ChainCheck {
  private previousHash = GENESIS_HASH;
  private lastPosition = 0;

  constructor(
    private readonly ledgerId: string,
    private readonly findings: Findings,
  ) {}

  /** @returns whether the event is as it was recorded, as far as the chain tells */
  take(event: RawEvent): boolean {
    const next = this.lastPosition + 1;
    const follows = event.position === next;
    if (!follows) {
      const missing = event.position - next;
      const which =
        missing === 1
          ? `event ${next} is missing`
          : `events ${next} to ${event.position - 1} are missing`;
      this.findings.add(next, `hash chain: ${which}`, `event ${next}`, `event ${event.position}`);
    }
    const hash = hashOf(this.previousHash, { ...event, ledgerId: this.ledgerId });
    const intact = hash === event.hash;
    // Behind a gap no hash can be right, and the gap has been named.
    if (!intact && follows) {
      this.findings.add(
        event.position,
        `hash chain: event ${event.position} (${event.type}) is not the one that was recorded`,
        event.hash,
        hash,
      );
    }
    this.previousHash = event.hash;
    this.lastPosition = event.position;
    return intact && follows;
  }

  /** Compares the end of the chain with the head that the decider left. */
  finish(head: LedgerHead): void {
    const { position, hash } = head;
    if (position !== this.lastPosition) {
      this.findings.add(
        Math.min(position, this.lastPosition),
        'ledger head: its position is not that of the last event',
        String(this.lastPosition),
        String(position),
      );
    } else if (hash !== this.previousHash) {
      this.findings.add(
        position,
        'ledger head: its hash is not that of the last event',
        this.previousHash,
        hash,
      );
    }
  }
}
