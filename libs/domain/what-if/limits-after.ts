import type { LimitName } from '#libs/domain/events/trade-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/house-state.js';
import { formatUnits, parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import {
  limitedHoldersOf,
  type LimitedHolder,
} from '#libs/domain/trading/limits/limited-holders.js';
import { lotsOfAccounts } from '#libs/domain/trading/limits/lots-held.js';
import { standingOfHolder } from '#libs/domain/trading/limits/standing-of-holder.js';
import type { HypotheticalTrade } from './hypothetical-trade.js';

/** A limit beside what it counts before and after trades: amounts in the base currency, or lots. */
export interface LimitAfter {
  /** MEMBER/ACCOUNT, or MEMBER for all its accounts together. */
  readonly holder: string;
  readonly limit: LimitName;
  /** Of `maxLots`. */
  readonly instrument?: string;
  readonly allowed: string;
  /** Null where it cannot be computed. */
  readonly before: string | null;
  readonly after: string | null;
  /** Whether the trades together would be refused by it. */
  readonly exceeded: boolean;
}

interface World {
  readonly house: HouseState;
  readonly engine: MarginEngine;
}

/**
 * What trades would do to each limit of an account and of its member, by the rules that novation goes by
 * (trading/rules): the trades taken together, at the marks.
 */
export function limitsAfter(
  account: string,
  trades: readonly HypotheticalTrade[],
  before: World,
  after: World,
): LimitAfter[] {
  const entry = before.house.reference?.accounts.get(account);
  return limitedHoldersOf(entry).flatMap((holder) => [
    ...orderLots(holder, trades),
    ...positionLots(holder, trades, before, after),
    ...money(holder, trades, before, after),
  ]);
}

function orderLots(
  { name, limits }: LimitedHolder,
  trades: readonly HypotheticalTrade[],
): LimitAfter[] {
  const { maxOrderLots } = limits;
  if (maxOrderLots === undefined || trades.length === 0) return [];
  const largest = Math.max(...trades.map(({ lots }) => Math.abs(lots)));
  return [
    {
      holder: name,
      limit: 'maxOrderLots',
      allowed: String(maxOrderLots),
      before: '0',
      after: String(largest),
      exceeded: largest > maxOrderLots,
    },
  ];
}

function positionLots(
  { name, limits, accounts }: LimitedHolder,
  trades: readonly HypotheticalTrade[],
  before: World,
  after: World,
): LimitAfter[] {
  const { maxLots = {} } = limits;
  const instruments = [...new Set(trades.map(({ instrument }) => instrument))];
  return instruments.flatMap((instrument): LimitAfter[] => {
    const allowed = Object.hasOwn(maxLots, instrument) ? maxLots[instrument] : undefined;
    if (allowed === undefined) return [];
    const [was, will] = [before, after].map(({ house }) =>
      lotsOfAccounts(house, accounts, instrument),
    );
    if (!was || !will) return [];
    const exceeded = (['long', 'short'] as const).some(
      (side) => will[side] > allowed && will[side] > was[side],
    );
    const larger = will.long >= will.short ? 'long' : 'short';
    return [
      {
        holder: name,
        limit: 'maxLots',
        instrument,
        allowed: String(allowed),
        before: String(was[larger]),
        after: String(will[larger]),
        exceeded,
      },
    ];
  });
}

function money(
  { name, limits, accounts }: LimitedHolder,
  trades: readonly HypotheticalTrade[],
  before: World,
  after: World,
): LimitAfter[] {
  if (limits.maxExposure === undefined && limits.maxDeficit === undefined) return [];
  const was = standingOfHolder(before.house, before.engine, accounts);
  const will = standingOfHolder(after.house, after.engine, accounts);
  const closes = trades.every(({ instrument }) => {
    const [held, then] = [before, after].map(({ house }) =>
      lotsOfAccounts(house, accounts, instrument),
    );
    return held && then && then.long <= held.long && then.short <= held.short;
  });
  const { baseScale } = referenceOf(before.house);
  const names = [
    ['maxExposure', 'exposureMinor'],
    ['maxDeficit', 'deficitMinor'],
  ] as const;
  return names.flatMap(([limit, figure]): LimitAfter[] => {
    const allowed = limits[limit];
    if (allowed === undefined) return [];
    const allowedMinor = toUnits(parseDecimal(allowed), baseScale) ?? 0n;
    const isWithin = will.ok && will.value[figure] <= allowedMinor;
    const isLower = was.ok && will.ok && will.value[figure] < was.value[figure];
    const isNoRisk =
      !was.ok || !will.ok || will.value.requirementMinor <= was.value.requirementMinor;
    return [
      {
        holder: name,
        limit,
        allowed: formatUnits(allowedMinor, baseScale),
        before: was.ok ? formatUnits(was.value[figure], baseScale) : null,
        after: will.ok ? formatUnits(will.value[figure], baseScale) : null,
        exceeded: !isWithin && !isLower && !(closes && isNoRisk),
      },
    ];
  });
}
