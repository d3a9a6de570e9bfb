import { accountOfHolder, bucketOfHolder, holderInWords } from '#libs/domain/books/holder.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { failed, ok } from '#libs/domain/kernel/result.js';
import { evaluateAccount, standingOf } from '#libs/domain/margin-calls/account-evaluation.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { collateralPaidIn, withChange, type Holdings } from './holdings.js';
import { judgeCalls } from './judge-calls.js';
import type { AssetUnits } from './instruction-context.js';
import { judgePrices } from './judge-prices.js';
import { needBesideBucket } from './need-beside-bucket.js';
import type { Judged, Refusal } from './refusal.js';
import {
  countsAsMuch,
  covers,
  mostThatMayGo,
  needWithBuffer,
  needWithoutBuffer,
  type Need,
} from './released-cover.js';

/** Something that is to leave an account or a bucket. */
export interface Release extends AssetUnits {
  readonly holder: string;
  /** The bucket of the same account that it goes to: then nothing leaves the account. */
  readonly toBucket?: string | undefined;
  /** What the holder has when it goes: cash without gains that are not paid in. */
  readonly holdings: Holdings;
  /** All of the asset that the books will have then, those gains included. */
  readonly held: bigint;
  /** Who asks: the clearing house keeps no buffer, and may always send back what counts for nothing. */
  readonly by: 'MEMBER' | 'CLEARING_HOUSE';
  /** Whether open calls stand against it. */
  readonly calls: Judged<undefined>;
  /** The field that names the quantity. */
  readonly field: string;
}

/**
 * Whether so much may leave its holder (margin-model.md g.5). A refusal for want of cover, or of the asset
 * itself, says how much might go.
 */
export function judgeRelease(
  house: HouseState,
  engine: MarginEngine,
  release: Release,
): Judged<undefined> {
  const { holder, asset, units, holdings, by } = release;
  const { mayGo, obstacle } = ruleFor(house, engine, release);
  if (units > release.held) {
    const has = formatUnits(release.held > 0n ? release.held : 0n, asset.scale);
    return failed({
      code: 'INSUFFICIENT_HOLDING',
      field: release.field,
      reason: `${holderInWords(holder)} has ${has} ${asset.asset}; ask for no more than can go`,
      ...(obstacle.ok ? { maximumQuantity: mostText(release, mayGo) } : {}),
    });
  }
  const isPaidIn = units <= (holdings.get(asset.asset) ?? 0n);
  if (isPaidIn && mayGo(withChange(holdings, asset.asset, -units))) return ok(undefined);
  if (!obstacle.ok) return obstacle;
  return failed(wouldLeaveDeficit(release, mostText(release, mayGo), by));
}

/** The most of an asset that the member could withdraw from an account or a bucket, nothing else going, or why nothing may. */
export function withdrawableUnits(
  house: HouseState,
  engine: MarginEngine,
  holder: string,
  asset: CollateralAsset,
): Judged<bigint> {
  const calls = judgeCalls(house, holder);
  const holdings = collateralPaidIn(house, holder);
  const { mayGo, obstacle } = ruleFor(house, engine, {
    holder,
    asset,
    holdings,
    calls,
    by: 'MEMBER',
  });
  return obstacle.ok ? ok(mostThatMayGo(holdings, asset.asset, mayGo)) : obstacle;
}

/** When what is left is enough, and what stands against anything that counts going at all. */
function ruleFor(
  house: HouseState,
  engine: MarginEngine,
  release: Omit<Release, 'units' | 'held' | 'field'>,
): { readonly mayGo: (left: Holdings) => boolean; readonly obstacle: Judged<undefined> } {
  const { holder, toBucket, asset, holdings, by, calls } = release;
  const evaluation = evaluateAccount(house, engine, accountOfHolder(holder));
  const obstacle = calls.ok ? judgePrices(house, evaluation, holder, holdings, asset) : calls;
  const standing = standingOf(evaluation, bucketOfHolder(holder));
  if (!standing) return { mayGo: () => false, obstacle };
  const need =
    by === 'MEMBER'
      ? needWithBuffer(house, evaluation, standing)
      : needWithoutBuffer(evaluation, standing);
  const needAfter = (left: Holdings): Need => {
    if (toBucket === undefined || standing.bucket !== undefined) return need;
    const units = (holdings.get(asset.asset) ?? 0n) - (left.get(asset.asset) ?? 0n);
    return needBesideBucket(house, engine, evaluation, { bucket: toBucket, asset, units });
  };
  const mayGo = (left: Holdings): boolean => {
    if (by === 'CLEARING_HOUSE' && countsAsMuch(house, left, holdings, need)) return true;
    return obstacle.ok && covers(house, engine, left, needAfter(left));
  };
  return { mayGo, obstacle };
}

function wouldLeaveDeficit(
  { holder, asset, held, holdings, field }: Release,
  maximumQuantity: string,
  by: Release['by'],
): Refusal {
  const notPaidIn = held - (holdings.get(asset.asset) ?? 0n);
  const margin = by === 'MEMBER' ? 'its margin and the buffer on it' : 'its margin';
  const gains =
    notPaidIn > 0n
      ? `; ${formatUnits(notPaidIn, asset.scale)} of it was gained in cycles whose debts are not paid in yet`
      : '';
  return {
    code: 'WOULD_LEAVE_DEFICIT',
    field,
    reason: `what is left in ${holderInWords(holder)} would not cover ${margin}: at most ${maximumQuantity} ${asset.asset} can go${gains}`,
    maximumQuantity,
  };
}

const mostText = ({ holdings, asset }: Release, mayGo: (left: Holdings) => boolean): string =>
  formatUnits(mostThatMayGo(holdings, asset.asset, mayGo), asset.scale);
