import { transfer } from '#libs/domain/books/books.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { DAY_MS } from '#libs/domain/kernel/instant.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';
import { multiply, rational, rationalFromDecimal } from '#libs/domain/numerics/rational.js';
import { memberCall } from '#libs/domain/margin-calls/member-call.js';
import { assessmentBook, defaultBook, type DefaultCase } from '../default-state.js';
import { NOTHING_USED, smaller, survivorsOf, type LayerRule } from './layer-rule.js';
import { fillUnderCaps, type Vessel } from './water-filling.js';

/**
 * Assessments of the survivors: pro rata to their contributions, capped per default and over the defaults
 * of a period (margin-model.md h.2). They count when they are called; until a member has paid, its book of
 * assessments is below zero.
 */
export const assessments: LayerRule = ({ house, of, lossMinor, callsIssued }) => {
  const { baseCurrency, data } = referenceOf(house);
  if (!data.assessments) return NOTHING_USED;
  const vessels = survivorsOf(house).map((member) => vesselOf(house, of, member));
  const availableMinor = vessels.reduce((sum, { cap }) => sum + cap, 0n);
  const usedMinor = smaller(availableMinor, lossMinor);
  const parts = fillUnderCaps(usedMinor, vessels);
  const contributions = [...parts]
    .filter(([, minor]) => minor > 0n)
    .map(([member, minor]) => ({ member, minor }))
    .sort((a, b) => (a.member < b.member ? -1 : 1));
  const into = defaultBook(of.defaultId, baseCurrency);
  return {
    availableMinor,
    usedMinor,
    contributions,
    journal: contributions.flatMap(({ member, minor }) =>
      transfer(assessmentBook(member), into, baseCurrency, minor),
    ),
    events: contributions.map(({ member, minor }, i) =>
      memberCall(house, member, minor, 'ASSESSMENT', callsIssued + i),
    ),
  };
};

function vesselOf(house: HouseState, of: DefaultCase, member: string): Vessel {
  const { perDefault = '0', perPeriod = '0' } = referenceOf(house).data.assessments ?? {};
  const contribution = contributionInPeriod(house, of, member);
  const ofDefault = timesContribution(perDefault, contribution);
  const ofPeriod = timesContribution(perPeriod, contribution) - assessedInPeriod(house, member);
  const cap = smaller(ofDefault, ofPeriod);
  return { id: member, weight: contribution, cap: cap > 0n ? cap : 0n };
}

/**
 * A member's contribution as it stood at the declaration, or at that of an earlier default of the period: what
 * that one has used up and nobody has filled up yet lowers no cap, else a second default would find none.
 */
function contributionInPeriod(house: HouseState, of: DefaultCase, member: string): bigint {
  return casesInPeriod(house)
    .map(({ contributions }) => contributions.get(member) ?? 0n)
    .reduce((most, each) => (each > most ? each : most), of.contributions.get(member) ?? 0n);
}

function timesContribution(multiple: string, contribution: bigint): bigint {
  const { numerator, denominator } = multiply(
    rationalFromDecimal(multiple),
    rational(contribution),
  );
  return floorDiv(numerator, denominator);
}

/** What defaults declared within the period have assessed a member already, in minor units. */
function assessedInPeriod(house: HouseState, member: string): bigint {
  let sum = 0n;
  for (const { applied } of casesInPeriod(house))
    for (const { layer, bornMinor } of applied)
      if (layer === 'ASSESSMENTS') sum += bornMinor.get(member) ?? 0n;
  return sum;
}

/** Defaults declared within the period that ends now. */
function casesInPeriod({ defaults, ledgerTimeMs, reference }: HouseState): DefaultCase[] {
  const days = reference?.data.assessments?.periodDays ?? 0;
  const sinceMs = (ledgerTimeMs ?? 0) - days * DAY_MS;
  return [...defaults.cases.values()].filter(
    ({ declaredAtMs }) => declaredAtMs !== undefined && declaredAtMs >= sinceMs,
  );
}
