import type {
  CollateralInstruction,
  OperatorCommand,
  PriceObservation,
  TradeCorrection,
  TradeSubmission,
  VolatilityObservation,
} from '#libs/domain/inputs/inputs.js';
import type {
  AcceptTransferRequest,
  AllocationRequest,
  GiveUpRequest,
  PositionTransferRequest,
  TakeUpRequest,
} from '#libs/domain/inputs/transfer-requests.js';

/** What a member asks for lots that it has; who asks follows from the topic. */
export type OwnRequest =
  | Omit<AllocationRequest, 'member'>
  | Omit<GiveUpRequest, 'member'>
  | Omit<TakeUpRequest, 'member'>
  | Omit<PositionTransferRequest, 'member'>
  | Omit<AcceptTransferRequest, 'member'>;

/** What somebody sends in the course of the year, for an input topic. */
export type YearMessage = { readonly key: string } & (
  | { readonly topic: 'trades'; readonly value: TradeSubmission | TradeCorrection }
  | { readonly topic: `trades.${string}`; readonly value: OwnRequest }
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
