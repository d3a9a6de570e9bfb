import type { HouseState } from '#libs/domain/house/house-state.js';
import { isSameQuarterHour } from '#libs/domain/kernel/instant.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import { feedEffectsOf } from '#libs/domain/market/feed-effects.js';
import { rationalFromDecimal } from '#libs/domain/numerics/rational.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import { bufferFactor } from '#libs/domain/regimes/buffer-factor.js';
import { regimeMultiplier } from '#libs/domain/regimes/regime-multiplier.js';
import { groupScenarioKey } from '#libs/domain/regimes/scenario-key.js';
import { scenarioSymbols } from '#libs/domain/regimes/scenario-symbols.js';
import { priceHistories } from './price-histories.js';

/** What the scenarios of one group hang on. */
interface GroupSources {
  readonly id: string;
  readonly underlyings: readonly string[];
  /** Symbols of every factor that may be used, each once. */
  readonly symbols: readonly string[];
}

/**
 * Keeps the scenarios of a cube those of the state: the closes that count on the business date, and
 * the rungs of the volatility ladder in force.
 */
export class ScenarioLoader {
  private readonly groups: readonly GroupSources[];
  /** What the scenarios of each group were built from. */
  private readonly loaded = new Map<string, string>();
  /** When it was last looked which closes count, and how many did, by group. */
  private seen: { readonly version: number; readonly timeMs: number | undefined } | undefined;
  private readonly counting = new Map<string, string>();
  private at: { readonly position: number; readonly timeMs: number | undefined } | undefined;

  constructor(
    private readonly house: HouseState,
    private readonly reference: ReferenceIndex,
    private readonly cube: MarginCube,
  ) {
    this.groups = reference.data.liquidationGroups.map(({ id }) => sourcesOf(reference, id));
  }

  /** Builds the scenarios anew of every group for which something changed. */
  load(): void {
    const { position, ledgerTimeMs: timeMs } = this.house;
    if (this.at?.position === position && this.at.timeMs === timeMs) return;
    this.at = { position, timeMs };
    this.count();
    for (const group of this.groups) {
      const rungs = group.underlyings.map((id) => this.rungOf(id));
      const key = `${this.counting.get(group.id)} ${rungs.join()}`;
      if (this.loaded.get(group.id) !== key) {
        this.loaded.set(group.id, key);
        const regimes = new Map(group.underlyings.map((id, i) => [id, rungs[i] ?? 1]));
        this.cube.loadScenarios(group.id, priceHistories(this.house, group.symbols), regimes);
      }
    }
    if (this.reference.data.model.buffer.enabled) this.loadBuffers();
  }

  private loadBuffers(): void {
    for (const { underlyings } of this.groups)
      for (const id of underlyings)
        this.cube.setBuffer(id, rationalFromDecimal(bufferFactor(this.house, id)));
  }

  private rungOf(underlying: string): number {
    return regimeMultiplier(this.house, underlying, feedEffectsOf(this.house, underlying).rungsUp);
  }

  /** At one version of the histories it is settled closes alone that come to count with the date. */
  private count(): void {
    const { market, ledgerTimeMs } = this.house;
    const { seen } = this;
    if (seen?.version === market.historyVersion && isSameStep(seen.timeMs, ledgerTimeMs)) return;
    this.seen = { version: market.historyVersion, timeMs: ledgerTimeMs };
    for (const { id } of this.groups) this.counting.set(id, groupScenarioKey(this.house, id));
  }
}

const isSameStep = (a: number | undefined, b: number | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && isSameQuarterHour(a, b));

function sourcesOf(reference: ReferenceIndex, group: string): GroupSources {
  const underlyings = reference.data.underlyings
    .filter(({ liquidationGroup }) => liquidationGroup === group)
    .map(({ id }) => id);
  return { id: group, underlyings, symbols: scenarioSymbols(reference, group) };
}
