import type { FundingAccrued } from '#libs/domain/events/funding-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { fundedPerpetuals } from './funded-perpetuals.js';
import { startNext } from './funding-interval.js';
import { endFunding } from './observe-funding.js';
import { accrue } from './funding-state.js';

/** Takes what an interval brought: it is owed until the next settlement cycle, and the next begins. */
export function takeFunding(house: HouseState, accrued: FundingAccrued): void {
  const { instrument, amounts } = accrued;
  const perpetual = fundedPerpetuals(referenceOf(house)).byId.get(instrument);
  const interval = house.funding.intervals.get(instrument);
  invariant(perpetual && interval, () => `${instrument} has no funding interval that could end`);
  startNext(interval, perpetual.intervalMs);
  endFunding(house, instrument);
  let sum = 0n;
  for (const { account, amount } of amounts) {
    const minor = toUnits(parseDecimal(amount), perpetual.entry.currencyScale);
    invariant(minor !== undefined, () => `funding of ${account} is ${amount}`);
    accrue(house.funding, account, instrument, minor);
    house.attention.accounts.add(account);
    sum += minor;
  }
  invariant(sum === 0n, () => `what accrued in ${instrument} adds up to ${sum}`);
}
