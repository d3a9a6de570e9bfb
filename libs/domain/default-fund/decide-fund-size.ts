import type { DefaultFundSized, FundSizingCause } from '#libs/domain/events/default-fund-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { rationalFromDecimal } from '#libs/domain/numerics/rational.js';
import { allocateContributions } from './allocate-contributions.js';
import { fundMembers } from './fund-members.js';
import { fundSize } from './fund-size.js';

/** What the stress tests of a day say to the size of the fund; minor units of the base currency. */
export interface SizingInputs {
  readonly businessDate: string;
  readonly cover2Minor: bigint;
  readonly emir42Minor: bigint;
  /** What the members required at the end of the day. */
  readonly marginsMinor: ReadonlyMap<string, bigint>;
}

/** A size of the fund that was decided, as an event and as a number. */
export interface DecidedSize {
  readonly sized: DefaultFundSized;
  readonly sizeMinor: bigint;
}

/**
 * Sizes the default fund by Cover-2 where the reference data asks for it: the first time, in a new month,
 * and when the two largest groups would need more than the fund (margin-model.md h.5); else undefined.
 */
export function decideFundSize(house: HouseState, inputs: SizingInputs): DecidedSize | undefined {
  const { data, baseCurrency, baseScale } = referenceOf(house);
  const settings = data.defaultFund;
  const cause = causeOf(house, inputs);
  if (settings?.sizing !== 'cover-2' || !cause) return undefined;
  const minor = (amount: string): bigint => toUnits(parseDecimal(amount), baseScale) ?? 0n;
  const money = (amount: bigint): string => formatUnits(amount, baseScale);
  const rounding = minor(settings.rounding);
  const wanted = fundSize(inputs.cover2Minor, inputs.emir42Minor, {
    multiplier: rationalFromDecimal(settings.multiplier),
    minimumMinor: minor(settings.minimum),
    roundingMinor: rounding > 0n ? rounding : 1n,
  });
  const { margins } = house.defaultFund;
  const kept = margins.slice(Math.max(0, margins.length - settings.averageMarginDays + 1));
  const days = [...kept, inputs.marginsMinor];
  const weights = fundMembers(house).map(({ id }) => ({
    member: id,
    weight: days.reduce((sum, margins) => sum + (margins.get(id) ?? 0n), 0n),
  }));
  const contributions = allocateContributions(wanted, minor(settings.memberFloor), weights);
  const sizeMinor = [...contributions.values()].reduce((sum, each) => sum + each, 0n);
  const before = house.defaultFund.sizing;
  const sized: DefaultFundSized = {
    businessDate: inputs.businessDate,
    cause,
    currency: baseCurrency,
    cover2: money(inputs.cover2Minor),
    size: money(sizeMinor),
    ...(before ? { previousSize: money(before.sizeMinor) } : {}),
    days: days.length,
    contributions: weights.map(({ member, weight }) => ({
      member,
      averageMargin: money(weight / BigInt(days.length)),
      required: money(contributions.get(member) ?? 0n),
    })),
  };
  return { sized, sizeMinor };
}

function causeOf(
  { defaultFund: { sizing } }: HouseState,
  { businessDate, cover2Minor }: SizingInputs,
): FundSizingCause | undefined {
  if (!sizing) return 'FIRST';
  if (cover2Minor > sizing.sizeMinor) return 'BREACH';
  const month = (date: string): string => date.slice(0, 'YYYY-MM'.length);
  return month(businessDate) === month(sizing.businessDate) ? undefined : 'MONTHLY';
}
