import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { AccountEvaluation } from '#libs/domain/margin-calls/account-evaluation.js';
import type { EvaluationFailure } from '#libs/domain/margin-calls/evaluation-failure.js';
import type {
  ClassBreakdown,
  GroupBreakdown,
} from '#libs/domain/margin-model/requirement-breakdown.js';
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
  return {
    account,
    marginMode: accounts.get(account)?.account.marginMode,
    currency: baseCurrency,
    requirement: money(evaluation.requirementMinor),
    unsettled: money(evaluation.unsettledMinor),
    exposure: money(evaluation.exposureMinor),
    collateral: {
      value: money(collateral.valueMinor),
      counted: money(collateral.countedMinor),
      debts: collateral.debts.map(({ currency, amountMinor }) => ({
        currency,
        amount: formatUnits(amountMinor, referenceOf(house).currencyScales.get(currency) ?? 0),
      })),
      notCounted: collateral.lines.flatMap(({ asset, unvalued }) =>
        unvalued === undefined ? [] : [{ asset, reason: unvalued }],
      ),
    },
    excess: money(evaluation.excessMinor),
    deficit: money(evaluation.deficitMinor),
    utilisation: utilisationRatio(evaluation.exposureMinor, collateral.countedMinor),
    groups: groups.map((group) => groupContent(group, money)),
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
