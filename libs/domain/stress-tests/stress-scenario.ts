import type { DecimalText } from '#libs/domain/reference-data/model.js';

interface Named {
  /** Unique in a set of scenarios; an identifier. */
  readonly name: string;
}

/** What every factor did over the liquidation horizon that ended on a date. */
export interface HistoricalScenario extends Named {
  readonly kind: 'HISTORICAL';
  readonly date: string;
  /** What the returns are multiplied with: 1, but for a reverse stress. */
  readonly multiple: number;
}

/** Every class moved by a multiple of its own largest move over the horizon. */
export interface HypotheticalScenario extends Named {
  readonly kind: 'HYPOTHETICAL' | 'CORRELATION_BREAK';
  /** Signed; 0 leaves prices as they are. */
  readonly multiple: number;
  /** Log-return of every implied volatility. */
  readonly volatility: number;
  /** The class that moves the other way. */
  readonly flipped?: string;
}

/** Moves that the reference data names: log moves by symbol, nothing else moves. */
export interface ConfiguredScenario extends Named {
  readonly kind: 'CONFIGURED';
  readonly moves: Readonly<Record<string, DecimalText>>;
  readonly multiple: number;
}

export type StressScenario = HistoricalScenario | HypotheticalScenario | ConfiguredScenario;

/** The same scenario `times` as far, in the returns that it is made of. */
export function scaleScenario(scenario: StressScenario, times: number): StressScenario {
  const multiple = scenario.multiple * times;
  return 'volatility' in scenario
    ? { ...scenario, multiple, volatility: scenario.volatility * times }
    : { ...scenario, multiple };
}
