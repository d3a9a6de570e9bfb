import type {
  DefaultFundSized,
  StressTestsCompleted,
} from '#libs/domain/events/default-fund-events.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { invariant } from '#libs/domain/kernel/assert.js';

/** A size of the default fund in force. Amounts in minor units of the base currency. */
export interface FundSizing {
  readonly businessDate: string;
  readonly sizeMinor: bigint;
  /** By member. */
  readonly requiredMinor: ReadonlyMap<string, bigint>;
}

/** What the stress tests of one day found. Amounts in minor units of the base currency. */
export interface LastStressTests {
  readonly businessDate: string;
  readonly cover1Minor: bigint;
  readonly cover2Minor: bigint;
  /** Ledger position of the event that has the whole result. */
  readonly position: number;
}

/** What the sizing of the default fund goes by; folded from events. */
export interface DefaultFundState {
  /** The end of a day after which the stress tests have not run yet. */
  testsDue: { readonly cycleId: string; readonly businessDate: string } | undefined;
  /** What the members required at the ends of days, oldest first: by member, only what is above 0. */
  readonly margins: ReadonlyMap<string, bigint>[];
  last: LastStressTests | undefined;
  /** Undefined until contributions were sized by Cover-2 for the first time. */
  sizing: FundSizing | undefined;
  /** Supplementary margin of groups that are too large for the fund, by account. */
  supplementsMinor: ReadonlyMap<string, bigint>;
  /** Somebody's contribution is short and has not been called for. */
  callsDue: boolean;
}

export function emptyDefaultFund(): DefaultFundState {
  return {
    testsDue: undefined,
    margins: [],
    last: undefined,
    sizing: undefined,
    supplementsMinor: new Map(),
    callsDue: false,
  };
}

/**
 * Takes the results of a day.
 * @param days of margins that are kept
 * @param scale decimals of the base currency
 */
export function takeStressTests(
  state: DefaultFundState,
  tests: StressTestsCompleted,
  position: number,
  days: number,
  scale: number,
): void {
  const minor = minorIn(scale);
  const { businessDate, margins, cover1, cover2, monitoring } = tests;
  state.testsDue = undefined;
  state.margins.push(new Map(margins.map(({ member, amount }) => [member, minor(amount)])));
  state.margins.splice(0, Math.max(0, state.margins.length - days));
  state.last = {
    businessDate,
    cover1Minor: minor(cover1.amount),
    cover2Minor: minor(cover2.amount),
    position,
  };
  const supplements = monitoring?.groups.flatMap((group) => group.supplements) ?? [];
  state.supplementsMinor = new Map(
    supplements.map(({ account, amount }) => [account, minor(amount)]),
  );
}

/** Takes a new size of the fund. @param scale decimals of the base currency */
export function takeFundSizing(
  state: DefaultFundState,
  { businessDate, size, contributions }: DefaultFundSized,
  scale: number,
): void {
  const minor = minorIn(scale);
  state.sizing = {
    businessDate,
    sizeMinor: minor(size),
    requiredMinor: new Map(contributions.map(({ member, required }) => [member, minor(required)])),
  };
}

const minorIn =
  (scale: number) =>
  (amount: string): bigint => {
    const units = toUnits(parseDecimal(amount), scale);
    invariant(units !== undefined, () => `${amount} in an event has too many decimals`);
    return units;
  };
