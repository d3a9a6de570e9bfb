import type { DefaultStep } from '#libs/domain/events/default-events.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { CycleOfDefault } from '#libs/domain/events/settlement-events.js';
import type { WaterfallLayer } from '#libs/domain/reference-data/model.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { differenceOf, sumOf } from './amounts.js';

/** A layer that was used, and what came back of it; major units of the base currency. */
export interface UsedLayer {
  readonly layer: WaterfallLayer;
  readonly used: string;
  readonly returned: string;
}

/** A default as it stands. Amounts in major units of the base currency; null before they are known. */
export interface DefaultContent {
  readonly defaultId: string;
  readonly member: string;
  readonly status: 'PROPOSED' | 'WITHDRAWN' | 'DECLARED' | 'CLOSED';
  readonly reason: string;
  /** Null where the call policy declared it by itself. */
  readonly proposedBy: string | null;
  readonly proposedAt: string | null;
  readonly confirmedBy: string | null;
  readonly declaredAt: string | null;
  /** Who closed or withdrew it, and when. */
  readonly endedBy: string | null;
  readonly endedAt: string | null;
  readonly portingUntil: string | null;
  readonly currency: string | null;
  /** The auction that takes bids now, and how many came in. */
  readonly auction: { readonly auction: number; readonly bids: number } | null;
  readonly loss: string | null;
  /** What no layer has borne yet. */
  readonly remaining: string | null;
  /** In the order in which they were applied. */
  readonly layers: readonly UsedLayer[];
  /** Whether the default's cash has paid what the layers brought. */
  readonly isPaid: boolean;
  /** What the next settlement cycle is still to cut from gains. */
  readonly reserved: string;
  /** What came in after all, and what of it was nobody's loss any more. */
  readonly recovered: string;
  /** Ledger positions of its first and its latest event. */
  readonly firstPosition: number;
  readonly position: number;
}

/** What an event says of defaults: which, and what becomes of each. */
interface DefaultChange {
  readonly defaultId: string;
  readonly after: (before: DefaultContent | undefined) => DefaultContent | undefined;
}

/** What an event does to defaults; a settlement cycle may do something to several. */
export function defaultChanges(event: RecordedEvent): DefaultChange[] {
  switch (event.type) {
    case 'DefaultProposed': {
      const { defaultId, member, reason, by } = event.payload;
      const proposed = { defaultId, member, reason, proposedBy: by, proposedAt: timeOf(event) };
      return [{ defaultId, after: () => ({ ...opened(event.position), ...proposed }) }];
    }
    case 'DefaultProposalWithdrawn': {
      const { defaultId, by } = event.payload;
      const ended = { status: 'WITHDRAWN', endedBy: by, endedAt: timeOf(event) } as const;
      return [change(event, defaultId, () => ended)];
    }
    case 'DefaultStepTaken':
      return [stepChange(event, event.payload)];
    case 'SettlementCycleCompleted':
      return (event.payload.defaults ?? []).map((part) =>
        change(event, part.defaultId, ({ reserved }) => ({ reserved: lessCuts(reserved, part) })),
      );
    default:
      return [];
  }
}

const timeOf = ({ ledgerTimeMs, recordedAtMs }: RecordedEvent): string =>
  formatInstant(ledgerTimeMs ?? recordedAtMs);

function opened(position: number): DefaultContent {
  return {
    defaultId: '',
    member: '',
    status: 'PROPOSED',
    reason: '',
    proposedBy: null,
    proposedAt: null,
    confirmedBy: null,
    declaredAt: null,
    endedBy: null,
    endedAt: null,
    portingUntil: null,
    currency: null,
    auction: null,
    loss: null,
    remaining: null,
    layers: [],
    isPaid: false,
    reserved: '0',
    recovered: '0',
    firstPosition: position,
    position,
  };
}

/** A change of a default that is there. */
function change(
  { position }: RecordedEvent,
  defaultId: string,
  changed: (before: DefaultContent) => Partial<DefaultContent>,
): DefaultChange {
  return { defaultId, after: (before) => before && { ...before, ...changed(before), position } };
}

function stepChange(event: RecordedEvent, step: DefaultStep): DefaultChange {
  const { defaultId } = step;
  if (step.step !== 'DECLARED')
    return change(event, defaultId, (before) => stepped(before, step, event));
  const { member, reason, by, proposedBy = null, currency, portingUntil } = step;
  const declared = {
    defaultId,
    member,
    status: 'DECLARED',
    reason,
    proposedBy,
    confirmedBy: by,
    declaredAt: timeOf(event),
    currency,
    portingUntil,
    position: event.position,
  } as const;
  // The call policy declares what nobody proposed.
  return { defaultId, after: (before) => ({ ...(before ?? opened(event.position)), ...declared }) };
}

function stepped(
  before: DefaultContent,
  step: DefaultStep,
  event: RecordedEvent,
): Partial<DefaultContent> {
  switch (step.step) {
    case 'AUCTION_OPENED':
      return { auction: { auction: step.auction, bids: 0 } };
    case 'BID_RECEIVED':
      return { auction: before.auction && { ...before.auction, bids: before.auction.bids + 1 } };
    case 'AUCTION_CLOSED':
      return { auction: null };
    case 'LOSS_DETERMINED':
      return { loss: step.loss, remaining: step.loss };
    case 'LAYER_APPLIED': {
      const { layer, used, lossAfter } = step;
      const applied = { layer, used, returned: differenceOf(used, used) };
      return { remaining: lossAfter, layers: [...before.layers, applied] };
    }
    case 'LOSS_PAID':
      return { isPaid: true, reserved: step.reserved };
    case 'RECOVERED':
      return {
        recovered: sumOf(before.recovered, step.amount),
        layers: before.layers.map((used) => {
          const parts = step.contributions.filter(({ layer }) => layer === used.layer);
          return { ...used, returned: sumOf(used.returned, ...parts.map(({ amount }) => amount)) };
        }),
      };
    case 'CLOSED':
      return { status: 'CLOSED', endedBy: step.by, endedAt: timeOf(event) };
    default:
      return {};
  }
}

const lessCuts = (reserved: string, { cuts }: CycleOfDefault): string =>
  differenceOf(reserved, ...cuts.map(({ amount }) => amount));
