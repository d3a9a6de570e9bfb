/** What has accrued since the last settlement cycle, added up from the events that said so. */
export class FundingTally {
  /** Minor units by instrument and account. */
  private readonly accrued = new Map<string, Map<string, bigint>>();

  add(instrument: string, account: string, minor: bigint): void {
    let ofInstrument = this.accrued.get(instrument);
    if (!ofInstrument) this.accrued.set(instrument, (ofInstrument = new Map<string, bigint>()));
    ofInstrument.set(account, (ofInstrument.get(account) ?? 0n) + minor);
  }

  /** Instruments of which anything has accrued, in order. */
  instruments(): string[] {
    return [...this.accrued.keys()].sort();
  }

  of(instrument: string): ReadonlyMap<string, bigint> {
    return this.accrued.get(instrument) ?? new Map<string, bigint>();
  }

  /** A cycle has settled all of it. */
  settle(): void {
    this.accrued.clear();
  }
}
