import type { HouseState } from '#libs/domain/house/house-state.js';
import type { ClientSides, TradeSubmission } from '#libs/domain/inputs/inputs.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import type { TradeRefusal } from '../refusal.js';

/** The fields of a side, which are there for a gross omnibus account and for no other. */
const SIDES = [
  ['buyer', 'buyerClient', 'buyerEffect'],
  ['seller', 'sellerClient', 'sellerEffect'],
] as const satisfies readonly (readonly ['buyer' | 'seller', ...(keyof ClientSides)[]])[];

/**
 * A side of a gross omnibus account names its client and says whether it opens or closes (contract,
 * "Topics in"); for any other account nobody would keep a position by client, so it may not. This belongs
 * to the shape of the message, as far as the account is known.
 */
export function refuseMisnamedClients(
  { reference }: HouseState,
  trade: TradeSubmission,
): TradeRefusal | undefined {
  for (const [side, ...fields] of SIDES) {
    const account = reference?.accounts.get(trade[side])?.account;
    if (!account) continue;
    for (const field of fields) {
      if (isGrossOmnibus(account) === (trade[field] !== undefined)) continue;
      return isGrossOmnibus(account) ? missing(field, trade[side]) : surplus(field, trade[side]);
    }
  }
  return undefined;
}

const missing = (field: keyof ClientSides, account: string): TradeRefusal => ({
  code: 'MISSING_FIELD',
  field,
  reason: `${field} is missing: positions of ${account} are kept gross by client; name the client and say whether it opens or closes (OPEN or CLOSE)`,
});

const surplus = (field: keyof ClientSides, account: string): TradeRefusal => ({
  code: 'INVALID_FIELD',
  field,
  reason: `${field} is only for accounts of type client-omnibus-gross, and ${account} is none; leave it out`,
});
