/** What a synchronisation is to do, and where. */
export interface SyncOptions {
  readonly topicPrefix: string;
  /** Of topics that have to be made. */
  readonly inputPartitions: number;
  /** Where files to hand over are written. */
  readonly dataDir: string;
  /** What users have to know beside their password: brokers, HTTP. */
  readonly connection: object;
  /** Only say what would be done. */
  readonly check?: boolean;
  /** User names that get a new password. */
  readonly rotate?: ReadonlySet<string>;
  /** Passwords that an operator hands in, by user name; no file is written of them. */
  readonly handedIn?: ReadonlyMap<string, string>;
}
