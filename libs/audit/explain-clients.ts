import { type HouseState, type MarginEngine, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import type {
  GroupBreakdown,
  GrossBreakdown,
} from '#libs/domain/margin-model/requirement-breakdown.js';
import { groupSteps } from './explain-groups.js';
import type { GrossSteps } from './explanation.js';

/** What groups come to as they are shown. */
export const shownOf = (groups: readonly GroupBreakdown[]): bigint =>
  groups.reduce((total, { requirementMinor }) => total + requirementMinor, 0n);

/** The requirement of a gross omnibus account client by client. */
export function grossSteps(
  house: HouseState,
  engine: MarginEngine,
  account: string,
  { clients, concentration, concentrationMinor }: GrossBreakdown,
): GrossSteps {
  const { baseScale } = referenceOf(house);
  const money = (minor: bigint): string => formatUnits(minor, baseScale);
  const ofClasses = concentration.reduce((total, { minor }) => total + minor, 0n);
  return {
    clients: clients.map(({ client, breakdown: { groups, requirementMinor } }) => ({
      client,
      groups: groupSteps(house, engine, { account, client }, groups),
      rounding: money(requirementMinor - shownOf(groups)),
      requirement: money(requirementMinor),
    })),
    concentration: {
      classes: concentration.map(({ underlying, minor }) => ({ underlying, amount: money(minor) })),
      rounding: money(concentrationMinor - ofClasses),
      amount: money(concentrationMinor),
    },
  };
}
