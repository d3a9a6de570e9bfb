/** What is known of an identity that is final. */
export interface KnownIdentity {
  readonly position: number;
  /** Of the content under it, to tell a repetition from a conflict. */
  readonly fingerprint: string;
}

/**
 * The newest identities, in bounded memory. They age in two generations, so that forgetting costs nothing:
 * at least the newest `max` are known, at most twice as many.
 */
export class RecentIdentities {
  private young = new Map<string, KnownIdentity>();
  private old = new Map<string, KnownIdentity>();

  constructor(private readonly max: number) {}

  get(key: string): KnownIdentity | undefined {
    return this.young.get(key) ?? this.old.get(key);
  }

  add(key: string, identity: KnownIdentity): void {
    if (this.young.size >= this.max) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, identity);
  }
}
