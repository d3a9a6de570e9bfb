import type { ListedOptionsCheck, NotChecked } from '../options/check-listed-options.js';
import type { Markets } from '../data/read-markets.js';
import type { StudyResult } from './run-study.js';
import type { StudyPlan } from './study-plan.js';
import type { StudySummary } from './summarise.js';

/** A whole back-test: what a report is made of. */
export interface BackTest {
  readonly from: string;
  readonly to: string;
  readonly seed: string;
  readonly seconds: number;
  readonly markets: Markets;
  readonly leftOut: StudyPlan['leftOut'];
  readonly results: readonly StudyResult[];
  readonly studies: readonly StudySummary[];
  readonly listedOptions: ListedOptionsCheck | NotChecked;
}
