import type { Holdings } from '#libs/domain/collateral/holdings.js';

/** An asset of which between `low` and `high` units may be held. */
export interface Choice {
  readonly asset: string;
  readonly low: bigint;
  readonly high: bigint;
  /** What one unit adds before limits, in minor units of the base currency; 0 where nothing. */
  readonly valuePerUnit: number;
  /** Per year, in the same units. */
  readonly costPerUnit: number;
}

/** A limit on what counts of some assets together, in minor units of the base currency. */
export interface Room {
  readonly assets: readonly string[];
  readonly minor: number;
}

/** What is to be covered at the least cost: a linear programme, but for whole units. */
export interface CoverProgramme {
  readonly choices: readonly Choice[];
  readonly rooms: readonly Room[];
  readonly needMinor: number;
}

/** Solves the programme in fractions of units, by asset; undefined where it finds nothing. */
export type SolveCover = (programme: CoverProgramme) => ReadonlyMap<string, number> | undefined;

/**
 * The cheapest whole units that cover. The solver's answer is only where the search starts: it is
 * raised until `covers` agrees and lowered to the last unit that it can do without. What a single asset
 * would do is tried as well, so that the answer is never dearer than the simplest ones.
 * @param covers exact, and monotone: more units never cover less
 * @returns undefined where not even the most of everything covers
 */
export function cheapestHoldings(
  programme: CoverProgramme,
  solve: SolveCover,
  covers: (units: Holdings) => boolean,
): Holdings | undefined {
  const { choices } = programme;
  const lowest = new Map(choices.map(({ asset, low }) => [asset, low]));
  if (covers(lowest)) return lowest;
  if (!covers(new Map(choices.map(({ asset, high }) => [asset, high])))) return undefined;
  const solved = solve(programme);
  const start = new Map(
    choices.map((choice) => [choice.asset, wholeUnits(choice, solved?.get(choice.asset))]),
  );
  const candidates = [trimmed(choices, raised(choices, start, covers), covers)];
  for (const { asset, high } of choices) {
    const single = new Map(lowest).set(asset, high);
    if (covers(single)) candidates.push(trimmed(choices, single, covers));
  }
  const costs = candidates.map((each) => costOfUnits(choices, each));
  return candidates[costs.indexOf(Math.min(...costs))];
}

/** What holdings cost per year, in minor units of the base currency. */
export const costOfUnits = (choices: readonly Choice[], units: Holdings): number =>
  choices.reduce((sum, each) => sum + Number(units.get(each.asset) ?? 0n) * each.costPerUnit, 0);

function wholeUnits({ low, high }: Choice, fraction: number | undefined): bigint {
  if (fraction === undefined || !Number.isFinite(fraction)) return low;
  const units = BigInt(Math.ceil(fraction));
  if (units < low) return low;
  return units > high ? high : units;
}

/** Cheapest cover first; what covers nothing comes last. */
function byCostOfCover(choices: readonly Choice[]): Choice[] {
  const dearness = ({ costPerUnit, valuePerUnit }: Choice): number =>
    valuePerUnit > 0 ? costPerUnit / valuePerUnit : Number.MAX_VALUE;
  return choices.toSorted((a, b) => dearness(a) - dearness(b));
}

function raised(
  choices: readonly Choice[],
  start: Holdings,
  covers: (units: Holdings) => boolean,
): Holdings {
  let units = start;
  for (const { asset, high } of byCostOfCover(choices)) {
    if (covers(units)) return units;
    units = new Map(units).set(asset, high);
  }
  return units;
}

/** Takes away what is not needed, the dearest first, each to the last unit by bisection. */
function trimmed(
  choices: readonly Choice[],
  start: Holdings,
  covers: (units: Holdings) => boolean,
): Holdings {
  let units = start;
  for (const { asset, low } of byCostOfCover(choices).toReversed()) {
    let high = units.get(asset) ?? low;
    let below = low - 1n;
    while (high - below > 1n) {
      const middle = (high + below + 1n) / 2n;
      const tried = middle >= high ? high - 1n : middle;
      if (covers(new Map(units).set(asset, tried))) high = tried;
      else below = tried;
    }
    units = new Map(units).set(asset, high);
  }
  return units;
}
