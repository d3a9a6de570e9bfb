import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import type { ClientOutcome, DefaultStep, LossParts } from '#libs/domain/events/default-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { ClosedPosition } from './close-out-all.js';
import type { DrillLayer } from './drill-layers.js';
import type { DrillMarket } from './drill-market.js';
import type { DrillQuestion } from './drill-question.js';
import type { LiquidationCost } from './liquidation-cost.js';
import { prefundedOf, type Prefunded } from './prefunded.js';
import type { Rehearsal } from './rehearsal.js';
import { survivorsShares, type SurvivorShare } from './survivor-shares.js';

/** What a fire drill says; amounts in major units of the base currency. */
export interface DrillResult {
  readonly member: string;
  /** The id that the default would have. */
  readonly defaultId: string;
  readonly currency: string;
  /** Ledger position and ledger time of the state that the drill was held on. */
  readonly position: number;
  readonly calculatedAt: string | null;
  readonly scenario: string | null;
  readonly statedLoss: string | null;
  /** Positions as they were held, with the price at which they were closed out. */
  readonly closedOut: readonly ClosedPosition[];
  /** Other prices than the accepted ones: pairs of currencies, collateral. */
  readonly movedPrices: readonly { readonly symbol: string; readonly price: string }[];
  /** What closing out cost beside the prices: part of the loss, as fees. */
  readonly liquidationCost: string;
  /** Accounts whose cost of liquidation nobody can say, since they cannot be margined. */
  readonly costUnknown: readonly string[];
  readonly loss: string;
  readonly parts: LossParts;
  readonly clients: readonly ClientOutcome[];
  readonly layers: readonly DrillLayer[];
  readonly survivors: readonly SurvivorShare[];
  /** Gains of those who took the close-out that would be cut: no member's. */
  readonly marketHaircut: string;
  readonly prefunded: Prefunded;
  /** What of the loss no layer bears. */
  readonly unallocated: string;
  /** What would go back to the defaulter's estate at the closing. */
  readonly toEstate: string;
}

/** What a result is made from. */
export interface DrillRun {
  readonly house: HouseState;
  readonly rehearsal: Rehearsal;
  readonly of: DefaultCase;
  readonly question: DrillQuestion;
  readonly cost: LiquidationCost;
  readonly market: DrillMarket;
  readonly closed: readonly ClosedPosition[];
  /** As they stood before the closing. */
  readonly layers: readonly DrillLayer[];
}

/** What a drill says, from the steps that it took. */
export function drillResult(run: DrillRun): DrillResult {
  const { house, rehearsal, of, question, cost, market, closed, layers } = run;
  const { baseCurrency, baseScale } = referenceOf(house);
  const text = (minor: bigint): string => formatUnits(minor, baseScale);
  const { position, ledgerTimeMs } = house;
  const determined = stepOf(rehearsal, 'LOSS_DETERMINED');
  invariant(determined, 'a drill determines the loss');
  const { shares, marketHaircutMinor } = survivorsShares(house, rehearsal, of);
  return {
    member: question.member,
    defaultId: of.defaultId,
    currency: baseCurrency,
    position,
    calculatedAt: ledgerTimeMs === undefined ? null : formatInstant(ledgerTimeMs),
    scenario: question.scenario ?? null,
    statedLoss: question.lossMinor === undefined ? null : text(question.lossMinor),
    closedOut: closed,
    movedPrices: [...market.prices].map(([symbol, price]) => ({ symbol, price })),
    liquidationCost: text(cost.minor),
    costUnknown: cost.unknown,
    loss: text(of.loss?.totalMinor ?? 0n),
    parts: determined.parts,
    clients: determined.clients,
    layers,
    survivors: shares,
    marketHaircut: text(marketHaircutMinor),
    prefunded: prefundedOf(rehearsal, of, layers),
    unallocated: text(of.remainingMinor),
    toEstate: stepOf(rehearsal, 'CLOSED')?.toEstate ?? text(0n),
  };
}

/** The last step of a kind; undefined where it was not taken. */
export function stepOf<S extends DefaultStep['step']>(
  { steps }: Rehearsal,
  step: S,
): Extract<DefaultStep, { readonly step: S }> | undefined {
  return steps.findLast(
    (each): each is Extract<DefaultStep, { readonly step: S }> => each.step === step,
  );
}
