import { type HouseState, referenceOf } from '#libs/domain/house/house-state.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import type { Account } from '#libs/domain/reference-data/model.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { refuseClosedInstrument } from '#libs/domain/trading/rules/instrument-is-open.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import { HypotheticalHouse } from './hypothetical-house.js';
import { HYPOTHETICAL_TRADES_MAX, type HypotheticalTrade } from './hypothetical-trade.js';
import { movedComponents, type MovedComponent } from './moved-components.js';
import { amountsOf, type Standing, type StandingAmounts, standingOf } from './standing.js';
import { notComputable, type WhatIfRefusal } from './what-if-refusal.js';

/** A hypothetical trade with the price that it is taken to be made at. */
export interface PricedTrade {
  readonly instrument: string;
  /** Signed whole lots. */
  readonly quantity: string;
  /** The mark. */
  readonly price: string;
}

/** What trades would do to an account; amounts in major units of the base currency. */
export interface WhatIf {
  readonly account: string;
  readonly currency: string;
  /** Ledger position and ledger time of the state that the question was put to. */
  readonly position: number;
  readonly calculatedAt: string | null;
  readonly trades: readonly PricedTrade[];
  readonly before: StandingAmounts;
  readonly after: StandingAmounts;
  readonly moved: readonly MovedComponent[];
}

/** A house in which the trades were made, with an engine of its own. */
export interface HypotheticalWorld {
  readonly made: HypotheticalHouse;
  readonly engine: MarginEngine;
  readonly trades: readonly PricedTrade[];
}

/**
 * Where an account would stand if it had made trades at the marks; nothing is changed. A trade at the
 * mark brings no gain and no loss, so it moves the requirement and what is settled of a premium alone.
 * @param engine of the house as it is
 * @param client whose trades they are, in a gross omnibus account
 */
export function whatIf(
  house: HouseState,
  engine: MarginEngine,
  account: string,
  trades: readonly HypotheticalTrade[],
  client?: string,
): Result<WhatIf, WhatIfRefusal> {
  const world = worldWith(house, engine, account, trades, client);
  if (!world.ok) return world;
  const before = standingOf(house, engine, account);
  if (!before.ok) return failed(notComputable(account, before.error));
  const { made, engine: ofWorld, trades: priced } = world.value;
  const after = standingOf(made.house, ofWorld, account);
  if (!after.ok) return failed(notComputable(account, after.error));
  return ok(comparison(house, account, priced, before.value, after.value));
}

/** An account before and after. */
export function comparison(
  house: HouseState,
  account: string,
  trades: readonly PricedTrade[],
  before: Standing,
  after: Standing,
): WhatIf {
  const { position, ledgerTimeMs } = house;
  return {
    account,
    currency: referenceOf(house).baseCurrency,
    position,
    calculatedAt: ledgerTimeMs === undefined ? null : formatInstant(ledgerTimeMs),
    trades,
    before: amountsOf(house, before),
    after: amountsOf(house, after),
    moved: movedComponents(before.content, after.content),
  };
}

/** Makes the trades in a copy of what they touch. */
export function worldWith(
  house: HouseState,
  engine: MarginEngine,
  account: string,
  trades: readonly HypotheticalTrade[],
  client?: string,
): Result<HypotheticalWorld, WhatIfRefusal> {
  const entry = house.reference?.accounts.get(account);
  if (!entry)
    return failed({
      code: 'UNKNOWN_ACCOUNT',
      reason: `there is no account ${account} in ledger ${house.ledgerId}`,
    });
  const misnamed = refuseMisnamedClient(account, entry.account, client);
  if (misnamed) return failed(misnamed);
  if (trades.length > HYPOTHETICAL_TRADES_MAX)
    return failed({
      code: 'LIMIT_EXCEEDED',
      reason: `at most ${HYPOTHETICAL_TRADES_MAX} trades are looked at together, not ${trades.length}`,
    });
  const made = new HypotheticalHouse(house, account, client);
  const priced: PricedTrade[] = [];
  for (const { instrument, lots } of trades) {
    const open = openInstrument(house, engine, instrument);
    if (!open.ok) return open;
    const held = holdingsOf(made.house.trading, account).get(instrument);
    if (!Number.isSafeInteger((held?.lots ?? 0) + lots) || !isSafeTraded(held?.tradedLots, lots))
      return failed({
        code: 'BEYOND_EXACT_INTEGERS',
        reason: `the position in ${instrument} would be too large to be counted exactly`,
      });
    const { entry, ticks } = open.value;
    made.book(instrument, lots, ticks);
    priced.push({ instrument, quantity: String(lots), price: ticksToPrice(entry, ticks) });
  }
  return ok({ made, engine: new MarginEngine(made.house), trades: priced });
}

/** Positions of a gross omnibus account, and of no other, are somebody's. */
function refuseMisnamedClient(
  name: string,
  account: Account,
  client: string | undefined,
): WhatIfRefusal | undefined {
  if (isGrossOmnibus(account) === (client !== undefined)) return undefined;
  return client === undefined
    ? {
        code: 'MISSING_FIELD',
        reason: `positions of ${name} are kept gross by client; say whose the trades are (client)`,
      }
    : {
        code: 'INVALID_FIELD',
        reason: `client is only for accounts of type client-omnibus-gross, and ${name} is none; leave it out`,
      };
}

const isSafeTraded = (traded = 0, lots = 0): boolean => Number.isSafeInteger(traded + lots);

/** An instrument that could be traded now, and its mark. */
export function openInstrument(
  house: HouseState,
  engine: MarginEngine,
  instrument: string,
): Result<{ readonly entry: InstrumentEntry; readonly ticks: number }, WhatIfRefusal> {
  const entry = house.reference?.instruments.get(instrument);
  if (!entry)
    return failed({
      code: 'UNKNOWN_INSTRUMENT',
      reason: `${instrument} is not an instrument of ledger ${house.ledgerId}`,
    });
  const closed = refuseClosedInstrument({
    house,
    instrument: entry,
    nowMs: house.ledgerTimeMs ?? Number.NEGATIVE_INFINITY,
    engine,
  });
  if (closed) return failed({ code: closed.code, reason: closed.reason });
  const ticks = engine.markTicks(instrument);
  if (ticks === undefined)
    return failed({
      code: 'NO_PRICE',
      reason: `${instrument} has no price yet, so nobody can say what a trade in it would do`,
    });
  return ok({ entry, ticks });
}
