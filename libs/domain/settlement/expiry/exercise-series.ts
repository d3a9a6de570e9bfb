import type { HouseState } from '#libs/domain/house/house-state.js';
import { isExercisedByItself, intrinsicTicks } from '#libs/domain/market/final-price.js';
import type { OfficialPrice } from '#libs/domain/market/market-state.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import { assign, type ShortLots } from './assign.js';
import { exercisedLots, holderOfLots } from './exercise-state.js';

/** What becomes of the lots of one client of a gross omnibus account. */
export interface ClientOutcome {
  readonly client: string;
  readonly long: number;
  readonly short: number;
  /** Of its long lots. */
  readonly exercised: number;
  /** Of its short lots. */
  readonly assigned: number;
}

/** What becomes of the lots that an account holds of an option, all of which are gone afterwards. */
export interface AccountOutcome {
  readonly exercised: number;
  readonly assigned: number;
  /** Of a gross omnibus account, whose long and short lots stand beside each other. */
  readonly clients?: readonly ClientOutcome[];
}

/** An option series at its expiry. */
export interface SeriesOutcome {
  readonly entry: InstrumentEntry;
  /** Of what the option is on. */
  readonly finalPrice: string;
  /** Value of one lot, in ticks of the option. */
  readonly valueTicks: number;
  /** Lots exercised, which are as many as are assigned. */
  readonly exercised: bigint;
  /** What the assignment was drawn from; undefined where nothing was left to chance. */
  readonly seed: string | undefined;
  readonly accounts: ReadonlyMap<string, AccountOutcome>;
}

interface Held {
  readonly account: string;
  readonly client: string | undefined;
  readonly long: number;
  readonly short: number;
  exercised: number;
  assigned: number;
}

/**
 * Exercises and assigns a series against its final price: what is in the money by the threshold is
 * exercised, what holders instructed otherwise is done, and who is short is assigned (house-style of the
 * options exchanges: exercise by exception).
 */
export function exerciseSeries(
  house: HouseState,
  entry: InstrumentEntry,
  final: OfficialPrice,
): SeriesOutcome {
  const held = heldLots(house, entry.id);
  const isByItself = isExercisedByItself(entry, final.price);
  const choices = house.exercises.get(entry.id);
  let exercised = 0n;
  for (const each of held) {
    if (each.long === 0) continue;
    const choice = choices?.get(holderOfLots(each.account, each.client));
    each.exercised = exercisedLots(each.long, isByItself, choice);
    exercised += BigInt(each.exercised);
  }
  const seed = seedOf(house.ledgerId, entry, final);
  const isDrawn = assignAll(entry, held, exercised, seed);
  return {
    entry,
    finalPrice: final.price,
    valueTicks: intrinsicTicks(entry, final.price),
    exercised,
    seed: isDrawn ? seed : undefined,
    accounts: byAccount(held),
  };
}

/**
 * What an assignment is drawn from: the final price and the ledger position at which it was accepted. Who
 * could still choose either knows neither the other; from then on nothing that anybody sends changes it.
 */
const seedOf = (ledgerId: string, { id }: InstrumentEntry, final: OfficialPrice): string =>
  `${ledgerId} ${id} ${final.businessDate} ${final.price} ${final.position}`;

/** @returns whether it had to be drawn who is assigned */
function assignAll(
  { terms }: InstrumentEntry,
  held: readonly Held[],
  exercised: bigint,
  seed: string,
): boolean {
  if (exercised === 0n) return false;
  const shorts = held.filter(({ short }) => short > 0);
  const lots = shorts.map(({ account, client, short }): ShortLots => {
    return { holder: holderOfLots(account, client), lots: short };
  });
  const method = terms.type === 'option' ? terms.assignment : 'lottery';
  const assigned = assign(exercised, lots, method, seed);
  shorts.forEach((each, i) => (each.assigned = assigned[i] ?? 0));
  return assigned.some((count, i) => count !== lots[i]?.lots);
}

/** Everybody's lots of an instrument, by account and client ascending; clients of gross omnibus accounts apart. */
function heldLots({ trading }: HouseState, instrument: string): Held[] {
  return [...(trading.holders.get(instrument) ?? [])].sort().flatMap((account): Held[] => {
    const clients = trading.clients.get(account);
    if (!clients) {
      const lots = trading.holdings.get(account)?.get(instrument)?.lots ?? 0;
      const [long, short] = lots > 0 ? [lots, 0] : [0, 0 - lots];
      return [{ account, client: undefined, long, short, exercised: 0, assigned: 0 }];
    }
    return [...clients.keys()].sort().flatMap((client): Held[] => {
      const lots = clients.get(client)?.get(instrument);
      if (!lots) return [];
      return [{ account, client, long: lots.long, short: lots.short, exercised: 0, assigned: 0 }];
    });
  });
}

function byAccount(held: readonly Held[]): Map<string, AccountOutcome> {
  const outcomes = new Map<string, AccountOutcome & { clients?: ClientOutcome[] }>();
  for (const { account, client, long, short, exercised, assigned } of held) {
    const before = outcomes.get(account);
    const sums = {
      exercised: (before?.exercised ?? 0) + exercised,
      assigned: (before?.assigned ?? 0) + assigned,
    };
    if (client === undefined) outcomes.set(account, sums);
    else {
      const clients = before?.clients ?? [];
      clients.push({ client, long, short, exercised, assigned });
      outcomes.set(account, { ...sums, clients });
    }
  }
  return outcomes;
}
