/** Lots that an account, or one client behind it, holds on one side. */
export interface OpenLots {
  readonly account: string;
  /** Where positions of the account are kept gross by client. */
  readonly client?: string;
  readonly instrument: string;
  /** Signed, not zero. */
  readonly lots: number;
}
