import type { ScanSettings } from '#libs/domain/reference-data/model.js';
import type { MeasureTerms } from './core-measure.js';
import type { ScenarioFailure } from './margin-failure.js';
import type { FactorScenarios, ScenarioSet } from './scenario-set.js';

/** A class that is margined on the joint scenarios of its liquidation group. */
export interface HistoricalModel {
  readonly method: 'fhs';
  readonly set: ScenarioSet;
  readonly factor: FactorScenarios;
  readonly terms: MeasureTerms;
  /** Whether prices for different deliveries have factors of their own, so that futures age (b.1). */
  readonly hasMaturities: boolean;
}

/** A class that is margined on the 16-scenario grid, by choice or for want of history (`reason`). */
export interface ScanModel {
  readonly method: 'scan';
  readonly scan: ScanSettings;
  readonly reason?: ScenarioFailure;
}

/** A class that cannot be margined and does not open for trading. */
export interface NoModel {
  readonly method: 'none';
  readonly reason?: ScenarioFailure;
}

/** How one class is margined. */
export type ClassModel = HistoricalModel | ScanModel | NoModel;
