import type { OptionPnlInputs } from '#libs/domain/margin-model/option-pnl.js';
import type { ScenarioSet } from '#libs/domain/margin-model/scenario-set.js';

/** Scenarios of a liquidation group, for the rows that follow; they replace those before. */
export interface ScenariosMessage {
  readonly kind: 'scenarios';
  /** Its vectors lie in shared memory. */
  readonly set: ScenarioSet;
}

/** Rows to compute over the scenarios that were last sent for their group. */
export interface RowsMessage {
  readonly kind: 'rows';
  readonly chunk: number;
  readonly liquidationGroup: string;
  readonly inputs: readonly OptionPnlInputs[];
}

export type ToThread = ScenariosMessage | RowsMessage;

/** One vector for each row asked for; undefined where it could not be computed. */
export interface FromThread {
  readonly chunk: number;
  readonly rows: readonly (Float64Array | undefined)[];
}
