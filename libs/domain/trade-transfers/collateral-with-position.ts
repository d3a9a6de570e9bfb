import { judgeRelease } from '#libs/domain/collateral/judge-release.js';
import { judgeCalls } from '#libs/domain/collateral/judge-calls.js';
import { whyNotServing } from '#libs/domain/collateral/decide-transfer.js';
import { collateralPaidIn, unitsHeld, withChange } from '#libs/domain/collateral/holdings.js';
import { judgeIssuer, readAsset, readUnits } from '#libs/domain/collateral/instruction-context.js';
import { movedAcross } from '#libs/domain/collateral/movement.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type { LotsTransferred } from '#libs/domain/events/transfer-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { PositionTransferRequest } from '#libs/domain/inputs/transfer-requests.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { ok } from '#libs/domain/kernel/result.js';
import { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { HypotheticalHouse } from '#libs/domain/what-if/hypothetical-house.js';
import type { RequestContext } from './request-context.js';
import { refuse, type Judged } from './transfer-refusal.js';

/** The lots that the collateral goes with. */
interface GoingLots {
  /** Signed. */
  readonly lots: number;
  /** Of one lot. */
  readonly ticks: number;
}

type MovedCollateral = Pick<LotsTransferred, 'collateral' | 'journal'>;

const FIELD = 'collateral';

/**
 * Whether the collateral that is named may go with lots, and the books that it moves between. It leaves as a
 * withdrawal does (margin-model.md g.5), judged on the account as it is without the lots; where it arrives it is
 * there for the position and pays no call. What is a client's goes with that client alone
 * (settlement-and-collateral.md, "Books").
 */
export function moveCollateralWith(
  context: RequestContext,
  request: PositionTransferRequest,
  going: GoingLots,
): Judged<MovedCollateral> {
  const { house } = context;
  const { account, toAccount, collateral } = request;
  if (!collateral) return ok({});
  const why = whyNotServing(house, account, toAccount);
  if (why !== undefined) return refuse('NOT_YOURS', 'toAccount', why);
  const isWithinMember = memberOf(account) === memberOf(toAccount);
  const calls = judgeCalls(house, account, new Set(), isWithinMember ? toAccount : undefined);
  if (!calls.ok) return calls;
  const after = houseAfter(house, request, going);
  const engine = new MarginEngine(after);
  let holdings = collateralPaidIn(house, account);
  const journal: JournalLine[] = [];
  const named = new Set<string>();
  for (const { asset: name, quantity } of collateral) {
    const asset = readAsset(house, name, FIELD);
    if (!asset.ok) return asset;
    if (named.has(name))
      return refuse('INVALID_FIELD', FIELD, `${name} is named twice; add it up in one entry`);
    named.add(name);
    const issuer = judgeIssuer(house, toAccount, asset.value, FIELD);
    if (!issuer.ok) return issuer;
    const units = readUnits(asset.value, quantity, FIELD);
    if (!units.ok) return units;
    const moved = { asset: asset.value, units: units.value };
    const allowed = judgeRelease(after, engine, {
      holder: account,
      ...moved,
      holdings,
      held: unitsHeld(house, account, moved.asset),
      by: 'MEMBER',
      calls,
      field: FIELD,
    });
    if (!allowed.ok) return allowed;
    holdings = withChange(holdings, name, -moved.units);
    journal.push(...movedAcross(account, toAccount, moved));
  }
  return ok({ collateral, journal });
}

/** The house in which the lots have gone. */
function houseAfter(
  house: HouseState,
  { account, client, toAccount, toClient, instrument }: PositionTransferRequest,
  { lots, ticks }: GoingLots,
): HouseState {
  const given = new HypotheticalHouse(house, account, client);
  given.book(instrument, -lots, ticks);
  const taken = new HypotheticalHouse(given.house, toAccount, toClient);
  taken.book(instrument, lots, ticks);
  return taken.house;
}
