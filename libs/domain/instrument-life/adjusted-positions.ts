import type { AdjustedPosition } from '#libs/domain/events/instrument-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { roundToSameSum } from '#libs/domain/kernel/rounding.js';
import { rational } from '#libs/domain/numerics/rational.js';
import { splitRounded } from '#libs/domain/numerics/split-rounded.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { paysPremium } from '#libs/domain/settlement/lines/pays-premium.js';
import { isTraded } from '#libs/domain/trading/trading-state.js';
import { ticksIn } from './adjusted-grid.js';
import type { AdjustmentRatio } from './ratio.js';

/** One side of what somebody holds: an account that is net, or a client of a gross omnibus one. */
interface HeldSide {
  readonly account: string;
  readonly client: string | undefined;
  readonly side: 'long' | 'short';
  readonly lots: number;
}

export interface AdjustmentFailure {
  readonly code: 'NOT_SETTLED' | 'MISSING_PRICES' | 'BEYOND_EXACT_INTEGERS';
  readonly reason: string;
}

/**
 * What a ratio makes of every position in an instrument. Where lots do not divide, each side is rounded
 * by the largest remainder, so that longs and shorts stay as many, and the part of a lot that the
 * rounding took or gave is paid at the last settlement price. A future is worth nothing beside that
 * price, which its variation margin has paid, so cash moves for options that paid a premium alone.
 */
export function adjustPositions(
  house: HouseState,
  entry: InstrumentEntry,
  ratio: AdjustmentRatio,
): Result<AdjustedPosition[], AdjustmentFailure> {
  const sides = sidesHeld(house, entry.id);
  const isExact = dividesExactly(house, entry.id, ratio);
  if (!isExact) {
    const traded = tradedIn(house, entry.id);
    if (traded !== undefined)
      return failed({
        code: 'NOT_SETTLED',
        reason: `${traded} traded ${entry.id} since its last settlement cycle, and parts of lots are paid at a settlement price: run a cycle and adjust again`,
      });
  }
  const after = new Map<HeldSide, bigint>();
  for (const side of ['long', 'short'] as const) {
    const held = sides.filter((each) => each.side === side);
    const parts = held.map(({ lots }) =>
      rational(BigInt(lots) * BigInt(ratio.to), BigInt(ratio.from)),
    );
    splitRounded(parts).forEach((lots, i) => {
      const of = held[i];
      if (of) after.set(of, lots);
    });
  }
  for (const [{ account }, lots] of after)
    if (!Number.isSafeInteger(Number(lots)))
      return failed({
        code: 'BEYOND_EXACT_INTEGERS',
        reason: `the position of ${account} in ${entry.id} would be too large to be counted exactly`,
      });
  const cash = isExact ? ok(new Map<HeldSide, bigint>()) : cashFor(house, entry, ratio, after);
  if (!cash.ok) return cash;
  return ok(positionsOf(entry, after, cash.value));
}

/** Lots, and what was traded of them, divide exactly for everybody. */
function dividesExactly(
  { trading }: HouseState,
  instrument: string,
  { from }: AdjustmentRatio,
): boolean {
  for (const account of trading.holders.get(instrument) ?? []) {
    const held = trading.holdings.get(account)?.get(instrument);
    if (held && (held.lots % from !== 0 || held.openingLots % from !== 0)) return false;
    for (const ofClient of trading.clients.get(account)?.values() ?? []) {
      const lots = ofClient.get(instrument);
      if (lots && (lots.long % from !== 0 || lots.short % from !== 0)) return false;
    }
  }
  return true;
}

function tradedIn({ trading }: HouseState, instrument: string): string | undefined {
  return [...(trading.holders.get(instrument) ?? [])].sort().find((account) => {
    const held = trading.holdings.get(account)?.get(instrument);
    return held && isTraded(held);
  });
}

/** By account, then by client. */
function sidesHeld({ trading }: HouseState, instrument: string): HeldSide[] {
  return [...(trading.holders.get(instrument) ?? [])].sort().flatMap((account): HeldSide[] => {
    const clients = trading.clients.get(account);
    if (!clients) {
      const lots = trading.holdings.get(account)?.get(instrument)?.lots ?? 0;
      if (lots === 0) return [];
      const side = lots > 0 ? 'long' : 'short';
      return [{ account, client: undefined, side, lots: Math.abs(lots) }];
    }
    return [...clients.keys()].sort().flatMap((client): HeldSide[] => {
      const held = clients.get(client)?.get(instrument);
      return (['long', 'short'] as const).flatMap((side): HeldSide[] => {
        const lots = held?.[side] ?? 0;
        return lots === 0 ? [] : [{ account, client, side, lots }];
      });
    });
  });
}

/** In minor units of the instrument's currency, positive where it is received. */
function cashFor(
  house: HouseState,
  entry: InstrumentEntry,
  { to, from }: AdjustmentRatio,
  after: ReadonlyMap<HeldSide, bigint>,
): Result<ReadonlyMap<HeldSide, bigint>, AdjustmentFailure> {
  if (!paysPremium(entry)) return ok(new Map());
  const date = house.settlement.lastEndOfDay;
  const official =
    date === undefined ? undefined : house.market.official.get(`${date} ${entry.id}`);
  const ticks = official && ticksIn(entry, official.price);
  if (ticks === undefined)
    return failed({
      code: 'MISSING_PRICES',
      reason: `parts of lots of ${entry.id} are paid at its settlement price of the last end of a day (${date ?? 'none has run'}), and there is none: send it to the topic of prices`,
    });
  const value = BigInt(ticks) * BigInt(entry.tickValueMinor);
  const sides = [...after];
  const parts = sides.map(([{ side, lots }, now], i) => {
    const taken = BigInt(lots) * BigInt(to) - now * BigInt(from);
    return {
      id: String(i).padStart(9, '0'),
      numerator: (side === 'long' ? taken : -taken) * value,
    };
  });
  const paid = roundToSameSum(parts, BigInt(to));
  return ok(new Map(sides.map(([of], i) => [of, paid.get(parts[i]?.id ?? '') ?? 0n])));
}

function positionsOf(
  { id: instrument, currency, currencyScale }: InstrumentEntry,
  after: ReadonlyMap<HeldSide, bigint>,
  cash: ReadonlyMap<HeldSide, bigint>,
): AdjustedPosition[] {
  const positions = new Map<string, AdjustedPosition & { minor: bigint }>();
  const nothing = { before: '0', after: '0' };
  for (const [of, lots] of after) {
    const { account, client, side } = of;
    const key = `${account} ${client ?? ''}`;
    const known = positions.get(key) ?? {
      account,
      instrument,
      ...(client === undefined ? {} : { client }),
      long: nothing,
      short: nothing,
      minor: 0n,
    };
    const moved = { before: String(of.lots), after: lots.toString() };
    const minor = known.minor + (cash.get(of) ?? 0n);
    positions.set(key, { ...known, [side]: moved, minor });
  }
  return [...positions.values()].map(({ minor, ...position }) =>
    minor === 0n
      ? position
      : { ...position, cash: { currency, amount: formatUnits(minor, currencyScale) } },
  );
}
