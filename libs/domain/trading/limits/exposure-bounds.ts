import type { HouseState } from '#libs/domain/house/house-state.js';
import { isSameQuarterHour } from '#libs/domain/kernel/instant.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import { markTicks } from '#libs/domain/market/marks.js';
import { valuationInstant } from '#libs/domain/pricing/time-to-expiry.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { holdingsOf } from '../trading-state.js';
import { groupsOfPaidOptions, isBoundable, isBoundableIn } from './boundable.js';

/** At most so much, in minor units of the base currency. */
export interface StandingBound {
  readonly exposureMinor: bigint;
  readonly deficitMinor: bigint;
}

/** An evaluation that was made, and the positions that it is of. */
interface Known {
  readonly exposureMinor: bigint;
  /** What counts of the collateral. */
  readonly countedMinor: bigint;
  readonly lots: ReadonlyMap<string, readonly [lots: number, tradedTicks: bigint]>;
  readonly feesMinor: bigint;
  /** Groups that needed nothing, since only paid options were in them: more lots may end that. */
  readonly exempt: ReadonlySet<string>;
}

/** When what is known holds: as long as nothing but trades happened, in one step of the valuation. */
interface Rest {
  readonly reference: ReferenceIndex;
  readonly unrest: number;
  readonly timeMs: number;
}

/** For each instrument in which a requirement was rounded, and for the two roundings of the whole. */
const ROUNDING_MINOR = 2n;
const ROUNDING_OF_WHOLE_MINOR = 4n;

/**
 * Where an account stands at most, from an evaluation of it that was made earlier and the lots that it
 * traded since: a requirement is subadditive, so each of those lots adds at most what it would need
 * alone, and each trade loses at most what its price lost against the mark. Far from a limit no
 * evaluation is needed. What is kept follows from the state: with nothing kept the answer to whether a
 * trade passes is the same.
 */
export class ExposureBounds {
  private rest: Rest | undefined;
  private readonly known = new Map<string, Known>();
  private readonly perLot = new Map<string, bigint | undefined>();

  constructor(
    private readonly house: HouseState,
    private readonly engine: MarginEngine,
  ) {}

  /** A bound at the state as it is; undefined where none is known. */
  of(account: string): StandingBound | undefined {
    if (!this.isAtRest()) return undefined;
    const known = this.known.get(account);
    if (!known) return undefined;
    let moreMinor = this.feesOf(account) - known.feesMinor;
    if (moreMinor < 0n) moreMinor = 0n;
    moreMinor += ROUNDING_OF_WHOLE_MINOR;
    let gainMinor = 0n;
    const holdings = holdingsOf(this.house.trading, account);
    for (const instrument of known.lots.keys())
      // A cycle lets go of what is flat, and is no trade.
      if (!holdings.has(instrument)) return undefined;
    for (const [instrument, { lots, tradedTicks }] of holdings) {
      const [before, ticksBefore] = known.lots.get(instrument) ?? [0, 0n];
      if (lots === before && tradedTicks === ticksBefore) continue;
      const entry = this.house.reference?.instruments.get(instrument);
      if (!entry || known.exempt.has(entry.liquidationGroup)) return undefined;
      const moved = this.move(account, entry, lots - before, tradedTicks - ticksBefore);
      if (!moved) return undefined;
      moreMinor += moved.needsMinor + ROUNDING_MINOR;
      gainMinor += moved.gainMinor;
    }
    if (gainMinor < 0n) moreMinor -= gainMinor;
    const exposureMinor = known.exposureMinor + moreMinor;
    const lacksMinor = exposureMinor - known.countedMinor;
    return { exposureMinor, deficitMinor: lacksMinor > 0n ? lacksMinor : 0n };
  }

  /** Keeps an evaluation of an account at the state as it is, where later ones can be bound by it. */
  keep(account: string, evaluation: AccountEvaluation): void {
    if (!this.isAtRest()) this.startAnew();
    if (!this.rest || !isBoundable(this.house, this.engine, evaluation)) {
      this.known.delete(account);
      return;
    }
    const { exposureMinor, collateral } = evaluation;
    const lots = new Map<string, readonly [number, bigint]>();
    for (const [instrument, held] of holdingsOf(this.house.trading, account))
      lots.set(instrument, [held.lots, held.tradedTicks]);
    const { countedMinor } = collateral;
    const feesMinor = this.feesOf(account);
    const exempt = groupsOfPaidOptions(this.house, account);
    this.known.set(account, { exposureMinor, countedMinor, lots, feesMinor, exempt });
  }

  /** What further lots of an instrument need at most, and what they gained at its mark. */
  private move(
    account: string,
    entry: InstrumentEntry,
    lots: number,
    tradedTicks: bigint,
  ): { readonly needsMinor: bigint; readonly gainMinor: bigint } | undefined {
    const { id: instrument } = entry;
    const mark = markTicks(this.house, instrument);
    if (mark === undefined || !isBoundableIn(this.house, entry)) return undefined;
    const gainTicks = BigInt(lots) * BigInt(mark) - tradedTicks;
    const gainMinor = gainTicks * BigInt(entry.tickValueMinor);
    if (lots === 0) return { needsMinor: 0n, gainMinor };
    const mode = this.house.reference?.accounts.get(account)?.account.marginMode ?? 'portfolio';
    const side = lots > 0 ? 1 : -1;
    const key = `${mode} ${side} ${instrument}`;
    if (!this.perLot.has(key))
      this.perLot.set(key, this.engine.requirementOfLot(mode, instrument, side));
    const perLot = this.perLot.get(key);
    return perLot === undefined
      ? undefined
      : { needsMinor: perLot * BigInt(Math.abs(lots)), gainMinor };
  }

  private feesOf(account: string): bigint {
    return this.house.charges.fees.get(account) ?? 0n;
  }

  private isAtRest(): boolean {
    const { rest, house } = this;
    const { reference, attention, ledgerTimeMs } = house;
    if (!rest || !reference || ledgerTimeMs === undefined) return false;
    if (rest.reference !== reference || rest.unrest !== attention.unrest) return false;
    if (rest.timeMs === ledgerTimeMs) return true;
    const { valuationIntervalMinutes: step } = reference.data.model;
    return (
      isSameQuarterHour(rest.timeMs, ledgerTimeMs) &&
      valuationInstant(rest.timeMs, step) === valuationInstant(ledgerTimeMs, step)
    );
  }

  private startAnew(): void {
    this.known.clear();
    this.perLot.clear();
    const { reference, attention, ledgerTimeMs: timeMs } = this.house;
    this.rest =
      reference && timeMs !== undefined
        ? { reference, unrest: attention.unrest, timeMs }
        : undefined;
  }
}

const boundsOf = new WeakMap<MarginEngine, ExposureBounds>();

/** What is kept beside an engine; it goes with it. */
export function exposureBounds(house: HouseState, engine: MarginEngine): ExposureBounds {
  let bounds = boundsOf.get(engine);
  if (!bounds) boundsOf.set(engine, (bounds = new ExposureBounds(house, engine)));
  return bounds;
}
