import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { AccountSettled } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { exercisedAgainst } from '#libs/domain/market/refuse-final-price.js';
import { priceToTicks, ticksToPrice } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { accountEvent, settledAccount, turnoverOf } from './cycle-parts.js';
import { cycleSettled } from './decide-paid-up-cycles.js';
import type { SettleResult } from './decide-settle.js';
import type { VariationMarginLine } from './lines/cycle-line.js';
import { paysPremium } from './lines/pays-premium.js';
import type { CompletedCycle } from './settlement-state.js';
import { settlesAtOnce } from './settles-at-once.js';
import { variationMarginMinor } from './variation-margin.js';

export interface CorrectionOrder {
  readonly instrument: string;
  /** The business date of the end-of-day cycle. */
  readonly date: string;
  /** What the settlement price should have been. */
  readonly price: string;
  readonly reason: string;
}

export interface CorrectionRefusal {
  readonly code:
    | 'UNKNOWN_INSTRUMENT'
    | 'NO_VARIATION_MARGIN'
    | 'PRICE_OFF_TICK'
    | 'NO_CYCLE'
    | 'DATE_IN_THE_PAST'
    | 'SETTLED_SINCE'
    | 'FINAL_PRICE'
    | 'OPTIONS_EXERCISED'
    | 'ENDED'
    | 'SAME_PRICE';
  readonly reason: string;
}

export interface CorrectionDecision {
  readonly events: readonly NewEvent[];
  readonly result: SettleResult;
}

/** What is corrected, once it is known that it can be. */
interface Correction {
  readonly entry: InstrumentEntry;
  /** The end-of-day cycle that settled at the wrong price. */
  readonly cycle: CompletedCycle;
  readonly wrongTicks: number;
  readonly rightTicks: number;
}

/**
 * An operator's correction of a settlement price after the end-of-day cycle has run: a cycle of its own
 * books `closing position * (right - wrong) * tick value` for the positions that closed that day, and the
 * next variation margin continues from the right price (margin-model.md f.1). Later settlement of the
 * instrument would make up for the wrong price by itself, since what cycles pay adds up from price to
 * price: then there is nothing to correct, and the order is refused.
 */
export function decideCorrection(
  house: HouseState,
  order: CorrectionOrder,
  by: string,
): Result<CorrectionDecision, CorrectionRefusal> {
  const judged = judge(house, order);
  if (!judged.ok) return judged;
  const { entry, cycle, wrongTicks, rightTicks } = judged.value;
  const cycleId = idFor(house, cycle.businessDate);
  const request = { cycleId, type: 'INTRADAY', businessDate: cycle.businessDate } as const;
  const settled = linesOf(house, judged.value).map(([account, line]) =>
    settledAccount(house, request, account, entry.currency, [line]),
  );
  assertZeroSum(settled);
  const completed: NewEvent = {
    type: 'SettlementCycleCompleted',
    streamId: `settlement/${cycleId}`,
    effectiveDate: cycle.businessDate,
    payload: {
      ...request,
      prices: [
        {
          instrument: entry.id,
          previousSettlementPrice: ticksToPrice(entry, wrongTicks),
          settlementPrice: ticksToPrice(entry, rightTicks),
        },
      ],
      withoutFinalPrice: [],
      accounts: settled.length,
      turnover: turnoverOf(house, settled),
      corrects: { cycleId: cycle.cycleId, by, reason: order.reason },
    },
  };
  const events = [completed, ...settled.map(accountEvent)];
  const isSettled = settlesAtOnce(house, events);
  const made = {
    ...request,
    position: house.position + 1,
    lastPosition: house.position + events.length,
  };
  const status = isSettled ? 'SETTLED' : 'BOOKED';
  return ok({
    events: isSettled ? [...events, cycleSettled(made)] : events,
    result: { ...made, status, withoutFinalPrice: [], repeated: false },
  });
}

