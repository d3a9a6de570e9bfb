/** Why a set of scenarios could not be built; `factor` is the one to leave out or to mend. */
export type ScenarioFailure =
  | { readonly code: 'NO_HISTORY'; readonly factor: string }
  | {
      readonly code: 'TOO_LITTLE_HISTORY';
      readonly factor: string;
      /** Returns between joint dates that there are, and how many the burn-in and the minimum need. */
      readonly returns: number;
      readonly required: number;
    }
  | {
      /** A logarithm of this close (with its shift) does not exist. */
      readonly code: 'CLOSE_NOT_POSITIVE';
      readonly factor: string;
      readonly date: string;
    };

/** Why an account's requirement cannot be computed. */
export type MarginFailure =
  | { readonly code: 'UNKNOWN_INSTRUMENT'; readonly instrument: string }
  /** Of the instrument, or of what an option is on. */
  | { readonly code: 'NO_PRICE'; readonly instrument: string }
  /** Options need a surface; a single level is a flat one. */
  | { readonly code: 'NO_VOLATILITY'; readonly underlying: string }
  | { readonly code: 'NO_EXCHANGE_RATE'; readonly currency: string }
  /** Neither scenarios nor a scan block: such a class does not open for trading. */
  | {
      readonly code: 'CLASS_WITHOUT_METHOD';
      readonly underlying: string;
      readonly reason?: ScenarioFailure;
    }
  /** The sum of |lots * unit P&L| reaches 2^53 quanta, from where sums stop being exact. */
  | { readonly code: 'BEYOND_EXACT_INTEGERS'; readonly liquidationGroup: string };
