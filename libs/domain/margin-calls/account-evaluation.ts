import {
  valueCollateral,
  type AccountCollateral,
} from '#libs/domain/collateral/collateral-value.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';
import { exchangeRate } from '#libs/domain/market/exchange-rate.js';
import { multiply, rational, rationalFromDecimal } from '#libs/domain/numerics/rational.js';
import type { MarginEngine, Requirement } from '#libs/domain/risk/margin-engine.js';
import type { CycleLine } from '#libs/domain/settlement/lines/cycle-line.js';
import { isEndOfDayOnly } from '#libs/domain/settlement/lines/line-kinds.js';
import { unsettledOf } from '#libs/domain/settlement/unsettled.js';
import type { EvaluationFailure } from './evaluation-failure.js';

/**
 * Where an account stands at a ledger position (margin-model.md, section 0, rows 9 to 11, and g.5). All
 * amounts in minor units of the base currency.
 */
export interface AccountEvaluation {
  readonly account: string;
  readonly requirement: Requirement;
  /** Why nobody can say where the account stands; the amounts then say nothing either. */
  readonly failure: EvaluationFailure | undefined;
  readonly requirementMinor: bigint;
  /** What a cycle run now would take from the account; never positive. */
  readonly unsettledMinor: bigint;
  readonly unsettledLines: readonly CycleLine[];
  /** requirement - unsettled. */
  readonly exposureMinor: bigint;
  readonly collateral: AccountCollateral;
  /** Exposure above counted collateral, or zero. */
  readonly deficitMinor: bigint;
  /** Counted collateral above the exposure, or zero. */
  readonly excessMinor: bigint;
}

/** Evaluates an account from the state as it is: a function of a prefix of the ledger. */
export function evaluateAccount(
  house: HouseState,
  engine: MarginEngine,
  account: string,
): AccountEvaluation {
  const requirement = engine.requirement(account);
  const requirementMinor = requirement.totalMinor;
  const { lines, withoutMark } = unsettledOf(house, account, (instrument) =>
    engine.markTicks(instrument),
  );
  const unsettled = unsettledInBase(house, lines);
  const failure =
    requirement.kind === 'failed'
      ? requirement.failure
      : (noPrice(withoutMark) ?? (unsettled.ok ? undefined : unsettled.error));
  const unsettledMinor = unsettled.ok ? unsettled.value : 0n;
  const exposureMinor = requirementMinor - unsettledMinor;
  const collateral = valueCollateral(house, account, requirementMinor);
  const difference = collateral.countedMinor - exposureMinor;
  return {
    account,
    requirement,
    failure,
    requirementMinor,
    unsettledMinor,
    unsettledLines: lines,
    exposureMinor,
    collateral,
    deficitMinor: difference < 0n ? -difference : 0n,
    excessMinor: difference > 0n ? difference : 0n,
  };
}

/** A position that was traded flat needs no margin, but what it gained or lost needs a mark. */
const noPrice = (instrument: string | undefined): EvaluationFailure | undefined =>
  instrument === undefined ? undefined : { code: 'NO_PRICE', instrument };

/**
 * Netted per currency; gains never count, losses in other currencies with their haircut. What only the
 * end of a day books is netted by itself: an intraday cycle may pay the one before the other.
 */
function unsettledInBase(
  house: HouseState,
  lines: readonly CycleLine[],
): Result<bigint, EvaluationFailure> {
  const [byCurrency, atEndOfDay] = [new Map<string, bigint>(), new Map<string, bigint>()];
  for (const line of lines) {
    const { currency, amountMinor } = line;
    const sums = isEndOfDayOnly(line) ? atEndOfDay : byCurrency;
    sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  }
  let total = 0n;
  for (const [currency, amountMinor] of [...byCurrency, ...atEndOfDay]) {
    if (amountMinor >= 0n) continue;
    const loss = lossInBase(house, currency, amountMinor);
    if (loss === undefined) return failed({ code: 'LOSS_WITHOUT_EXCHANGE_RATE', currency });
    total += loss;
  }
  return ok(total);
}

/** A loss in minor units of the base currency, rounded away from zero; undefined without a rate. */
function lossInBase(house: HouseState, currency: string, lossMinor: bigint): bigint | undefined {
  const { data } = referenceOf(house);
  if (currency === data.baseCurrency) return lossMinor;
  const rate = exchangeRate(house, currency, data.baseCurrency);
  if (!rate) return undefined;
  const asset = data.collateral.find((a) => a.type === 'cash' && a.currency === currency);
  const haircut = rationalFromDecimal(asset?.currencyHaircut ?? '0');
  const scales = rational(
    10n ** BigInt(data.currencies[data.baseCurrency]?.scale ?? 0),
    10n ** BigInt(data.currencies[currency]?.scale ?? 0),
  );
  const more = rational(haircut.denominator + haircut.numerator, haircut.denominator);
  const loss = multiply(multiply(multiply(rational(lossMinor), scales), rate), more);
  return floorDiv(loss.numerator, loss.denominator);
}
