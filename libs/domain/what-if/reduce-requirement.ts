import { type HouseState, referenceOf } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { clientHoldingsOf } from '#libs/domain/trading/client-positions.js';
import { holdingsOf } from '#libs/domain/trading/trading-state.js';
import type { HypotheticalTrade } from './hypothetical-trade.js';
import { INSTRUMENTS_TRIED_MAX, REFINED_MAX } from './reduction-limits.js';
import { type RequirementAt, SizeSearch } from './size-search.js';
import { type Standing, standingOf } from './standing.js';
import {
  comparison,
  type HypotheticalWorld,
  openInstrument,
  type WhatIf,
  worldWith,
} from './what-if.js';
import { notComputable, type WhatIfRefusal } from './what-if-refusal.js';

/** What was tried in one instrument. */
export interface TriedInstrument {
  readonly instrument: string;
  /** Signed lots, in the order in which they were tried. */
  readonly quantities: readonly string[];
  /** Null where no size lowers the requirement. */
  readonly best: { readonly quantity: string; readonly requirement: string } | null;
}

/** The single trade that lowers the requirement of an account most, of those that were tried. */
export interface Reduction {
  /** Null where none lowers it. */
  readonly best: (WhatIf & { readonly reduction: string }) | null;
  readonly tried: readonly TriedInstrument[];
  /** Instruments of the classes held that were not tried, and why. */
  readonly notTried: readonly { readonly instrument: string; readonly reason: string }[];
}

interface Candidate {
  readonly instrument: string;
  readonly search: SizeSearch;
}

/**
 * Looks for the single trade, in a listed instrument of the classes that the account holds, that lowers
 * its requirement most. Bounded: sizes double on both sides while that helps, and the best size is then
 * found to the lot for the best instruments; what was tried is said. Pauses after every size, so that
 * who runs it can do something else between two.
 * @param trades made before the search begins
 * @param client whose trades they are, in a gross omnibus account
 */
export function* searchReduction(
  house: HouseState,
  engine: MarginEngine,
  account: string,
  trades: readonly HypotheticalTrade[],
  client?: string,
): Generator<void, Result<Reduction, WhatIfRefusal>> {
  const world = worldWith(house, engine, account, trades, client);
  if (!world.ok) return world;
  const { value: start } = world;
  const before = standingOf(start.made.house, start.engine, account);
  if (!before.ok) return failed(notComputable(account, before.error));
  const notTried: { instrument: string; reason: string }[] = [];
  const candidates: Candidate[] = [];
  for (const instrument of instrumentsOfClassesHeld(start.made.house, account, client)) {
    const open = openInstrument(house, engine, instrument);
    if (!open.ok) notTried.push({ instrument, reason: open.error.reason });
    else if (candidates.length >= INSTRUMENTS_TRIED_MAX)
      notTried.push({ instrument, reason: `the search ends after ${INSTRUMENTS_TRIED_MAX}` });
    else {
      const requirementAt = requirementAfter(start, instrument, open.value.ticks);
      const search = new SizeSearch(requirementAt, before.value.requirementMinor);
      candidates.push({ instrument, search });
      yield* search.double();
    }
  }
  for (const { search } of byRequirement(candidates).slice(0, REFINED_MAX)) yield* search.refine();
  const best = bestTrade(
    house,
    engine,
    account,
    { trades, client },
    before.value,
    byRequirement(candidates)[0],
  );
  if (!best.ok) return best;
  const { baseScale } = referenceOf(house);
  const tried = candidates.map((candidate) => triedOf(candidate, baseScale));
  return ok({ best: best.value, tried, notTried });
}

/** The best trade of the search, compared once more with everything that it moves. */
function bestTrade(
  house: HouseState,
  engine: MarginEngine,
  account: string,
  { trades, client }: { trades: readonly HypotheticalTrade[]; client: string | undefined },
  before: Standing,
  candidate: Candidate | undefined,
): Result<Reduction['best'], WhatIfRefusal> {
  const size = candidate?.search.best;
  if (!candidate || !size) return ok(null);
  const trade = { instrument: candidate.instrument, lots: size.lots };
  const world = worldWith(house, engine, account, [...trades, trade], client);
  if (!world.ok) return world;
  const after = standingOf(world.value.made.house, world.value.engine, account);
  if (!after.ok) return failed(notComputable(account, after.error));
  const reduction = before.requirementMinor - after.value.requirementMinor;
  return ok({
    ...comparison(house, account, world.value.trades.slice(-1), before, after.value),
    reduction: formatUnits(reduction, referenceOf(house).baseScale),
  });
}

/** Those that the account, or the client of it, holds first, then the others, by id. */
function instrumentsOfClassesHeld(
  house: HouseState,
  account: string,
  client: string | undefined,
): readonly string[] {
  const { instruments, instrumentsOfUnderlying } = referenceOf(house);
  const holdings: Iterable<[string, { readonly lots: number }]> =
    client === undefined
      ? holdingsOf(house.trading, account)
      : clientHoldingsOf(house.trading.clients, account, client);
  const held = [...holdings]
    .filter(([, { lots }]) => lots !== 0)
    .map(([instrument]) => instrument)
    .sort();
  const classes = new Set(held.map((instrument) => instruments.get(instrument)?.underlying ?? ''));
  const listed = [...classes].flatMap((each) => instrumentsOfUnderlying.get(each) ?? []);
  return [...new Set([...held, ...listed.map(({ id }) => id).sort()])];
}

/** The requirement after a trade, which is taken back each time. */
function requirementAfter(
  { made, engine }: HypotheticalWorld,
  instrument: string,
  ticks: number,
): RequirementAt {
  return (lots) => {
    made.book(instrument, lots, ticks);
    const requirement = engine.requirement(made.account);
    made.book(instrument, -lots, ticks);
    return requirement.kind === 'computed' ? requirement.totalMinor : undefined;
  };
}

/** Candidates that lower the requirement, those that lower it most first. */
function byRequirement(candidates: readonly Candidate[]): Candidate[] {
  const lower = candidates.flatMap((candidate) => {
    const { best } = candidate.search;
    return best ? [{ candidate, best }] : [];
  });
  lower.sort(
    (a, b) =>
      Number(a.best.requirementMinor > b.best.requirementMinor) -
      Number(a.best.requirementMinor < b.best.requirementMinor),
  );
  return lower.map(({ candidate }) => candidate);
}

function triedOf({ instrument, search }: Candidate, baseScale: number): TriedInstrument {
  const { best } = search;
  return {
    instrument,
    quantities: search.tried.map(String),
    best: best
      ? {
          quantity: String(best.lots),
          requirement: formatUnits(best.requirementMinor, baseScale),
        }
      : null,
  };
}
