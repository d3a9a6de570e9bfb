import type { HouseState } from '#libs/domain/house/house-state.js';
import { finalPriceOf, isExercisedByItself, isFixed } from '#libs/domain/market/final-price.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { Holding } from '#libs/domain/trading/trading-state.js';
import type { AccountOutcome } from './exercise-series.js';
import { exercisedLots, holderOfLots, type ExerciseState } from './exercise-state.js';

/** What an option that has expired will bring an account, as far as it can be known before the cycle. */
export interface ExpectedOutcome extends AccountOutcome {
  readonly finalPrice: string;
}

/**
 * What exercise will bring an account of one option; undefined before the option has expired and its final
 * price is there. Long lots as their holders have chosen so far; who is short is taken to be assigned as
 * many as it can be, since who gives up an option in the money is the exception.
 */
export function expectedOutcome(
  house: HouseState,
  account: string,
  entry: InstrumentEntry,
  { lots }: Holding,
): ExpectedOutcome | undefined {
  if (!isFixed(house, entry)) return undefined;
  const final = finalPriceOf(house, entry);
  if (!final) return undefined;
  const isByItself = isExercisedByItself(entry, final.price);
  const [id, choices] = [entry.id, house.exercises.get(entry.id)];
  const most = isByItself ? Infinity : instructed(house.exercises, id);
  let [exercised, assigned] = [0, 0];
  const take = (client: string | undefined, long: number, short: number): void => {
    exercised += exercisedLots(long, isByItself, choices?.get(holderOfLots(account, client)));
    assigned += Math.min(short, most);
  };
  const clients = house.trading.clients.get(account);
  if (!clients) take(undefined, Math.max(lots, 0), Math.max(0 - lots, 0));
  for (const [client, held] of clients ?? []) {
    const ofClient = held.get(id);
    if (ofClient) take(client, ofClient.long, ofClient.short);
  }
  return { finalPrice: final.price, exercised, assigned };
}

/** Lots that holders want exercised which would not be by themselves. */
function instructed(exercises: ExerciseState, instrument: string): number {
  let sum = 0;
  for (const { choice, lots } of exercises.get(instrument)?.values() ?? [])
    if (choice === 'EXERCISE') sum += lots;
  return sum;
}
