import { nextRegime, regimeRatio, type RegimeInputs } from '#libs/domain/add-ons/regime-ladder.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { VolatilityRegimeChanged } from '#libs/domain/events/regime-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { startOfNextDate } from '#libs/domain/settlement/calendar.js';
import { currentBusinessDate, dayNumber } from './business-day.js';
import { ladderInForce, regimeOf, type LadderInForce } from './ladder.js';
import { plainDecimal } from './plain-decimal.js';
import { regimeInputs, type ScenarioVolatility } from './regime-inputs.js';

/**
 * Looks at underlyings of which a price, a volatility or the date moved on, and changes their rungs
 * (margin-model.md d.3): up at once, down one at a time after the holding period. Looking again at the
 * same state decides nothing, so it does no harm to look too often. Where nothing is known the ratio
 * is 0, and a rung that was entered is left after its holding period. A class margined by scan has a
 * rung too, by implied volatility alone; its margin does not depend on it.
 */
export function decideRegimes(
  house: HouseState,
  underlyings: readonly string[],
  scenarioVolatility: ScenarioVolatility,
): NewEvent[] {
  const ladder = ladderInForce(house);
  const businessDate = currentBusinessDate(house);
  if (!ladder || businessDate === undefined) return [];
  return underlyings.flatMap((underlying) => {
    const payload = changeOf(house, ladder, underlying, businessDate, scenarioVolatility);
    return payload === undefined ? [] : [eventOf(payload)];
  });
}

/**
 * When the date next changes on the ledger's clock while an underlying is above the lowest rung: it may
 * come down then. Undefined while all are in calm markets.
 */
export function nextRegimeLookMs(house: HouseState): number | undefined {
  const { reference, ledgerTimeMs, regimes } = house;
  const ladder = ladderInForce(house);
  if (!ladder || ledgerTimeMs === undefined) return undefined;
  const lowest = ladder.rungs[0] ?? 1;
  for (const { rung } of regimes.rungs.values())
    if (Number(rung) > lowest) return startOfNextDate(reference?.data.calendar, ledgerTimeMs);
  return undefined;
}

function changeOf(
  house: HouseState,
  ladder: LadderInForce,
  underlying: string,
  businessDate: string,
  scenarioVolatility: ScenarioVolatility,
): VolatilityRegimeChanged | undefined {
  const day = dayNumber(businessDate);
  const regime = regimeOf(house, ladder, underlying);
  const inputs = regimeInputs(house, underlying, day, scenarioVolatility);
  const ratio = regimeRatio(inputs);
  const next = nextRegime(ladder, regime, ratio, day);
  if (next === regime) return undefined;
  return {
    underlying,
    from: house.regimes.rungs.get(underlying)?.rung ?? nameOf(ladder, regime.multiplier),
    to: nameOf(ladder, next.multiplier),
    ratio: plainDecimal(ratio),
    inputs: inputsInWords(inputs),
    businessDate,
  };
}

const nameOf = ({ rungs, names }: LadderInForce, multiplier: number): string =>
  names[rungs.indexOf(multiplier)] ?? plainDecimal(multiplier);

function inputsInWords({ intraday, implied }: RegimeInputs): VolatilityRegimeChanged['inputs'] {
  return {
    ...(intraday && {
      intraday: {
        now: plainDecimal(intraday.now),
        scenarios: plainDecimal(intraday.scenarios),
      },
    }),
    ...(implied && {
      implied: { now: plainDecimal(implied.now), reference: plainDecimal(implied.reference) },
    }),
  };
}

const eventOf = (payload: VolatilityRegimeChanged): NewEvent => ({
  type: 'VolatilityRegimeChanged',
  streamId: `regime/${payload.underlying}`,
  effectiveDate: payload.businessDate,
  payload,
});
