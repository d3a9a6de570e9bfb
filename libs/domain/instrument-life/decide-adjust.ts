import { cashBook, settlementBook, transfer } from '#libs/domain/books/books.js';
import { holderOfPosition } from '#libs/domain/collateral/buckets.js';
import { refused, type CommandOutcome } from '#libs/domain/commands/command-outcome.js';
import type {
  AdjustedInstrument,
  AdjustedPosition,
  BeforeAfter,
  ContractsAdjusted,
} from '#libs/domain/events/instrument-events.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { type HouseState, referenceOf } from '#libs/domain/house/house-state.js';
import { changesBetween } from '#libs/domain/reference-data/reference-data-changes.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { currentBusinessDate } from '#libs/domain/regimes/business-day.js';
import { adjustedDocument } from './adjusted-document.js';
import { adjustInstrument } from './adjusted-instrument.js';
import { adjustPositions } from './adjusted-positions.js';
import type { InstrumentCommandBody } from './instrument-command.js';
import { endOfLifeMs } from './end-of-life.js';
import { nearlyTimes, ofPrices, ratioText, readRatio, type AdjustmentRatio } from './ratio.js';
import { refuseAdjustment } from './refuse-adjustment.js';

type AdjustCommand = Extract<InstrumentCommandBody, { readonly type: 'ADJUST_CONTRACTS' }>;

/** Ratios of corporate actions as they come: which of them fit is said where one does not. */
const COMMON_RATIOS = [
  '2:1',
  '3:1',
  '4:1',
  '5:1',
  '10:1',
  '20:1',
  '3:2',
  '5:4',
  '1:2',
  '1:5',
  '1:10',
];
/** Of the id that is given where the operator gives none. */
const IDENTIFIER_LENGTH_MAX = 64;
/** Decimals of a price that is on no grid of ticks. */
const SPOT_SCALE = 9;

/**
 * Adjusts the contracts on an underlying for a corporate action, in one decision: lots times the ratio,
 * prices and strikes divided by it, values kept to the cent. What does not fit exactly is refused with
 * what would. The same adjustment again changes nothing and is answered with the first.
 */
export function decideAdjust(
  house: HouseState,
  command: AdjustCommand,
  by: string,
): CommandOutcome {
  const { underlying, reason } = command;
  const ratio = readRatio(command.ratio);
  if (!ratio)
    return refused({
      code: 'INVALID_FIELD',
      field: 'ratio',
      reason: `${command.ratio} is not a ratio of new lots to old ones, such as 3:1 or 1:10, with numbers up to 1000`,
    });
  const adjustmentId = command.adjustmentId ?? idFor(house, underlying, ratio);
  const before = house.instrumentLife.adjustments.get(adjustmentId);
  if (before) return repeated(before, underlying, ratio);
  const refusal = refuseAdjustment(house, underlying);
  if (refusal) return refused(refusal);
  const planned = plan(house, underlying, ratio);
  if ('refusal' in planned) return refused(planned.refusal);
  const payload = { ...planned.adjustment, adjustmentId, by, reason };
  return {
    outcome: 'DONE',
    events: [{ type: 'ContractsAdjusted', streamId: `underlying/${underlying}`, payload }],
    result: resultOf(payload, house.position + 1),
  };
}

/** `UNDERLYING-TO-FROM-DATE`, the date being that of the ledger. */
function idFor(house: HouseState, underlying: string, { to, from }: AdjustmentRatio): string {
  const date = currentBusinessDate(house) ?? 'undated';
  const end = `-${to}-${from}-${date}`;
  return underlying.slice(0, IDENTIFIER_LENGTH_MAX - end.length) + end;
}

function repeated(
  before: { adjustmentId: string; underlying: string; ratio: string; position: number },
  underlying: string,
  ratio: AdjustmentRatio,
): CommandOutcome {
  const { adjustmentId, position } = before;
  if (before.underlying !== underlying || before.ratio !== ratioText(ratio))
    return refused({
      code: 'CONFLICTING_ADJUSTMENT',
      reason: `${adjustmentId} adjusted ${before.underlying} by ${before.ratio} at position ${position}; give another id to another adjustment`,
    });
  const result = { adjustmentId, underlying, ratio: before.ratio, position, repeated: true };
  return { outcome: 'DONE', events: [], result };
}

