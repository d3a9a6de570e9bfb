import type { LedgerHead, LedgerReader } from '#libs/ledger/index.js';
import { PollingRest } from '#libs/platform/polling-rest.js';

/** Looks where a ledger ends, once for all lanes that wait for it to go on. */
export class HeadWatch {
  private readonly resting = new PollingRest();
  private looking: Promise<LedgerHead> | undefined;

  constructor(private readonly reader: Pick<LedgerReader, 'head'>) {}

  /** There was something to publish: more may follow soon. */
  heard(): void {
    this.resting.heard();
  }

  /** Where the ledger ends after a rest. */
  next(): Promise<LedgerHead> {
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async look(): Promise<LedgerHead> {
    await this.resting.rest();
    return this.reader.head();
  }
}
