import type { SettlementCycleCompleted } from '#libs/domain/events/settlement-events.js';
import type { HouseState } from '#libs/domain/house/index.js';
import {
  endingsOf,
  NO_ENDINGS,
  type EndingSeries,
} from '#libs/domain/settlement/expiry/endings.js';
import type { AccountOutcome } from '#libs/domain/settlement/expiry/exercise-series.js';
import { instrumentsEnded } from '#libs/domain/settlement/expiry/instruments-ended.js';

/** An account's lots of an option that ended, as they should have been exercised, in words and in money. */
export interface ExerciseExpected {
  readonly account: string;
  readonly minor: bigint;
  readonly text: string;
}

/** What a delivery adds to the lots that an account traded since the last cycle. */
export interface DeliveredExpected {
  readonly lots: number;
  readonly ticks: bigint;
}

/**
 * What ends in a cycle, decided again from the state before it: final prices, contrary instructions and
 * the lottery all follow from the ledger. What that is worth is reckoned here anew.
 */
export class ExpiryRecount {
  private readonly endings;

  constructor(
    private readonly house: HouseState,
    private readonly cycle: SettlementCycleCompleted,
  ) {
    const { type, businessDate, corrects } = cycle;
    this.endings = type === 'EOD' && !corrects ? endingsOf(house, businessDate) : NO_ENDINGS;
  }

  /** What the cycle should have said of what ends in it, and what it said, where they differ. */
  fault(): { readonly expected: string; readonly found: string } | undefined {
    const expected = JSON.stringify(instrumentsEnded(this.house, this.endings));
    const found = JSON.stringify(this.cycle.ended ?? []);
    return expected === found ? undefined : { expected, found };
  }

  /** Whether the price of an instrument is its last. */
  isFinal(instrument: string): boolean {
    return this.endings.settled.has(instrument);
  }

  /** The options that end. */
  options(): string[] {
    return [...this.endings.series.keys()];
  }

  /** What exercise brings everybody who held an option; more lots assigned than exercised is a fault of its own. */
  exerciseOf(instrument: string): ExerciseExpected[] {
    const series = this.endings.series.get(instrument);
    if (!series) return [];
    const { trading } = this.house;
    return [...(trading.holders.get(instrument) ?? [])].map((account) => {
      const outcome = series.accounts.get(account) ?? { exercised: 0, assigned: 0 };
      const lots = BigInt(trading.holdings.get(account)?.get(instrument)?.lots ?? 0);
      const net = BigInt(outcome.exercised - outcome.assigned);
      const { terms, tickValueMinor } = series.entry;
      const value = series.delivery ? 0n : net * BigInt(series.valueTicks);
      const isPaidDaily = terms.type === 'option' && terms.premiumStyle === 'futures';
      const paid = isPaidDaily ? lots * BigInt(series.settledTicks) : 0n;
      const minor = (value - paid) * BigInt(tickValueMinor);
      return { account, minor, text: `${net} exercised into ${into(series, outcome)}` };
    });
  }

  /** What an account gets of a future by exercise. */
  deliveredTo(account: string, future: string): DeliveredExpected {
    return this.endings.delivered.get(account)?.get(future) ?? { lots: 0, ticks: 0n };
  }

  /** Whoever gets a future without having held it. */
  newHoldersOf(future: string): string[] {
    const holders = this.house.trading.holders.get(future);
    return [...this.endings.delivered].flatMap(([account, futures]) =>
      futures.has(future) && !holders?.has(account) ? [account] : [],
    );
  }
}

function into({ delivery }: EndingSeries, { exercised, assigned }: AccountOutcome): string {
  if (!delivery || (exercised === 0 && assigned === 0)) return 'cash';
  return `${BigInt(exercised - assigned) * BigInt(delivery.sign)} ${delivery.future.id}`;
}
