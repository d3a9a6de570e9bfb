/** What an operator does to the life of instruments. */
export type InstrumentCommandBody =
  | { readonly type: 'HALT_INSTRUMENT'; readonly instrument: string; readonly reason: string }
  | { readonly type: 'RESUME_INSTRUMENT'; readonly instrument: string; readonly reason: string }
  | {
      readonly type: 'DELIST_INSTRUMENT';
      readonly instrument: string;
      readonly reason: string;
      /** From then on nobody trades; the ledger's time where it is left out. */
      readonly lastTradingAt?: string;
      /** Instead: until the end of this date in the calendar's time zone. */
      readonly lastTradingDay?: string;
    }
  | {
      readonly type: 'ADJUST_CONTRACTS';
      readonly underlying: string;
      /** New lots for old ones, such as "3:1". */
      readonly ratio: string;
      readonly reason: string;
      /** Names the corporate action: the same again changes nothing. */
      readonly adjustmentId?: string;
    };
