import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type {
  AdjustedInstrument,
  AdjustedPosition,
  BeforeAfter,
  ContractsAdjusted,
} from '#libs/domain/events/instrument-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { parseDecimal } from '#libs/domain/kernel/decimal.js';
import { expectedPositions } from './read-model-expectations.js';
import type { Findings } from './finding.js';

/**
 * Computes anew what an adjustment says: every position that was there is in it and becomes `to/from` of
 * itself, less than a lot apart where it was rounded; prices that something is booked by are exactly
 * `from/to` of themselves; the value of a point and lot stays; and cash is what the rounding took.
 */
export class AdjustmentCheck {
  constructor(private readonly findings: Findings) {}

  /** Takes the next event before it is folded: the house has the terms and positions before. */
  take(house: HouseState, event: RecordedEvent): void {
    if (event.type !== 'ContractsAdjusted') return;
    const { position, payload } = event;
    const [to = 0n, from = 0n] = payload.ratio.split(':').map(BigInt);
    for (const instrument of payload.instruments)
      this.checkTerms(house, position, instrument, to, from);
    this.checkHeld(house, position, payload);
    for (const held of payload.positions) this.checkLots(position, held, to, from);
    for (const { instrument } of payload.instruments)
      this.checkTogether(house, position, payload, instrument, to, from);
  }

  private checkTerms(
    house: HouseState,
    position: number,
    adjusted: AdjustedInstrument,
    to: bigint,
    from: bigint,
  ): void {
    const { instrument, tickSize, tickValueMinor, strike, settlementPrice } = adjusted;
    const terms = referenceOf(house).instruments.get(instrument);
    const before = `${terms?.tickSize} ${terms?.tickValueMinor}`;
    const told = `${tickSize.before} ${tickValueMinor.before}`;
    if (before !== told) this.findings.add(position, `terms of ${instrument} before`, before, told);
    // Value of a point and lot: tick value over tick size.
    const [was, is] = [BigInt(tickValueMinor.before), BigInt(tickValueMinor.after)];
    if (!isSame(tickSize.before, is, tickSize.after, was))
      this.findings.add(position, `value of a point of ${instrument}`, 'as before', 'another');
    const booked = [strike, settlementPrice, ...adjusted.officialPrices].flatMap(
      (each) => each ?? [],
    );
    for (const price of booked)
      if (!isSame(price.before, from, price.after, to))
        this.findings.add(
          position,
          `price of ${instrument}`,
          `${price.before} x ${from}/${to}`,
          price.after,
        );
  }

  /** The positions before are those of the house, all of them. */
  private checkHeld(house: HouseState, position: number, payload: ContractsAdjusted): void {
    const instruments = new Set(payload.instruments.map(({ instrument }) => instrument));
    const isOf = (key: string): boolean => instruments.has(key.slice(key.lastIndexOf(' ') + 1));
    const told = new Map<string, string>();
    const sums = new Map<string, [bigint, bigint]>();
    for (const { account, client, instrument, long, short } of payload.positions) {
      if (client !== undefined)
        told.set(`${account} ${client} ${instrument}`, lotsText(long.before, short.before));
      const [longs, shorts] = sums.get(`${account} ${instrument}`) ?? [0n, 0n];
      sums.set(`${account} ${instrument}`, [
        longs + BigInt(long.before),
        shorts + BigInt(short.before),
      ]);
    }
    for (const [key, [long, short]] of sums) told.set(key, lotsText(String(long), String(short)));
    const held = [...expectedPositions(house)].filter(([key]) => isOf(key));
    this.findings.compare(position, 'position adjusted', new Map(held), told);
  }

  private checkLots(position: number, held: AdjustedPosition, to: bigint, from: bigint): void {
    for (const side of [held.long, held.short]) {
      const apart = BigInt(side.after) * from - BigInt(side.before) * to;
      if (apart < from && apart > -from) continue;
      const what = `lots of ${held.account} in ${held.instrument}`;
      this.findings.add(position, what, `${side.before} x ${to}/${from}`, side.after);
    }
  }

  /** Longs and shorts are as many, rounded together, and cash is for what each has too few. */
  private checkTogether(
    house: HouseState,
    position: number,
    { positions }: ContractsAdjusted,
    instrument: string,
    to: bigint,
    from: bigint,
  ): void {
    const held = positions.filter((each) => each.instrument === instrument);
    const [longs, shorts] = [sumOf(held, 'long'), sumOf(held, 'short')];
    if (longs !== shorts)
      this.findings.add(position, `lots of ${instrument} long`, `${shorts}`, `${longs}`);
    const value = cashPerLot(house, instrument);
    for (const { account, client, long, short, cash } of held) {
      const taken = (side: BeforeAfter): bigint =>
        BigInt(side.before) * to - BigInt(side.after) * from;
      const exact = (taken(long) - taken(short)) * value;
      const paid = BigInt(cash?.amount.replace('.', '') ?? 0n);
      const apart = paid * to - exact;
      // Each side is rounded by less than a cent.
      if (apart < 2n * to && apart > -2n * to) continue;
      const what = `cash of ${client === undefined ? account : `${client} of ${account}`} for ${instrument}`;
      this.findings.add(position, what, `${exact}/${to} minor units`, `${paid}`);
    }
  }
}

/** Minor units that one old lot is worth at the settlement price of the last end of a day. */
function cashPerLot(house: HouseState, instrument: string): bigint {
  const entry = referenceOf(house).instruments.get(instrument);
  const isPaid = entry?.terms.type === 'option' && entry.terms.premiumStyle === 'premium';
  const official = house.market.official.get(`${house.settlement.lastEndOfDay} ${instrument}`);
  if (!entry || !isPaid || !official) return 0n;
  const price = parseDecimal(official.price);
  const tick = parseDecimal(entry.tickSize);
  const scale = Math.max(price.scale, tick.scale);
  const units = (of: { units: bigint; scale: number }) =>
    of.units * 10n ** BigInt(scale - of.scale);
  return (units(price) / units(tick)) * BigInt(entry.tickValueMinor);
}

const sumOf = (held: readonly AdjustedPosition[], side: 'long' | 'short'): bigint =>
  held.reduce((sum, each) => sum + BigInt(each[side].after), 0n);

/** Whether `a * x` is `b * y`. */
function isSame(a: string, x: bigint, b: string, y: bigint): boolean {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  const scale = Math.max(left.scale, right.scale);
  const units = (of: { units: bigint; scale: number }) =>
    of.units * 10n ** BigInt(scale - of.scale);
  return units(left) * x === units(right) * y;
}

const lotsText = (long: string, short: string): string => `long ${long}, short ${short}`;
