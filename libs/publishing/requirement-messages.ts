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
  const { rows } = await database.query<[string, string, string, string, string]>({
    name: 'changed-requirements',
    rowMode: 'array',
    text: `SELECT r.account, r.position, r.evaluation_seq, r.payload, e.recorded_at_ms
           FROM margin_requirement r LEFT JOIN event e USING (ledger_id, position)
           WHERE r.ledger_id = $1 AND r.evaluation_seq > $2 ORDER BY r.evaluation_seq, r.account`,
    values: [ledgerId, after],
  });
  const topic = topicName(topicPrefix, 'margin-requirements');
  const messages = rows.map(([account, position, , payload, recordedAtMs]): OutgoingMessage => {
    const id = requirementId(ledgerId, Number(position), account);
    return {
      topic,
      key: account,
      value: payload,
      headers: headers.forMessage('margin-requirements', id, Number(recordedAtMs)),
    };
  });
  const evaluationSeq = rows.reduce((seq, row) => Math.max(seq, Number(row[2])), after);
  return { messages, evaluationSeq };
}
