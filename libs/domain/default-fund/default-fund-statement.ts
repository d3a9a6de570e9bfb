import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { memberCalls } from '#libs/domain/margin-calls/member-call.js';
import { outstandingMinor } from '#libs/domain/margin-calls/call-needs.js';
import type { DefaultFundSizing, Member } from '#libs/domain/reference-data/model.js';
import {
  missingContribution,
  postedContribution,
  requiredContribution,
} from './required-contribution.js';
import { supplementOf } from './supplementary-margin.js';

/** What a member has to contribute and has contributed. Major units of the base currency. */
export interface MemberContribution {
  readonly member: string;
  readonly group: string;
  /** Null before contributions were sized for the first time. */
  readonly required: string | null;
  readonly posted: string;
  /** Required above posted, at least zero. */
  readonly missing: string;
  /** What open calls for contributions ask for. */
  readonly called: string;
  /** Supplementary margin of its accounts, since its group is large for the fund. */
  readonly supplement: string;
  readonly inDefault: boolean;
}

/** The last stress tests. */
export interface LastTests {
  readonly businessDate: string;
  readonly cover1: string;
  readonly cover2: string;
  /** Ledger position of the whole result. */
  readonly position: number;
}

/** The default fund as it stands at a ledger position. Major units of the base currency. */
export interface DefaultFundStatement {
  readonly currency: string;
  readonly sizing: DefaultFundSizing;
  /** The sum of what is required; null before the first sizing. */
  readonly size: string | null;
  /** Business date of the last sizing; null where contributions are fixed. */
  readonly sizedOn: string | null;
  readonly posted: string;
  readonly lastTests: LastTests | null;
  /** By member. */
  readonly members: readonly MemberContribution[];
  readonly position: number;
}

/** What is required of the members, and what they have contributed. */
export function defaultFundStatement(house: HouseState): DefaultFundStatement {
  const { data, baseCurrency, baseScale, members } = referenceOf(house);
  const { last, sizing } = house.defaultFund;
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const isBySize = data.defaultFund?.sizing === 'cover-2';
  const listed = [...members.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const standing = listed.filter(({ id }) => !house.defaults.byMember.has(id));
  const total = (of: (member: Member) => bigint, over: readonly Member[]): bigint =>
    over.reduce((sum, member) => sum + of(member), 0n);
  const isSized = !isBySize || sizing !== undefined;
  return {
    currency: baseCurrency,
    sizing: isBySize ? 'cover-2' : 'fixed',
    size: isSized
      ? money(total((member) => requiredContribution(house, member) ?? 0n, standing))
      : null,
    sizedOn: (isBySize ? sizing?.businessDate : undefined) ?? null,
    posted: money(total(({ id }) => postedContribution(house, id), listed)),
    lastTests: last
      ? {
          businessDate: last.businessDate,
          cover1: money(last.cover1Minor),
          cover2: money(last.cover2Minor),
          position: last.position,
        }
      : null,
    members: listed.map((member) => contributionOf(house, member, money)),
    position: house.position,
  };
}

function contributionOf(
  house: HouseState,
  member: Member,
  money: (minor: bigint) => string,
): MemberContribution {
  const { id, group, accounts } = member;
  const inDefault = house.defaults.byMember.has(id);
  // Nothing more is required of a member whose default was declared: its contribution is used.
  const required = inDefault ? 0n : requiredContribution(house, member);
  const called = memberCalls(house.marginCalls, id)
    .filter(({ reason }) => reason === 'DEFAULT_FUND')
    .reduce((sum, call) => sum + outstandingMinor(house, call), 0n);
  const supplement = accounts.reduce(
    (sum, account) => sum + supplementOf(house, `${id}/${account.id}`),
    0n,
  );
  return {
    member: id,
    group,
    required: required === undefined ? null : money(required),
    posted: money(postedContribution(house, id)),
    missing: money(inDefault ? 0n : missingContribution(house, member)),
    called: money(called),
    supplement: money(supplement),
    inDefault,
  };
}
