import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { FundingAccrued } from '#libs/domain/events/funding-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { fundedPerpetuals, type FundedPerpetual } from './funded-perpetuals.js';
import { fundingAmounts, type FundedPosition } from './funding-amounts.js';
import { intervalEndAfter, outcomeOf, type FundingInterval } from './funding-interval.js';
import { fundingRate, rateText } from './funding-rate.js';
import { outlives } from './observe-funding.js';

/** When a funding interval next ends, on the ledger's clock; undefined without funded perpetuals. */
export function nextFundingMs(house: HouseState): number | undefined {
  const { reference, ledgerTimeMs, funding } = house;
  if (!reference || ledgerTimeMs === undefined) return undefined;
  let next: number | undefined;
  for (const { id, intervalMs } of fundedPerpetuals(reference).byId.values()) {
    // One that has had no price yet may have one before its interval ends.
    const endMs = funding.intervals.get(id)?.endMs ?? intervalEndAfter(ledgerTimeMs, intervalMs);
    if (outlives(house, id, endMs)) continue;
    if (next === undefined || endMs < next) next = endMs;
  }
  return next;
}

/** The earliest end of an interval that has passed and was not accounted for; else undefined. */
export function dueFundingMs({ funding, ledgerTimeMs }: HouseState): number | undefined {
  let earliest: number | undefined;
  for (const { endMs } of funding.intervals.values())
    if (earliest === undefined || endMs < earliest) earliest = endMs;
  const isDue = earliest !== undefined && ledgerTimeMs !== undefined && earliest <= ledgerTimeMs;
  return isDue ? earliest : undefined;
}

/**
 * What the intervals that ended first bring the holders of their perpetuals (margin-model.md a.2): one
 * event each, in the order of their names. Positions are those of the ledger as it stands, which is
 * before whatever showed that the time has passed. Of several missed intervals only the first is
 * decided: the next follows once that is folded.
 */
export function decideFunding(house: HouseState): NewEvent[] {
  const dueMs = dueFundingMs(house);
  if (dueMs === undefined) return [];
  const { byId } = fundedPerpetuals(referenceOf(house));
  const events: NewEvent[] = [];
  for (const id of [...house.funding.intervals.keys()].sort()) {
    const [interval, perpetual] = [house.funding.intervals.get(id), byId.get(id)];
    if (perpetual && interval?.endMs === dueMs)
      events.push(eventOf(accruedIn(house, perpetual, interval)));
  }
  return events;
}

function accruedIn(
  house: HouseState,
  perpetual: FundedPerpetual,
  interval: FundingInterval,
): FundingAccrued {
  const { id: instrument, entry, terms, index: indexSymbol } = perpetual;
  const { premium, index, missing } = outcomeOf(interval);
  const common = {
    instrument,
    intervalStart: formatInstant(interval.startMs),
    intervalEnd: formatInstant(interval.endMs),
    currency: entry.currency,
  };
  if (premium === undefined || index === undefined) {
    const symbols = missing.map((side) => (side === 'mark' ? instrument : indexSymbol));
    return { ...common, missing: symbols, amounts: [] };
  }
  const rate = fundingRate(terms, premium);
  const amounts = fundingAmounts(entry, index, rate, positionsIn(house, instrument));
  return {
    ...common,
    premium: rateText(premium),
    rate: rateText(rate),
    index,
    amounts: [...amounts]
      .filter(([, minor]) => minor !== 0n)
      .map(([account, minor]) => ({ account, amount: formatUnits(minor, entry.currencyScale) })),
  };
}

/** Who holds a perpetual, by name; those who are flat are left out. */
function positionsIn({ trading }: HouseState, instrument: string): FundedPosition[] {
  return [...(trading.holders.get(instrument) ?? [])]
    .sort()
    .map((account) => ({
      account,
      lots: trading.holdings.get(account)?.get(instrument)?.lots ?? 0,
    }))
    .filter(({ lots }) => lots !== 0);
}

const eventOf = (payload: FundingAccrued): NewEvent => ({
  type: 'FundingAccrued',
  streamId: `funding/${payload.instrument}`,
  payload,
});