function judge(
  house: HouseState,
  { instrument, date, price }: CorrectionOrder,
): Result<Correction, CorrectionRefusal> {
  const entry = referenceOf(house).instruments.get(instrument);
  if (!entry) return refuse('UNKNOWN_INSTRUMENT', `there is no instrument ${instrument}`);
  if (paysPremium(entry))
    return refuse(
      'NO_VARIATION_MARGIN',
      `${instrument} pays its premium once: no cycle settles it at a price`,
    );
  const ticks = priceToTicks(entry, price);
  if (ticks.kind !== 'ticks')
    return refuse(
      'PRICE_OFF_TICK',
      `price ${price} is not a multiple of the tick ${entry.tickSize}`,
    );
  const endedIn = house.settlement.ended.get(instrument);
  if (endedIn !== undefined)
    return refuse(
      'ENDED',
      `${endedIn} has settled ${instrument} for good: its positions are gone, so the price stays`,
    );
  const cycle = cycleOf(house, instrument, date);
  if (!cycle.ok) return cycle;
  const [exercised] = exercisedAgainst(house, instrument, date);
  if (exercised)
    return refuse(
      'OPTIONS_EXERCISED',
      `${exercised.id} was exercised against that price, or lapsed by it, in ${house.settlement.ended.get(exercised.id)}: its positions are gone, so the price stays`,
    );
  if (house.market.final.has(instrument))
    return refuse(
      'FINAL_PRICE',
      `${instrument} has its final price, at which every later cycle settles it: nothing is left to correct`,
    );
  const wrongTicks = house.settlement.lastSettledTicks.get(instrument);
  invariant(wrongTicks !== undefined, () => `${instrument} was settled without a price`);
  if (wrongTicks === ticks.ticks)
    return refuse('SAME_PRICE', `${instrument} was settled at ${price} on ${date}`);
  return ok({ entry, cycle: cycle.value, wrongTicks, rightTicks: ticks.ticks });
}

/** The end-of-day cycle of a date, where it is the last that settled the instrument. */
function cycleOf(
  { settlement }: HouseState,
  instrument: string,
  date: string,
): Result<CompletedCycle, CorrectionRefusal> {
  const last = settlement.lastEndOfDay;
  if (last === undefined || date > last)
    return refuse(
      'NO_CYCLE',
      `the end-of-day cycle of ${date} has not run: send the price to the topic of prices`,
    );
  if (date < last)
    return refuse(
      'DATE_IN_THE_PAST',
      `only prices of the last end-of-day cycle, that of ${last}, can be corrected: later cycles have settled on from those of ${date}`,
    );
  const id = settlement.lastCycleOf.get(instrument);
  const cycle = id === undefined ? undefined : settlement.cycles.get(id);
  if (cycle?.type === 'EOD' && cycle.businessDate === date) return ok(cycle);
  if (cycle && cycle.businessDate >= date && cycle.type === 'INTRADAY')
    return refuse(
      'SETTLED_SINCE',
      `${cycle.cycleId} has settled ${instrument} on from that price since, and so has made up for it: nothing is left to correct`,
    );
  return refuse('NO_CYCLE', `${instrument} was not settled by the end-of-day cycle of ${date}`);
}

/** `D-EOD-CORRECTION-n`, n being the first that is free. */
function idFor({ settlement }: HouseState, date: string): string {
  let n = 1;
  while (settlement.cycles.has(`${date}-EOD-CORRECTION-${n}`)) n += 1;
  return `${date}-EOD-CORRECTION-${n}`;
}

/** A line for each account that held the instrument when the day had been settled. */
function linesOf(
  { trading }: HouseState,
  { entry, wrongTicks, rightTicks }: Correction,
): [account: string, line: VariationMarginLine][] {
  const { id: instrument, currency, tickValueMinor } = entry;
  return [...(trading.holders.get(instrument) ?? [])].sort().flatMap((account) => {
    const lots = trading.holdings.get(account)?.get(instrument)?.openingLots ?? 0;
    if (lots === 0) return [];
    const closed = { lots, openingLots: lots, tradedLots: 0, tradedTicks: 0n };
    const amountMinor = variationMarginMinor(closed, rightTicks, wrongTicks, tickValueMinor);
    const prices = { previousTicks: wrongTicks, priceTicks: rightTicks };
    const line = { kind: 'VARIATION_MARGIN', instrument, currency, amountMinor } as const;
    return [[account, { ...line, ...closed, ...prices }]];
  });
}

function assertZeroSum(settled: readonly AccountSettled[]): void {
  const sum = settled
    .flatMap(({ journal }) => journal)
    .filter(({ book }) => book.startsWith('ccp/'))
    .reduce((total, { amount }) => total + BigInt(amount), 0n);
  invariant(sum === 0n, () => `a correction adds up to ${sum}`);
}

const refuse = (
  code: CorrectionRefusal['code'],
  reason: string,
): { readonly ok: false; readonly error: CorrectionRefusal } => failed({ code, reason });
