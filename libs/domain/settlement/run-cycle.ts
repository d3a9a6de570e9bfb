import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type {
  AccountSettled,
  CycleOfDefault,
  CyclePrice,
} from '#libs/domain/events/settlement-events.js';
import {
  effectsOnCycle,
  type CycleEffects,
  type DefaultCovered,
} from '#libs/domain/default-management/cycle-effects.js';
import { EXTERNAL_BANK, FEES_BOOK, settlementBook, transfer } from '#libs/domain/books/books.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import { instrumentsAccrued } from '#libs/domain/funding/funding-state.js';
import { accountEvent, settledAccount, turnoverOf } from './cycle-parts.js';
import type { CycleRequest } from './cycle-request.js';
import { cyclePrices, type CyclePrices, type InstrumentPrice } from './cycle-prices.js';
import { endingsOf, NO_ENDINGS, type Endings } from './expiry/endings.js';
import { instrumentsEnded } from './expiry/instruments-ended.js';
import type { CycleLine } from './lines/cycle-line.js';
import type { LineBasis } from './lines/line-kind.js';
import { accountsWithLines, inOrder, LINE_KINDS, linesOf } from './lines/line-kinds.js';

export type CycleOutcome =
  | {
      readonly kind: 'completed';
      readonly events: readonly NewEvent[];
      /** Expired instruments that keep their last price. */
      readonly withoutFinalPrice: readonly string[];
    }
  | { readonly kind: 'missing-prices'; readonly missing: readonly string[] };

/**
 * A settlement cycle: one decision at one ledger position (settlement-and-collateral.md). Either every
 * instrument that pays variation margin has its price and everything is booked, or nothing is.
 */
export function runCycle(
  house: HouseState,
  request: CycleRequest,
  marks: MarkSource,
): CycleOutcome {
  const endings = request.type === 'EOD' ? endingsOf(house, request.businessDate) : NO_ENDINGS;
  const prices = cyclePrices(house, request.type, request.businessDate, marks, endings);
  if (prices.missing.length > 0) return { kind: 'missing-prices', missing: prices.missing };
  const { settled, interest, effects } = settleAccounts(house, request, prices, endings);
  const ended = instrumentsEnded(house, endings);
  const funding = instrumentsAccrued(house.funding);
  const { cycleId, type, businessDate, scheduledFor } = request;
  const completed: NewEvent = {
    type: 'SettlementCycleCompleted',
    streamId: `settlement/${cycleId}`,
    effectiveDate: businessDate,
    payload: {
      cycleId,
      type,
      businessDate,
      prices: prices.found.map((price) => cyclePrice(house, price)),
      ...(prices.premiums.length === 0 ? {} : { premiums: prices.premiums }),
      ...(funding.length === 0 ? {} : { funding }),
      withoutFinalPrice: prices.withoutFinalPrice,
      ...(ended.length === 0 ? {} : { ended }),
      accounts: settled.length,
      turnover: turnoverOf(house, settled),
      ...journalOfCycle(interest, effects),
      ...(effects.covered.length === 0
        ? {}
        : { defaults: effects.covered.map((each) => cycleOfDefault(house, each)) }),
      ...(scheduledFor === undefined ? {} : { scheduledFor }),
    },
  };
  return {
    kind: 'completed',
    events: [completed, ...settled.map(accountEvent)],
    withoutFinalPrice: prices.withoutFinalPrice,
  };
}

function cyclePrice(house: HouseState, { instrument, ticks }: InstrumentPrice): CyclePrice {
  const terms = referenceOf(house).instruments.get(instrument);
  invariant(terms, () => `no terms for ${instrument}`);
  const previous = house.settlement.lastSettledTicks.get(instrument);
  return {
    instrument,
    ...(previous === undefined ? {} : { previousSettlementPrice: ticksToPrice(terms, previous) }),
    settlementPrice: ticksToPrice(terms, ticks),
  };
}

