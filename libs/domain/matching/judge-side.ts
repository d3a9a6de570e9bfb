import { isInDefault } from '#libs/domain/default-management/default-state.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { SideContent } from '#libs/domain/inputs/inputs.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import type {
  InstrumentEntry,
  ReferenceIndex,
} from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { TradeRefusal } from '#libs/domain/trading/refusal.js';
import { refuseClosedInstrument } from '#libs/domain/trading/rules/instrument-is-open.js';
import { refuseOnClosedLedger } from '#libs/domain/trading/rules/ledger-is-open.js';
import { readPriceTicks } from '#libs/domain/trading/rules/price-on-tick.js';
import { refusePriceOutOfBand } from '#libs/domain/trading/rules/price-within-band.js';
import { readLots } from '#libs/domain/trading/rules/quantity-is-whole-lots.js';

export type SideRefusal = Omit<TradeRefusal, 'code'> & {
  readonly code: TradeRefusal['code'] | 'NOT_YOURS';
};

/** A side's terms as they are compared. */
export interface SideTerms {
  /** Whole lots, positive. */
  readonly lots: number;
  readonly ticks: number;
}

/** Sides that a member may have pending: more is a fault of its programs, and would cost all others. */
export const PENDING_SIDES_MAX = 20_000;

/**
 * Whether a side can be taken, by what it says alone, in the contract's order: whose it is, instrument,
 * accounts, quantity, price. What only both sides together can break (limits, restrictions) is judged when
 * they meet.
 * @param nowMs the ledger's time if it is taken
 */
export function judgeSide(
  house: HouseState,
  engine: MarginEngine,
  side: SideContent,
  nowMs: number,
): Result<SideTerms, SideRefusal> {
  if (memberOf(side.account) !== side.member)
    return failed({
      code: 'NOT_YOURS',
      field: 'account',
      reason: `${side.account} is not an account of ${side.member}, whose topic this came by; name an account of your own`,
    });
  const { reference } = house;
  const instrument = reference?.instruments.get(side.instrument);
  if (!reference || !instrument)
    return failed({
      code: 'UNKNOWN_INSTRUMENT',
      field: 'instrument',
      reason: `${side.instrument} is not an instrument of ledger ${house.ledgerId}; correct the name`,
    });
  const closed =
    refuseOnClosedLedger({ house }) ??
    refuseClosedInstrument({ house, instrument, nowMs, engine }) ??
    refuseParties(house, reference, side) ??
    refuseMisnamedClient(reference, side);
  if (closed) return failed(closed);
  const lots = readLots(side.quantity);
  if (!lots.ok) return lots;
  const many = refuseTooMany(house, side);
  if (many) return failed(many);
  return judgePrice(house, reference, instrument, side, lots.value);
}

function judgePrice(
  house: HouseState,
  reference: ReferenceIndex,
  instrument: InstrumentEntry,
  side: SideContent,
  lots: number,
): Result<SideTerms, SideRefusal> {
  const ticks = readPriceTicks(instrument, side.price);
  if (!ticks.ok) return ticks;
  const outside = refusePriceOutOfBand({ house, reference, instrument, trade: side });
  return outside ? failed(outside) : ok({ lots, ticks: ticks.value });
}

/** The account and the other member are known, and both members may trade. */
function refuseParties(
  house: HouseState,
  reference: ReferenceIndex,
  { account, member, counterparty }: SideContent,
): SideRefusal | undefined {
  if (!reference.accounts.has(account))
    return {
      code: 'UNKNOWN_ACCOUNT',
      field: 'account',
      reason: `${account} is not an account of this clearing house; open it first or correct the account`,
    };
  if (!reference.members.has(counterparty))
    return {
      code: 'UNKNOWN_ACCOUNT',
      field: 'counterparty',
      reason: `${counterparty} is not a member of this clearing house; correct the counterparty`,
    };
  const parties = [
    ['account', member],
    ['counterparty', counterparty],
  ] as const;
  for (const [field, party] of parties)
    if (isInDefault(house, party))
      return {
        code: 'MEMBER_IN_DEFAULT',
        field,
        reason: `${party} is in default and trades no more`,
      };
  for (const [field, party] of parties)
    if (reference.members.get(party)?.status === 'suspended')
      return {
        code: 'MEMBER_SUSPENDED',
        field,
        reason: `${party} is suspended and may not trade until it is reinstated`,
      };
  return undefined;
}

/** A side of a gross omnibus account names its client and says whether it opens or closes; no other may. */
function refuseMisnamedClient(
  { accounts }: ReferenceIndex,
  side: SideContent,
): SideRefusal | undefined {
  const account = accounts.get(side.account)?.account;
  if (!account) return undefined;
  for (const field of ['client', 'effect'] as const) {
    if (isGrossOmnibus(account) === (side[field] !== undefined)) continue;
    return isGrossOmnibus(account)
      ? {
          code: 'MISSING_FIELD',
          field,
          reason: `${field} is missing: positions of ${side.account} are kept gross by client; name the client and say whether it opens or closes (OPEN or CLOSE)`,
        }
      : {
          code: 'INVALID_FIELD',
          field,
          reason: `${field} is only for accounts of type client-omnibus-gross, and ${side.account} is none; leave it out`,
        };
  }
  return undefined;
}

function refuseTooMany({ matching }: HouseState, { member }: SideContent): SideRefusal | undefined {
  if ((matching.countOf.get(member) ?? 0) < PENDING_SIDES_MAX) return undefined;
  return {
    code: 'LIMIT_EXCEEDED',
    field: 'sideId',
    reason: `${member} has ${PENDING_SIDES_MAX} sides pending, the most that a member may have; withdraw some first`,
  };
}
