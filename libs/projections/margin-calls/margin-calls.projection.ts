import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { AnyMarginCall } from '#libs/domain/events/margin-call-events.js';
import type { Projection } from '../projection.js';

/** The call as it stands after an event; undefined for events that are about no call. */
export function callAfter(event: RecordedEvent): AnyMarginCall | undefined {
  switch (event.type) {
    case 'MarginCallIssued':
    case 'MarginCallPaid':
    case 'MarginCallReminded':
    case 'MarginCallOverdue':
    case 'MarginCallEscalated':
    case 'MarginCallCancelled':
      return event.payload;
    default:
      return undefined;
  }
}

interface LatestCall {
  readonly call: AnyMarginCall;
  readonly firstPosition: number;
  readonly position: number;
}

/** Margin calls, each as it stands, in the order in which they were issued. */
export const marginCallsProjection: Projection = {
  name: 'margin-calls',
  version: 1,
  tables: ['margin_call'],
  async write(database, ledgerId, events) {
    const latest = new Map<string, LatestCall>();
    for (const event of events) {
      const call = callAfter(event);
      if (!call) continue;
      const firstPosition = latest.get(call.callId)?.firstPosition ?? event.position;
      latest.set(call.callId, { call, firstPosition, position: event.position });
    }
    if (latest.size === 0) return;
    const rows = [...latest.values()];
    await database.query({
      name: 'fold-margin-calls',
      text: `
        INSERT INTO margin_call (ledger_id, call_id, account, member, status, issued_position,
          changed_position, payload)
        SELECT $1, c.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
          $7::bigint[], $8::text[]) AS c
        ON CONFLICT (ledger_id, call_id) DO UPDATE SET status = excluded.status,
          changed_position = excluded.changed_position, payload = excluded.payload`,
      values: [
        ledgerId,
        rows.map(({ call }) => call.callId),
        rows.map(({ call }) => call.account),
        rows.map(({ call }) => call.member),
        rows.map(({ call }) => call.status),
        rows.map(({ firstPosition }) => firstPosition),
        rows.map(({ position }) => position),
        rows.map(({ call }) => JSON.stringify(call)),
      ],
    });
  },
};