interface SettledAccounts {
  readonly settled: readonly AccountSettled[];
  /** Interest that accounts receive by currency, in minor units; nothing where they pay it. */
  readonly interest: ReadonlyMap<string, bigint>;
  readonly effects: CycleEffects;
}

/** What moves with the cycle beside its lines. */
function journalOfCycle(
  interest: ReadonlyMap<string, bigint>,
  effects: CycleEffects,
): { readonly journal?: readonly JournalLine[] } {
  const journal = [...interestFromBank(interest), ...effects.journal];
  return journal.length === 0 ? {} : { journal };
}

function cycleOfDefault(
  house: HouseState,
  { defaultId, currency, carriedMinor, cutMinor }: DefaultCovered,
): CycleOfDefault {
  const scale = referenceOf(house).currencyScales.get(currency) ?? 0;
  return {
    defaultId,
    currency,
    carried: formatUnits(carriedMinor, scale),
    cuts: [...cutMinor].map(([account, minor]) => ({
      account,
      amount: formatUnits(minor, scale),
    })),
  };
}

/**
 * Interest that accounts receive is earned on their cash: the bank that holds it pays it in with the
 * cycle, so that never more can go out than came in. What accounts pay at rates below zero stays here.
 */
const interestFromBank = (interest: ReadonlyMap<string, bigint>): JournalLine[] =>
  [...interest].flatMap(([currency, minor]) => transfer(EXTERNAL_BANK, FEES_BOOK, currency, minor));

/**
 * The lines of every account, netted per currency. Those of a kind and instrument that accounts pay each
 * other add up to zero.
 */
function settleAccounts(
  house: HouseState,
  request: CycleRequest,
  { found }: CyclePrices,
  endings: Endings,
): SettledAccounts {
  const ticks = new Map(found.map((price) => [price.instrument, price.ticks]));
  const basis: LineBasis = {
    priceOf: (instrument) => ticks.get(instrument),
    endOfDay: request.type === 'EOD' ? request.businessDate : undefined,
    endings,
  };
  const settled: AccountSettled[] = [];
  const sums = new Map<string, bigint>();
  const interest = new Map<string, bigint>();
  const byAccount = new Map(
    accountsWithLines(house).map((account) => [account, inOrder(linesOf(house, account, basis))]),
  );
  const effects = effectsOnCycle(house, byAccount, referenceOf(house).baseCurrency);
  for (const [account, ofAccount] of byAccount) {
    const byCurrency = new Map<string, CycleLine[]>();
    for (const line of [...ofAccount, ...cutOf(house, effects, account)]) {
      const { kind, instrument, currency, amountMinor } = line;
      if (isAmongAccounts(line)) add(sums, `${kind} of ${instrument ?? currency}`, amountMinor);
      if (kind === 'INTEREST' && amountMinor > 0n) add(interest, currency, amountMinor);
      const lines = byCurrency.get(currency);
      if (lines) lines.push(line);
      else byCurrency.set(currency, [line]);
    }
    for (const [currency, lines] of byCurrency)
      settled.push(settledAccount(house, request, account, currency, lines));
  }
  for (const [key, sum] of sums) invariant(sum === 0n, () => `${key} adds up to ${sum}`);
  return { settled, interest, effects };
}

/** Lines that accounts pay each other; what is cut from gains goes to a defaulter's counterparties. */
const isAmongAccounts = ({ kind, currency }: CycleLine): boolean =>
  kind !== 'GAINS_HAIRCUT' && LINE_KINDS[kind].bookOf(currency) === settlementBook(currency);

function cutOf(house: HouseState, { cuts }: CycleEffects, account: string): CycleLine[] {
  const minor = cuts.get(account);
  if (minor === undefined) return [];
  const currency = referenceOf(house).baseCurrency;
  return [{ kind: 'GAINS_HAIRCUT', currency, amountMinor: -minor }];
}

function add(sums: Map<string, bigint>, key: string, minor: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + minor);
}
