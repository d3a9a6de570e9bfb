import type {
  CollateralInstruction,
  OperatorCommand,
  PriceObservation,
  TradeSubmission,
  VolatilityObservation,
} from '#libs/domain/inputs/inputs.js';

/** What somebody sends in the course of the year, for an input topic. */
export type YearMessage = { readonly key: string } & (
  | { readonly topic: 'trades'; readonly value: TradeSubmission }
  | { readonly topic: 'prices'; readonly value: PriceObservation }
  | { readonly topic: 'volatilities'; readonly value: VolatilityObservation }
  | { readonly topic: 'collateral'; readonly value: CollateralInstruction }
  | { readonly topic: 'commands'; readonly value: OperatorCommand }
);

/** An open call, as whoever has to pay it knows it. */
export interface OpenCall {
  readonly callId: string;
  readonly account: string;
  readonly currency: string;
  readonly outstanding: string;
}
