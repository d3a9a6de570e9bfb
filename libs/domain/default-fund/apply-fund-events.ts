import type {
  DefaultFundSized,
  StressTestsCompleted,
} from '#libs/domain/events/default-fund-events.js';
import type { SettlementCycleCompleted } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { isFundCallDue } from './decide-fund-calls.js';
import { takeFundSizing, takeStressTests } from './default-fund-state.js';

/** The end of a day asks for stress tests where a default fund is kept; other cycles do not. */
export function demandStressTests(
  house: HouseState,
  { type, cycleId, businessDate }: SettlementCycleCompleted,
): void {
  if (type !== 'EOD' || !referenceOf(house).data.defaultFund) return;
  house.defaultFund.testsDue = { cycleId, businessDate };
}

/** Takes the results of a day: accounts whose supplementary margin changes are looked at again. */
export function applyStressTests(
  house: HouseState,
  tests: StressTestsCompleted,
  position: number,
): void {
  const { defaultFund, attention } = house;
  const { data, baseScale } = referenceOf(house);
  const charged = [...defaultFund.supplementsMinor.keys()];
  const days = data.defaultFund?.averageMarginDays ?? 1;
  takeStressTests(defaultFund, tests, position, days, baseScale);
  for (const account of [...charged, ...defaultFund.supplementsMinor.keys()])
    attention.accounts.add(account);
  defaultFund.callsDue = isFundCallDue(house);
}

/** Takes a new size of the fund, and what it leaves to be called for. */
export function applyFundSize(house: HouseState, sized: DefaultFundSized): void {
  takeFundSizing(house.defaultFund, sized, referenceOf(house).baseScale);
  house.defaultFund.callsDue = isFundCallDue(house);
}
