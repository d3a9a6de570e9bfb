/** What a house opens with: commands in their order, then prices and volatilities. */
export interface OpeningMarket {
  readonly commands: readonly Record<string, unknown>[];
  readonly prices: readonly BenchMessage[];
  readonly volatilities: readonly BenchMessage[];
}

/** A message of a topic in: its key and its fields. */
export interface BenchMessage {
  readonly key: string;
  readonly value: Record<string, unknown>;
}
