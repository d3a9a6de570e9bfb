import { accountsInUse } from '#libs/domain/house/evaluate.js';
import { type HouseState, everyonesAttention } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type { Result } from '#libs/domain/kernel/result.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { indexReferenceData } from '#libs/domain/reference-data/reference-index.js';
import { describeMarginFailure } from '#libs/domain/risk/describe-margin-failure.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { amountsOf, type Standing, type StandingAmounts, standingOf } from './standing.js';

/** Where an account stands under one of two documents, or why nobody can say. */
export type StandingOrReason = StandingAmounts | { readonly notComputable: string };

/** What a change of the reference data does to one account; base currency, major units. */
export interface AccountEffect {
  readonly account: string;
  readonly before: StandingOrReason;
  readonly after: StandingOrReason;
  /** Requirement after less before; null where one of them cannot be computed. */
  readonly difference: string | null;
}

/** What a change does to all accounts together: over those that can be computed both before and after. */
export interface ChangeEffects {
  readonly currency: string;
  readonly accounts: readonly AccountEffect[];
  readonly total: { readonly before: string; readonly after: string; readonly difference: string };
}

/**
 * What applying a document would do to the requirement of every account in use, at the state as it is;
 * nothing is changed. Pauses after each account, so that who runs it can do something else in between.
 * @param engine of the house as it is
 * @param after a validated document
 * @returns undefined where the ledger has no reference data yet: nobody holds anything
 */
export function* changeEffects(
  house: HouseState,
  engine: MarginEngine,
  after: ReferenceData,
): Generator<void, ChangeEffects | undefined> {
  const { reference } = house;
  if (!reference) return undefined;
  const changed: HouseState = {
    ...house,
    reference: indexReferenceData(after),
    attention: everyonesAttention(),
  };
  const changedEngine = new MarginEngine(changed);
  const effects: AccountEffect[] = [];
  const total = { before: 0n, after: 0n };
  for (const account of accountsInUse(house)) {
    if (!reference.accounts.has(account) || !changed.reference?.accounts.has(account)) continue;
    const standing = standingOf(house, engine, account);
    const then = standingOf(changed, changedEngine, account);
    let difference: bigint | undefined;
    if (standing.ok && then.ok) {
      total.before += standing.value.requirementMinor;
      total.after += then.value.requirementMinor;
      difference = then.value.requirementMinor - standing.value.requirementMinor;
    }
    effects.push({
      account,
      before: amountsOrReason(house, standing),
      after: amountsOrReason(changed, then),
      difference: difference === undefined ? null : formatUnits(difference, reference.baseScale),
    });
    yield;
  }
  const money = (minor: bigint): string => formatUnits(minor, reference.baseScale);
  return {
    currency: reference.baseCurrency,
    accounts: effects,
    total: {
      before: money(total.before),
      after: money(total.after),
      difference: money(total.after - total.before),
    },
  };
}

function amountsOrReason(
  house: HouseState,
  standing: Result<Standing, EvaluationFailure>,
): StandingOrReason {
  if (standing.ok) return amountsOf(house, standing.value);
  return { notComputable: `${standing.error.code}: ${describeMarginFailure(standing.error)}` };
}
