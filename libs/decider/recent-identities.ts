/** What is known of an identity that is final. */
export interface KnownIdentity {
  readonly position: number;
  /** Of the content under it, to tell a repetition from a conflict. */
  readonly fingerprint: string;
}

/** The newest identities, in bounded memory; the oldest are forgotten first. */
export class RecentIdentities {
  private readonly known = new Map<string, KnownIdentity>();

  constructor(private readonly max: number) {}

  get(key: string): KnownIdentity | undefined {
    return this.known.get(key);
  }

  add(key: string, identity: KnownIdentity): void {
    this.known.set(key, identity);
    if (this.known.size <= this.max) return;
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest);
      return;
    }
  }
}
