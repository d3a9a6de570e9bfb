import type { InstrumentEnded } from '#libs/domain/events/settlement-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { finalPriceOf } from '#libs/domain/market/final-price.js';
import type { Endings } from './endings.js';

/** What a cycle says of the instruments that end in it, ascending. */
export function instrumentsEnded(
  house: HouseState,
  { settled, series }: Endings,
): InstrumentEnded[] {
  const { instruments } = referenceOf(house);
  return [...new Set([...settled.keys(), ...series.keys()])].sort().flatMap((instrument) => {
    const ended = series.get(instrument);
    if (!ended) {
      const entry = instruments.get(instrument);
      const final = entry && finalPriceOf(house, entry);
      return final ? [{ instrument, finalPrice: final.price }] : [];
    }
    const { finalPrice, exercised, delivery, seed } = ended;
    return [
      {
        instrument,
        finalPrice,
        exercised: String(exercised),
        ...(delivery && exercised > 0n ? { delivered: delivery.future.id } : {}),
        ...(seed === undefined ? {} : { seed }),
      },
    ];
  });
}
