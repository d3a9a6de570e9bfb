import type { AccountCollateral } from '#libs/domain/collateral/collateral-value.js';
import { supplementOf } from '#libs/domain/default-fund/supplementary-margin.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import type {
  ClassBreakdown,
  GroupBreakdown,
} from '#libs/domain/margin-model/requirement-breakdown.js';
import type { Requirement } from './margin-engine.js';
import { describeMarginFailure } from './describe-margin-failure.js';
import { utilisationRatio } from './utilisation-ratio.js';

/** Decimals with which volatilities go out: they inform, nothing is booked on them. */
const VOLATILITY_DECIMALS = 8;

/**
 * The content of `ccp.margin-requirements` for an evaluated account, but for the position and time it
 * was calculated at. Amounts in major units with the base currency's decimals.
 */
export function requirementContent(
  house: HouseState,
  evaluation: AccountEvaluation,
): Record<string, unknown> {
  const { baseCurrency, baseScale, accounts } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const { collateral, requirement, account } = evaluation;
  const groups = requirement.kind === 'computed' ? requirement.breakdown.groups : [];
  const supplementMinor = supplementOf(house, account);
  return {
    account,
    marginMode: accounts.get(account)?.account.marginMode,
    currency: baseCurrency,
    requirement: money(evaluation.requirementMinor),
    unsettled: money(evaluation.unsettledMinor),
    ...(supplementMinor === 0n ? {} : { supplement: money(supplementMinor) }),
    exposure: money(evaluation.exposureMinor),
    collateral: {
      value: money(collateral.valueMinor),
      counted: money(collateral.countedMinor),
      debts: collateral.debts.map(({ bucket, currency, amountMinor }) => ({
        ...(bucket === undefined ? {} : { bucket }),
        currency,
        amount: formatUnits(amountMinor, referenceOf(house).currencyScales.get(currency) ?? 0),
      })),
      notCounted: notCounted(collateral),
      dependence: money(evaluation.dependence.chargeMinor),
      withoutHistory: evaluation.dependence.withoutHistory.map((asset) => ({ asset })),
    },
    excess: money(evaluation.excessMinor),
    deficit: money(evaluation.deficitMinor),
    utilisation: utilisationRatio(evaluation.exposureMinor, collateral.countedMinor),
    groups: groups.map((group) => groupContent(group, money)),
    ...grossContent(requirement, money),
    ...bucketsContent(evaluation, money),
  };
}

/** What counts for nothing, each asset once: buckets may hold one too. */
function notCounted({ lines }: AccountCollateral): object[] {
  const reasons = new Map(
    lines.flatMap(({ asset, unvalued }) => (unvalued ? [[asset, unvalued]] : [])),
  );
  return [...reasons].map(([asset, reason]) => ({ asset, reason }));
}

/** Where each open bucket of an isolated account stands. */
function bucketsContent({ standings }: AccountEvaluation, money: Money): Record<string, unknown> {
  const [, ...buckets] = standings;
  if (buckets.length === 0) return {};
  return {
    buckets: buckets.map((each) => ({
      bucket: each.bucket,
      requirement: money(each.requirementMinor),
      unsettled: money(each.unsettledMinor),
      exposure: money(each.exposureMinor),
      value: money(each.collateral.valueMinor),
      counted: money(each.collateral.countedMinor),
      served: money(each.servedMinor),
      excess: money(each.excessMinor),
      deficit: money(each.deficitMinor),
    })),
  };
}

/** By client, where positions are kept by client: what is listed adds up to the requirement. */
function grossContent(requirement: Requirement, money: Money): Record<string, unknown> {
  const gross = requirement.kind === 'computed' ? requirement.breakdown.gross : undefined;
  if (!gross) return {};
  const { clients, concentrationMinor } = gross;
  return {
    clients: clients.map(({ client, breakdown }) => ({
      client,
      requirement: money(breakdown.requirementMinor),
    })),
    concentration: money(concentrationMinor),
  };
}

/**
 * The content for an account that cannot be evaluated: what was last said of it, or the amounts of one
 * that was never evaluated, and why they are not those of now.
 */
export function notComputableContent(
  last: Record<string, unknown>,
  failure: EvaluationFailure,
): Record<string, unknown> {
  const reason = describeMarginFailure(failure);
  return { ...last, notComputable: { code: failure.code, reason } };
}

/** The whole message: content, position and the ledger time it was calculated at. */
export function requirementMessage(
  house: HouseState,
  content: Record<string, unknown>,
): Record<string, unknown> {
  const { ledgerTimeMs } = house;
  return {
    ...content,
    position: house.position,
    calculatedAt: ledgerTimeMs === undefined ? null : formatInstant(ledgerTimeMs),
  };
}

type Money = (minor: bigint) => string;

function groupContent(group: GroupBreakdown, money: Money): Record<string, unknown> {
  return {
    liquidationGroup: group.liquidationGroup,
    marketRisk: money(group.marketRiskMinor),
    extendedMoves: money(group.extendedMovesMinor),
    shortOptionMinimum: money(group.shortOptionMinimumMinor),
    floor: money(group.floorMinor),
    liquidity: money(group.liquidityMinor),
    wrongWay: money(group.wrongWayMinor),
    correlationBreak: money(group.correlationBreakMinor),
    netOptionValue: money(group.netOptionValueMinor),
    requirement: money(group.requirementMinor),
    classes: group.classes.map((each) => classContent(each, money)),
  };
}

function classContent(each: ClassBreakdown, money: Money): Record<string, unknown> {
  const { expectedShortfall, volatility, scenarios } = each;
  return {
    underlying: each.underlying,
    method: each.method,
    marketRisk: money(each.marketRiskMinor),
    expectedShortfall: {
      filtered: money(expectedShortfall.filteredMinor),
      stressed: money(expectedShortfall.stressedMinor),
      longRun: money(expectedShortfall.longRunMinor),
    },
    ...(volatility === undefined
      ? {}
      : {
          volatility: {
            current: plainDecimal(volatility.current),
            longRun: plainDecimal(volatility.longRun),
            regime: String(volatility.regime),
          },
        }),
    ...(each.scanScenario === undefined ? {} : { scanScenario: each.scanScenario }),
    scenarios,
    netDelta: lotsText(each.netDelta),
    netNotional: money(each.netNotionalMinor),
  };
}

/** Lots as a decimal without superfluous zeros: options make fractions of them. */
const lotsText = (lots: number): string => plainDecimal(lots).replace(/\.?0+$/, '');

/** A double as a decimal of the contract's form: no exponent, whatever its size. */
const plainDecimal = (value: number): string => value.toFixed(VOLATILITY_DECIMALS);
