import { element } from '#libs/domain/numerics/element.js';

/** What one group of affiliates loses beyond its margin in one scenario. */
export interface GroupLoss {
  readonly group: string;
  /** In the unit of the losses; above 0. */
  readonly loss: number;
}

/** The groups that lose most beyond their margin in one scenario, the largest first. */
export interface ScenarioCover {
  /** Index of the scenario. */
  readonly scenario: number;
  /** At most three; only groups that lose something. */
  readonly largest: readonly GroupLoss[];
}

/** A sum of losses, and the scenario in which it is largest; undefined scenario where nothing is lost. */
export interface Cover {
  readonly loss: number;
  readonly scenario: number | undefined;
}

export interface CoverResult {
  readonly scenarios: readonly ScenarioCover[];
  /** The largest group. */
  readonly cover1: Cover;
  /** The two largest groups of the same scenario. */
  readonly cover2: Cover;
  /** Article 42(3) of EMIR: the largest group, or the second and the third together if they are more. */
  readonly emir42: Cover;
  /** The most that each group loses beyond its margin, by group; only those that lose something. */
  readonly peaks: ReadonlyMap<string, Cover>;
}

const NOTHING: Cover = { loss: 0, scenario: undefined };
const KEPT = 3;

/**
 * Cover-1 and Cover-2 over all scenarios (margin-model.md h.5).
 * @param groups SLOM by scenario of each group of affiliates, all of length `scenarios`; ties between
 *   groups go to the id that sorts first, between scenarios to the earlier one
 */
export function coverOf(groups: ReadonlyMap<string, Float64Array>, scenarios: number): CoverResult {
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  const covers: ScenarioCover[] = [];
  let [cover1, cover2, emir42] = [NOTHING, NOTHING, NOTHING];
  for (let scenario = 0; scenario < scenarios; scenario++) {
    const largest = largestGroups(sorted, scenario);
    covers.push({ scenario, largest });
    const [first = 0, second = 0, third = 0] = largest.map(({ loss }) => loss);
    cover1 = larger(cover1, first, scenario);
    cover2 = larger(cover2, first + second, scenario);
    emir42 = larger(emir42, Math.max(first, second + third), scenario);
  }
  return { scenarios: covers, cover1, cover2, emir42, peaks: peaksOf(sorted) };
}

function largestGroups(
  groups: readonly (readonly [string, Float64Array])[],
  scenario: number,
): GroupLoss[] {
  const largest: GroupLoss[] = [];
  for (const [group, losses] of groups) {
    const loss = element(losses, scenario);
    if (loss <= (largest[KEPT - 1]?.loss ?? 0)) continue;
    const at = largest.findIndex((each) => each.loss < loss);
    largest.splice(at < 0 ? largest.length : at, 0, { group, loss });
    if (largest.length > KEPT) largest.pop();
  }
  return largest;
}

function larger(held: Cover, loss: number, scenario: number): Cover {
  return loss > held.loss ? { loss, scenario } : held;
}

function peaksOf(groups: readonly (readonly [string, Float64Array])[]): ReadonlyMap<string, Cover> {
  const peaks = new Map<string, Cover>();
  for (const [group, losses] of groups) {
    let peak = NOTHING;
    for (let s = 0; s < losses.length; s++) peak = larger(peak, element(losses, s), s);
    if (peak.loss > 0) peaks.set(group, peak);
  }
  return peaks;
}
