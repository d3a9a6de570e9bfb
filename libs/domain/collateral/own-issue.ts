import { memberOf } from '#libs/domain/kernel/identifier.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';

/** Whether an asset, or what its issuer issues, is the own issue of an account's member (g.4). */
export function isOwnIssue(
  { members }: ReferenceIndex,
  account: string,
  { asset, issuer }: Pick<CollateralAsset, 'asset' | 'issuer'>,
): boolean {
  const own = members.get(memberOf(account))?.ownIssues ?? [];
  return own.includes(asset) || (issuer !== undefined && own.includes(issuer));
}
