/** Minor units by currency, then by account. */
export type AmountsByCurrency = Map<string, Map<string, bigint>>;

/** How things stood when the last end-of-day cycle had been booked: what charges of days go by. */
export interface Closing {
  /** Its business date. */
  readonly date: string;
  /** Cash of accounts in the currencies that bear interest, debts left out. */
  readonly cash: AmountsByCurrency;
  /** Cumulative variation margin; empty while price alignment is off. */
  readonly cumulative: AmountsByCurrency;
}

/** What accounts owe or are owed beside their positions. Plain data. */
export interface ChargeState {
  /** Clearing fees since the last cycle by account, in minor units of the base currency; positive. */
  readonly fees: Map<string, bigint>;
  /** Variation margin received, less what was paid, since price alignment is on; undefined while off. */
  cumulative: AmountsByCurrency | undefined;
  /** Undefined before the first end-of-day cycle, and while nothing goes by it. */
  closing: Closing | undefined;
}

export const emptyCharges = (): ChargeState => ({
  fees: new Map(),
  cumulative: undefined,
  closing: undefined,
});

/** Sets an amount; zero is left out. */
export function putAmount(
  amounts: AmountsByCurrency,
  currency: string,
  account: string,
  minor: bigint,
): void {
  let ofCurrency = amounts.get(currency);
  if (!ofCurrency) amounts.set(currency, (ofCurrency = new Map<string, bigint>()));
  if (minor === 0n) ofCurrency.delete(account);
  else ofCurrency.set(account, minor);
}
