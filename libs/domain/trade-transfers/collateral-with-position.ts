import { whyNotServing } from '#libs/domain/collateral/decide-transfer.js';
import { collateralPaidIn, unitsHeld, withChange } from '#libs/domain/collateral/holdings.js';
import {
  judgeIssuer,
  readAsset,
  readUnits,
  type AssetUnits,
} from '#libs/domain/collateral/instruction-context.js';
import { judgeCalls } from '#libs/domain/collateral/judge-calls.js';
import { judgeRelease } from '#libs/domain/collateral/judge-release.js';
import { movedAcross } from '#libs/domain/collateral/movement.js';
import type { LotsTransferred } from '#libs/domain/events/transfer-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type {
  CollateralPart,
  PositionTransferRequest,
} from '#libs/domain/inputs/transfer-requests.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { ok } from '#libs/domain/kernel/result.js';
import { judgeMove, type Move } from './judge-move.js';
import type { RequestContext } from './request-context.js';
import { refuse, type Judged } from './transfer-refusal.js';

type MovedCollateral = Pick<LotsTransferred, 'collateral' | 'journal'>;

const FIELD = 'collateral';

/**
 * Whether the collateral that is named may go with lots, and the books that it moves between. It leaves as a
 * withdrawal does (margin-model.md g.5), judged on the account as it is without the lots; where it arrives it is
 * there for the position and pays no call. What is a client's goes with that client alone
 * (settlement-and-collateral.md, "Books").
 * @param move the lots that it goes with, which may go
 */
export function moveCollateralWith(
  context: RequestContext,
  { account, toAccount, collateral }: PositionTransferRequest,
  move: Move,
): Judged<MovedCollateral> {
  const { house } = context;
  if (!collateral) return ok({});
  const why = whyNotServing(house, account, toAccount);
  if (why !== undefined) return refuse('NOT_YOURS', 'toAccount', why);
  const isWithinMember = memberOf(account) === memberOf(toAccount);
  const calls = judgeCalls(house, account, new Set(), isWithinMember ? toAccount : undefined);
  if (!calls.ok) return calls;
  const assets = readAssets(house, collateral, toAccount);
  if (!assets.ok) return assets;
  const released = judgeMove(context, move, () =>
    judgeReleases(context, account, assets.value, calls),
  );
  if (!released.ok) return released;
  const journal = assets.value.flatMap((moved) => movedAcross(account, toAccount, moved));
  return ok({ collateral, journal });
}

/** What is named: each asset once, none that its receiver has issued. */
function readAssets(
  house: HouseState,
  collateral: readonly CollateralPart[],
  toAccount: string,
): Judged<AssetUnits[]> {
  const named = new Map<string, AssetUnits>();
  for (const { asset: name, quantity } of collateral) {
    const asset = readAsset(house, name, FIELD);
    if (!asset.ok) return asset;
    if (named.has(name))
      return refuse('INVALID_FIELD', FIELD, `${name} is named twice; add it up in one entry`);
    const issuer = judgeIssuer(house, toAccount, asset.value, FIELD);
    if (!issuer.ok) return issuer;
    const units = readUnits(asset.value, quantity, FIELD);
    if (!units.ok) return units;
    named.set(name, { asset: asset.value, units: units.value });
  }
  return ok([...named.values()]);
}

/** One after the other: what is left counts for the next. */
function judgeReleases(
  { house, engine }: RequestContext,
  holder: string,
  assets: readonly AssetUnits[],
  calls: Judged<undefined>,
): Judged<undefined> {
  let holdings = collateralPaidIn(house, holder);
  for (const moved of assets) {
    const held = unitsHeld(house, holder, moved.asset);
    const release = {
      ...moved,
      holder,
      holdings,
      held,
      by: 'MEMBER',
      calls,
      field: FIELD,
    } as const;
    const allowed = judgeRelease(house, engine, release);
    if (!allowed.ok) return allowed;
    holdings = withChange(holdings, moved.asset.asset, -moved.units);
  }
  return ok(undefined);
}
