import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { LotsTransferred } from '#libs/domain/events/transfer-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { TransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { NovatedTrades } from '#libs/domain/trade-corrections/novated-trade.js';
import { requestKey, requestStream } from './request-identity.js';

/** What a member's request is judged with. */
export interface RequestContext {
  readonly house: HouseState;
  readonly reference: ReferenceIndex;
  readonly engine: MarginEngine;
  /** The ledger's time if it is done. */
  readonly nowMs: number;
  readonly novatedTrade: NovatedTrades;
}

/** What every event says that a request leads to. */
export const doneBy = (request: TransferRequest) => ({
  streamId: requestStream(request),
  identity: requestKey(request),
  movesClockToMs: Date.parse(request.requestedAt),
});

export const lotsTransferred = (payload: LotsTransferred): NewEvent => ({
  type: 'LotsTransferred',
  ...doneBy(payload.request),
  payload,
});
