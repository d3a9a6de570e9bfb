import type { AccountEntry } from '#libs/domain/reference-data/reference-index.js';
import type { Limits } from '#libs/domain/reference-data/model.js';
import type { TradeSide } from '../client-side.js';
import type { TradeContext } from '../rules/trade-context.js';

/** An account or a member whose limits a trade has to keep to. */
export interface LimitedHolder {
  /** MEMBER/ACCOUNT, or MEMBER. */
  readonly name: string;
  readonly limits: Limits;
  /** Of a member all its accounts: what its limits count is added up over them. */
  readonly accounts: readonly string[];
  /** The sides of the trade that are its own; both, where a member trades with itself. */
  readonly sides: readonly TradeSide[];
}

const NOBODY: readonly LimitedHolder[] = [];
const BOTH: readonly TradeSide[] = ['buyer', 'seller'];

/**
 * Whose limits a trade has to keep to, in the order in which they are asked: the buyer's account, its
 * member, the seller's account, its member. Nobody's costs two look-ups.
 */
export function limitedHolders({
  reference,
  trade,
}: Pick<TradeContext, 'reference' | 'trade'>): readonly LimitedHolder[] {
  const [buyer, seller] = [
    reference.accounts.get(trade.buyer),
    reference.accounts.get(trade.seller),
  ];
  if (!isLimited(buyer) && !isLimited(seller)) return NOBODY;
  const isSameMember = buyer?.member === seller?.member;
  return [
    ...ofAccount(buyer, 'buyer'),
    ...ofMember(buyer, isSameMember ? BOTH : ['buyer']),
    ...ofAccount(seller, 'seller'),
    ...(isSameMember ? NOBODY : ofMember(seller, ['seller'])),
  ];
}

/** An account and its member, as far as they have limits. */
export function limitedHoldersOf(entry: AccountEntry | undefined): readonly LimitedHolder[] {
  return [...ofAccount(entry, 'buyer'), ...ofMember(entry, ['buyer'])];
}

const isLimited = (entry: AccountEntry | undefined): boolean =>
  entry?.account.limits !== undefined || entry?.member.limits !== undefined;

function ofAccount(entry: AccountEntry | undefined, side: TradeSide): readonly LimitedHolder[] {
  const limits = entry?.account.limits;
  if (!entry || !limits) return NOBODY;
  return [{ name: entry.id, limits, accounts: [entry.id], sides: [side] }];
}

function ofMember(
  entry: AccountEntry | undefined,
  sides: readonly TradeSide[],
): readonly LimitedHolder[] {
  const limits = entry?.member.limits;
  if (!entry || !limits) return NOBODY;
  const { id, accounts } = entry.member;
  return [{ name: id, limits, accounts: accounts.map((each) => `${id}/${each.id}`), sides }];
}

/** Whose side of a trade a refusal by a holder's limit is about. */
export const sideOf = ({ sides }: LimitedHolder): { readonly side?: TradeSide } =>
  sides[0] === undefined ? {} : { side: sides[0] };
