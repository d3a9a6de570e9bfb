import { holderOf } from '#libs/domain/books/holder.js';
import { holderOfPosition, openBuckets } from '#libs/domain/collateral/buckets.js';
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
import { requirementShares } from './requirement-shares.js';
import { standingsOf, type Burden, type Standing } from './standing.js';
import { together, type StandingsTogether } from './standings-together.js';

/**
 * Where an account stands at a ledger position (margin-model.md, section 0, rows 9 to 11, and g.5). All
 * amounts in minor units of the base currency.
 */
export interface AccountEvaluation extends StandingsTogether {
  readonly account: string;
  readonly requirement: Requirement;
  /** Why nobody can say where the account stands; the amounts then say nothing either. */
  readonly failure: EvaluationFailure | undefined;
  readonly unsettledLines: readonly CycleLine[];
  /**
   * The account itself, then its open buckets by instrument: what is said above is of all of them together.
   * One bucket's collateral does not cover what another lacks, so there may be a deficit and an excess.
   */
  readonly standings: readonly [Standing, ...Standing[]];
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
  const holders = [account, ...openBuckets(house, account).map((id) => holderOf(account, id))];
  const shares = requirementShares(engine, holders, requirementMinor);
  let failure = requirement.kind === 'failed' ? requirement.failure : noPrice(withoutMark);
  const burdenOf = (holder: string): Burden => {
    const isIts = ({ instrument }: CycleLine): boolean =>
      holders.length === 1 || holderOfPosition(house, account, instrument) === holder;
    const unsettled = unsettledInBase(house, lines.filter(isIts));
    if (!unsettled.ok) failure ??= unsettled.error;
    return {
      holder,
      requirementMinor: shares.get(holder) ?? 0n,
      unsettledMinor: unsettled.ok ? unsettled.value : 0n,
    };
  };
  const burdens = holders.slice(1).map(burdenOf);
  const standings = standingsOf(house, engine, [burdenOf(account), ...burdens]);
  return {
    account,
    requirement,
    failure,
    unsettledLines: lines,
    ...together(standings),
    standings,
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

/** Where the account itself stands, or one of its buckets; undefined where that is not open. */
export const standingOf = (
  { standings }: Pick<AccountEvaluation, 'standings'>,
  bucket: string | undefined,
): Standing | undefined => standings.find((each) => each.bucket === bucket);
