import type {
  LargeGroupNoticed,
  StressCover,
  StressScenarioResult,
  StressTestsCompleted,
} from '#libs/domain/events/default-fund-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { largestRemainder } from '#libs/domain/kernel/rounding.js';
import { describeMarginFailure } from '#libs/domain/risk/describe-margin-failure.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { Cover } from '#libs/domain/stress-tests/cover.js';
import {
  runStressTests,
  type StressTestResult,
} from '#libs/domain/stress-tests/run-stress-tests.js';
import {
  NAMED_FAILURES_MAX,
  PEAKS_MAX,
  SCENARIO_RESULTS_MAX,
} from '#libs/domain/stress-tests/stress-limits.js';
import { decideFundSize } from './decide-fund-size.js';
import { fundMembers } from './fund-members.js';
import { monitorFund, type GroupPeak, type LargeGroup } from './monitor-fund.js';
import { requiredContribution } from './required-contribution.js';

/** Groups that a scenario's result names. */
const NAMED_GROUPS = 2;

/**
 * Runs the stress tests of a day once every account was evaluated after its end (margin-model.md h.5),
 * and sizes the default fund where that is due. Nothing where no fund is kept.
 */
export function decideStressTests(house: HouseState, engine: MarginEngine): NewEvent[] {
  const { testsDue } = house.defaultFund;
  if (!testsDue || house.settlement.evaluationDueFor !== undefined) return [];
  if (!house.reference?.data.defaultFund) return [];
  const result = runStressTests(house, engine, fundMembers(house));
  const { cover, marginsMinor, minorOf } = result;
  const { businessDate } = testsDue;
  const decided = decideFundSize(house, {
    businessDate,
    cover2Minor: minorOf(cover.cover2.loss),
    emir42Minor: minorOf(cover.emir42.loss),
    marginsMinor,
  });
  const sizeMinor = decided?.sizeMinor ?? sizeInForce(house);
  const payload: StressTestsCompleted = {
    ...testsDue,
    ...resultContent(house, result),
    ...monitored(house, result, sizeMinor),
  };
  const streamId = 'default-fund';
  const events: NewEvent[] = [
    { type: 'StressTestsCompleted', streamId, effectiveDate: businessDate, payload },
  ];
  if (decided)
    events.push({
      type: 'DefaultFundSized',
      streamId,
      effectiveDate: businessDate,
      payload: decided.sized,
    });
  return events;
}

/** The size that counts, in minor units; undefined before the first sizing. */
function sizeInForce(house: HouseState): bigint | undefined {
  const { data } = referenceOf(house);
  if (data.defaultFund?.sizing === 'cover-2') return house.defaultFund.sizing?.sizeMinor;
  return fundMembers(house).reduce(
    (sum, member) => sum + (requiredContribution(house, member) ?? 0n),
    0n,
  );
}

function resultContent(house: HouseState, result: StressTestResult) {
  const { baseCurrency, baseScale } = referenceOf(house);
  const { scenarios, cover, accounts, notValued, marginsMinor, minorOf } = result;
  const money = (quanta: number): string => formatUnits(minorOf(quanta), baseScale);
  const nameOf = (index: number): string => scenarios[index]?.name ?? '';
  const covered = ({ loss, scenario }: Cover): StressCover => ({
    amount: money(loss),
    ...(scenario === undefined ? {} : { scenario: nameOf(scenario) }),
  });
  const peaks = [...cover.peaks]
    .sort(([a, x], [b, y]) => y.loss - x.loss || (a < b ? -1 : 1))
    .slice(0, PEAKS_MAX);
  return {
    currency: baseCurrency,
    scenarioCount: scenarios.length,
    accountCount: accounts,
    scenarios: scenarioResults(result, money),
    cover1: covered(cover.cover1),
    cover2: covered(cover.cover2),
    emir42: covered(cover.emir42),
    peaks: peaks.map(([group, { loss, scenario = 0 }]) => ({
      group,
      amount: money(loss),
      scenario: nameOf(scenario),
    })),
    margins: [...marginsMinor].map(([member, minor]) => ({
      member,
      amount: formatUnits(minor, baseScale),
    })),
    notValuedCount: notValued.length,
    notValued: notValued.slice(0, NAMED_FAILURES_MAX).map(({ account, failure }) => ({
      account,
      code: failure.code,
      reason: describeMarginFailure(failure),
    })),
  };
}

/** The scenarios in which somebody loses beyond its margin; of very many those with the largest sums. */
function scenarioResults(
  { scenarios, cover }: StressTestResult,
  money: (quanta: number) => string,
): StressScenarioResult[] {
  const sumOf = (losses: readonly { readonly loss: number }[]): number =>
    losses.slice(0, NAMED_GROUPS).reduce((sum, { loss }) => sum + loss, 0);
  return cover.scenarios
    .filter(({ largest }) => largest.length > 0)
    .sort((a, b) => sumOf(b.largest) - sumOf(a.largest) || a.scenario - b.scenario)
    .slice(0, SCENARIO_RESULTS_MAX)
    .flatMap(({ scenario, largest }) => {
      const of = scenarios[scenario];
      if (!of) return [];
      const named = largest.slice(0, NAMED_GROUPS);
      const losses = named.map(({ group, loss }) => ({ group, amount: money(loss) }));
      return [{ scenario: of.name, kind: of.kind, largest: losses }];
    });
}

function monitored(
  house: HouseState,
  { cover, minorOf, marginsMinor }: StressTestResult,
  sizeMinor: bigint | undefined,
): Pick<StressTestsCompleted, 'monitoring'> {
  // A fund without a size, or of nothing, has no shares.
  if (sizeMinor === undefined || sizeMinor === 0n) return {};
  const { baseScale } = referenceOf(house);
  const peaks = [...cover.peaks].map(([group, { loss }]): GroupPeak => ({
    group,
    lossMinor: minorOf(loss),
  }));
  const large = monitorFund(sizeMinor, minorOf(cover.cover2.loss), peaks);
  // A fund that is fixed by hand has not been measured against these tests: its groups are only warned.
  const isSized = referenceOf(house).data.defaultFund?.sizing === 'cover-2';
  const groups = isSized ? large : large.map(warned);
  return {
    monitoring: {
      fund: formatUnits(sizeMinor, baseScale),
      groups: groups.map((group) => noticed(house, group, marginsMinor, baseScale)),
    },
  };
}

const warned = (group: LargeGroup): LargeGroup => ({
  ...group,
  status: 'WARNED',
  supplementMinor: 0n,
});

/** The supplement is owed by the house accounts of the group's members, pro rata to what they require. */
function noticed(
  house: HouseState,
  { group, lossMinor, status, supplementMinor }: LargeGroup,
  marginsMinor: ReadonlyMap<string, bigint>,
  scale: number,
): LargeGroupNoticed {
  const members = fundMembers(house).filter((each) => each.group === group);
  const shares = members.flatMap(({ id, accounts }) => {
    const first = accounts.find(({ type }) => type === 'house') ?? accounts[0];
    const numerator = marginsMinor.get(id) ?? 0n;
    return first && numerator > 0n ? [{ id: `${id}/${first.id}`, numerator }] : [];
  });
  const parts = shares.length === 0 ? [] : largestRemainder(supplementMinor, shares);
  return {
    group,
    amount: formatUnits(lossMinor, scale),
    status,
    supplements: [...parts].flatMap(([account, minor]) =>
      minor === 0n ? [] : [{ account, amount: formatUnits(minor, scale) }],
    ),
  };
}
