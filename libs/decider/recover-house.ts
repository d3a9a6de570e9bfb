import { emptyHouse, type HouseState } from '#libs/domain/house/house-state.js';
import { evolve } from '#libs/domain/house/evolve.js';
import { identityOfEvent } from '#libs/domain/house/identity-of-event.js';
import { GENESIS_HASH, LedgerReader, Snapshots, type DatabasePool } from '#libs/ledger/index.js';
import { deserializeSnapshot } from './house-snapshot.js';
import { IdentityFilter } from './identity-filter.js';
import { FOLD_PAGE } from './limits.js';

/** The state folded so far and the hash of its last event. */
export interface Folded {
  house: HouseState;
  hash: string;
  /** Knows every identity that is final. */
  readonly filter: IdentityFilter;
}

/** Folds a ledger: from its snapshot if there is one that fits, else from the first event. */
export class LedgerFollower {
  private readonly reader: LedgerReader;
  readonly folded: Folded;

  private constructor(pool: DatabasePool, ledgerId: string, folded: Folded) {
    this.reader = new LedgerReader(pool, ledgerId);
    this.folded = folded;
  }

  static async open(
    pool: DatabasePool,
    ledgerId: string,
    codeVersion: string,
    useSnapshot = true,
  ): Promise<LedgerFollower> {
    const empty = { house: emptyHouse(ledgerId), hash: GENESIS_HASH, filter: new IdentityFilter() };
    const snapshot = useSnapshot
      ? await new Snapshots(pool, ledgerId, codeVersion).read()
      : undefined;
    if (!snapshot) return new LedgerFollower(pool, ledgerId, empty);
    const [event] = await new LedgerReader(pool, ledgerId).at([snapshot.position]);
    // A snapshot of another ledger (a database restored from a backup) is no snapshot of this one.
    if (event?.hash !== snapshot.headHash) return new LedgerFollower(pool, ledgerId, empty);
    const { house, filter } = deserializeSnapshot(snapshot.state);
    return new LedgerFollower(pool, ledgerId, { house, filter, hash: snapshot.headHash });
  }

  /** Folds up to the end. @returns how many events */
  async catchUp(): Promise<number> {
    const { folded } = this;
    const from = folded.house.position;
    for (;;) {
      const events = await this.reader.page(folded.house.position, FOLD_PAGE);
      for (const event of events) {
        evolve(folded.house, event);
        folded.hash = event.hash;
        const identity = identityOfEvent(event);
        if (identity !== undefined) folded.filter.add(identity);
      }
      if (events.length < FOLD_PAGE) return folded.house.position - from;
    }
  }
}
