import { requirementId } from '#libs/contracts/cloud-events.js';
import type { Queryable } from '#libs/ledger/index.js';
import { topicName } from '#libs/messaging/topics.js';
import type { EventContext } from './messages-of-event.js';
import type { OutgoingMessage } from '#libs/messaging/outgoing-message.js';

/** Requirements that changed since an evaluation, with the last evaluation among them. */
export interface ChangedRequirements {
  readonly messages: readonly OutgoingMessage[];
  readonly evaluationSeq: number;
}

/** Reads the requirements of the evaluations after `after`: the latest of each account. */
export async function changedRequirements(
  database: Queryable,
  context: EventContext,
  after: number,
): Promise<ChangedRequirements> {
  const { ledgerId, topicPrefix, headers } = context;
  const { rows } = await database.query<[string, string, string, string]>({
    name: 'changed-requirements',
    rowMode: 'array',
    text: `SELECT account, position, evaluation_seq, payload FROM margin_requirement
           WHERE ledger_id = $1 AND evaluation_seq > $2 ORDER BY evaluation_seq, account`,
    values: [ledgerId, after],
  });
  const positions = new Set(rows.map(([, position]) => position));
  const recordedAtMs = await recordingTimes(database, ledgerId, [...positions]);
  const topic = topicName(topicPrefix, 'margin-requirements');
  const messages = rows.map(([account, position, , payload]): OutgoingMessage => {
    const id = requirementId(ledgerId, Number(position), account);
    return {
      topic,
      key: account,
      value: payload,
      headers: headers.forMessage('margin-requirements', id, recordedAtMs.get(position) ?? 0),
    };
  });
  const evaluationSeq = rows.reduce((seq, row) => Math.max(seq, Number(row[2])), after);
  return { messages, evaluationSeq };
}

/**
 * When the events at these positions were recorded. Asked by themselves, as few positions stand for many
 * requirements: joined to them, a plan made while the ledger was small reads all of it for each row.
 */
async function recordingTimes(
  database: Queryable,
  ledgerId: string,
  positions: readonly string[],
): Promise<Map<string, number>> {
  if (positions.length === 0) return new Map();
  const { rows } = await database.query<[string, string]>({
    name: 'recording-times',
    rowMode: 'array',
    text: `SELECT position, recorded_at_ms FROM event
           WHERE ledger_id = $1 AND position = ANY ($2::bigint[])`,
    values: [ledgerId, positions],
  });
  return new Map(rows.map(([position, recordedAtMs]) => [position, Number(recordedAtMs)]));
}