type Planned =
  | { readonly adjustment: Omit<ContractsAdjusted, 'adjustmentId' | 'by' | 'reason'> }
  | { readonly refusal: object };

function plan(house: HouseState, underlying: string, ratio: AdjustmentRatio): Planned {
  const entries = liveOn(house, underlying);
  const instruments: AdjustedInstrument[] = [];
  const positions: AdjustedPosition[] = [];
  for (const entry of entries) {
    const terms = adjustInstrument(house, entry, ratio);
    if (!terms.ok) return { refusal: doesNotFit(house, entries, terms.error) };
    const held = adjustPositions(house, entry, ratio);
    if (!held.ok) return { refusal: held.error };
    instruments.push(terms.value);
    positions.push(...held.value);
  }
  const { data } = referenceOf(house);
  const validated = validateReferenceData(adjustedDocument(data, underlying, ratio, instruments));
  if (!validated.ok)
    return {
      refusal: { code: 'DOES_NOT_FIT', reason: 'the terms would be none', errors: validated.error },
    };
  return {
    adjustment: {
      underlying,
      ratio: ratioText(ratio),
      instruments,
      positions,
      ...spotsOf(house, underlying, ratio),
      histories: historiesOf(house, underlying),
      journal: positions.flatMap((position) => journalOf(house, position)),
      changes: changesBetween(data, validated.value),
      document: validated.value,
    },
  };
}

/** Instruments on an underlying whose life has not ended, by name. */
function liveOn(house: HouseState, underlying: string): InstrumentEntry[] {
  const listed = referenceOf(house).instrumentsOfUnderlying.get(underlying) ?? [];
  const { ledgerTimeMs } = house;
  return listed
    .filter(({ id }) => {
      const endMs = endOfLifeMs(house, id);
      return endMs === undefined || ledgerTimeMs === undefined || ledgerTimeMs < endMs;
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function doesNotFit(
  house: HouseState,
  entries: readonly InstrumentEntry[],
  reason: string,
): object {
  const fitting = COMMON_RATIOS.filter((text) => {
    const ratio = readRatio(text);
    return ratio && entries.every((entry) => adjustInstrument(house, entry, ratio).ok);
  });
  const others =
    fitting.length === 0 ? 'no common ratio fits' : `ratios that fit: ${fitting.join(', ')}`;
  return { code: 'DOES_NOT_FIT', reason: `${reason}; ${others}`, ratiosThatFit: fitting };
}

function spotsOf(
  { market }: HouseState,
  underlying: string,
  ratio: AdjustmentRatio,
): Pick<ContractsAdjusted, 'spot' | 'officialSpots'> {
  const moved = (price: string): BeforeAfter => ({
    before: price,
    after: nearlyTimes(price, ofPrices(ratio), SPOT_SCALE),
  });
  const spot = market.prices.get(underlying);
  const official = [...market.official].filter(
    ([key, { businessDate }]) => key === `${businessDate} ${underlying}`,
  );
  return {
    ...(spot ? { spot: moved(spot.price) } : {}),
    officialSpots: official.map(([, { price, businessDate }]) => ({
      businessDate,
      ...moved(price),
    })),
  };
}

/** The closes of the underlying and of its maturities; volatilities are no prices. */
function historiesOf({ market }: HouseState, underlying: string): string[] {
  const symbols = new Set([...market.imported.keys(), ...market.settled.keys()]);
  const isPrice = (symbol: string): boolean =>
    symbol === underlying || symbol.startsWith(`${underlying}@`);
  return [...symbols].filter(isPrice).sort();
}

function journalOf(
  house: HouseState,
  { account, instrument, cash }: AdjustedPosition,
): JournalLine[] {
  if (!cash) return [];
  const { currency } = cash;
  const into = cashBook(holderOfPosition(house, account, instrument), currency);
  return transfer(settlementBook(currency), into, currency, BigInt(cash.amount.replace('.', '')));
}

function resultOf(adjusted: ContractsAdjusted, position: number): object {
  const { adjustmentId, underlying, ratio, instruments, positions, changes } = adjusted;
  const cash = positions.flatMap(({ cash: paid, account, instrument }) =>
    paid ? [{ account, instrument, ...paid }] : [],
  );
  return {
    adjustmentId,
    underlying,
    ratio,
    position,
    repeated: false,
    instruments,
    positions: positions.length,
    cash,
    changes,
  };
}
