import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import { survivorsOf } from '#libs/domain/default-management/layers/layer-rule.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { gainsCut } from './gains-cut.js';
import { NOTIONAL_ACCOUNT, type Rehearsal } from './rehearsal.js';

/** What one survivor would bear; amounts in major units of the base currency. */
export interface SurvivorShare {
  readonly member: string;
  /** To the default fund, as it stands. */
  readonly contribution: string;
  /** What the default takes of it. */
  readonly used: string;
  readonly assessment: string;
  /** What the next cycle cuts from its gains. */
  readonly haircut: string;
  readonly total: string;
  /** The total in per cent of its contribution, to one decimal; null where it has none. */
  readonly percentOfContribution: string | null;
}

export interface SurvivorsShares {
  readonly shares: readonly SurvivorShare[];
  /** Cut from gains of those who took the close-out, minor units of the base currency. */
  readonly marketHaircutMinor: bigint;
}

/** Who of the survivors would bear what, by member. */
export function survivorsShares(
  house: HouseState,
  rehearsal: Rehearsal,
  of: DefaultCase,
): SurvivorsShares {
  const { baseScale } = referenceOf(house);
  const text = (minor: bigint): string => formatUnits(minor, baseScale);
  const cuts = gainsCut(rehearsal, of);
  const market = memberOf(NOTIONAL_ACCOUNT);
  const shares = survivorsOf(rehearsal.house)
    .filter((member) => member !== market)
    .map((member) => {
      const contribution = of.contributions.get(member) ?? 0n;
      const used = bornBy(of, 'SURVIVORS_DEFAULT_FUND', member);
      const assessment = bornBy(of, 'ASSESSMENTS', member);
      const haircut = cuts.get(member) ?? 0n;
      const total = used + assessment + haircut;
      return {
        member,
        contribution: text(contribution),
        used: text(used),
        assessment: text(assessment),
        haircut: text(haircut),
        total: text(total),
        percentOfContribution: percentOf(total, contribution),
      };
    });
  return { shares, marketHaircutMinor: cuts.get(market) ?? 0n };
}

function bornBy({ applied }: DefaultCase, layer: WaterfallLayer, member: string): bigint {
  return applied
    .filter((each) => each.layer === layer)
    .reduce((sum, { bornMinor }) => sum + (bornMinor.get(member) ?? 0n), 0n);
}

/** To the nearest tenth of a per cent, halves up. */
const percentOf = (part: bigint, whole: bigint): string | null =>
  whole === 0n ? null : formatUnits((2n * 1000n * part + whole) / (2n * whole), 1);
