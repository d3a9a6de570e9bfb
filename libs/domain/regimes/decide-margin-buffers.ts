import { bufferedMargin } from '#libs/domain/add-ons/margin-buffer.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { currentBusinessDate } from './business-day.js';
import { plainDecimal } from './plain-decimal.js';

/**
 * The measure of the reference portfolio of an underlying, without its buffer: of one long or one short
 * lot, whichever needs more, in any unit that does not change from date to date; undefined while there
 * is none. It has to rise and fall with the scenarios and not with the price.
 */
export type ReferenceMeasure = (underlying: string) => number | undefined;

/**
 * Moves the buffers of underlyings on that have not been moved on this business date
 * (margin-model.md d.4a): once a date, with the first measure that can be computed on it.
 */
export function decideMarginBuffers(
  house: HouseState,
  underlyings: readonly string[],
  referenceMeasure: ReferenceMeasure,
): NewEvent[] {
  const { buffer } = house.reference?.data.model ?? {};
  const businessDate = currentBusinessDate(house);
  if (!buffer?.enabled || businessDate === undefined) return [];
  const events: NewEvent[] = [];
  for (const underlying of underlyings) {
    const before = house.regimes.buffers.get(underlying);
    if (before?.businessDate === businessDate) continue;
    const measure = referenceMeasure(underlying);
    if (measure === undefined) continue;
    const buffered = bufferedMargin(measure, before?.buffered, Number(buffer.share));
    events.push({
      type: 'MarginBufferUpdated',
      streamId: `buffer/${underlying}`,
      effectiveDate: businessDate,
      payload: {
        underlying,
        businessDate,
        measure: plainDecimal(measure),
        buffered: plainDecimal(buffered),
      },
    });
  }
  return events;
}
