import type { ReferenceData } from '#libs/domain/reference-data/model.js';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import type { OperatorClient } from '#libs/operator-client/operator-client.js';
import { REFERENCE_SEARCH_EVENTS } from '../limits.js';

interface EventItem {
  readonly type: string;
  readonly payload: { readonly document?: unknown };
}

/**
 * The reference data that a ledger began with, from its first events. Later changes are not looked for:
 * a simulated market does well with the instruments and accounts that were there first.
 * @returns undefined when none was applied yet
 */
export async function findReferenceData(
  client: OperatorClient,
): Promise<ReferenceData | undefined> {
  const limit = REFERENCE_SEARCH_EVENTS;
  const page = (await client.get('events', { limit })) as { readonly items: readonly EventItem[] };
  const last = page.items.findLast(({ type }) => type === 'ReferenceDataChanged');
  if (!last) return undefined;
  const result = validateReferenceData(last.payload.document);
  return result.ok ? result.value : undefined;
}
