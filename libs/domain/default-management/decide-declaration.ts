import { isSamePerson } from '#libs/domain/commands/same-person.js';
import { balanceOf, defaultFundBook } from '#libs/domain/books/books.js';
import { holdersOf } from '#libs/domain/collateral/buckets.js';
import { collateralHeld, type Holdings } from '#libs/domain/collateral/holdings.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { DefaultDeclared, FrozenAccount } from '#libs/domain/events/default-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant, MINUTE_MS } from '#libs/domain/kernel/instant.js';
import { ok } from '#libs/domain/kernel/result.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import { memberCalls } from '#libs/domain/margin-calls/member-call.js';
import type { Account } from '#libs/domain/reference-data/model.js';
import { bucketsIntoAccounts } from './buckets-of-defaulter.js';
import { nextDefaultId, type DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { stepEvent } from './step-event.js';
import { findDefault } from './find-default.js';

/** Hours in which clients may be ported unless the reference data say others. */
const PORTING_HOURS_DEFAULT = 24;

/** An operator asks for a member to be declared in default. @returns the proposal's event */
export function proposeDefault(
  house: HouseState,
  { member, reason }: { readonly member: string; readonly reason: string },
  by: string,
): Stepped<NewEvent> {
  if (!referenceOf(house).members.has(member))
    return refuseStep('UNKNOWN_MEMBER', `${member} is not a member of this ledger`, 'member');
  const open = openCaseOf(house, member);
  if (open)
    return refuseStep(
      'ALREADY_IN_DEFAULT',
      open.status === 'PROPOSED'
        ? `${open.defaultId} of ${member} waits already: another operator confirms it with ccp default confirm ${open.defaultId}`
        : `${member} is in default since ${open.defaultId}`,
    );
  const defaultId = nextDefaultId(house);
  return ok({
    type: 'DefaultProposed',
    streamId: `default/${defaultId}`,
    payload: { defaultId, member, reason, by },
  });
}

/** A member's case that was not withdrawn. */
function openCaseOf({ defaults }: HouseState, member: string): DefaultCase | undefined {
  return [...defaults.cases.values()].find(
    (each) => each.member === member && each.status !== 'WITHDRAWN',
  );
}

/** Another operator confirms: from this position on the member is in default. */
export function confirmDefault(
  house: HouseState,
  defaultId: string,
  by: string,
): Stepped<NewEvent[]> {
  const found = findProposed(house, defaultId);
  if (!found.ok) return found;
  const { member, reason, proposedBy = '' } = found.value;
  if (isSamePerson(proposedBy, by))
    return refuseStep(
      'SAME_OPERATOR',
      `${proposedBy} proposed ${defaultId}: it takes two, a different operator has to confirm it`,
    );
  return ok(declare(house, { defaultId, member, reason, proposedBy, by }));
}

/** Takes a proposal back before it is confirmed. */
export function withdrawDefault(
  house: HouseState,
  defaultId: string,
  by: string,
): Stepped<NewEvent> {
  const found = findProposed(house, defaultId);
  if (!found.ok) return found;
  const { member } = found.value;
  return ok({
    type: 'DefaultProposalWithdrawn',
    streamId: `default/${defaultId}`,
    payload: { defaultId, member, by },
  });
}

function findProposed(house: HouseState, defaultId: string): Stepped<DefaultCase> {
  const found = findDefault(house, defaultId);
  if (!found.ok || found.value.status === 'PROPOSED') return found;
  return refuseStep(
    'OUT_OF_ORDER',
    `${defaultId} is ${found.value.status.toLowerCase()} already: only what is proposed can be confirmed or withdrawn`,
  );
}

/** Who declares what. */
export type Declaration = Pick<DefaultDeclared, 'defaultId' | 'member' | 'reason' | 'by'> &
  Partial<Pick<DefaultDeclared, 'proposedBy'>>;

/**
 * Declares a default (default-management.md, "Declaring"): the member's open calls end with
 * `MEMBER_DEFAULTED`, and what it holds is listed as it is frozen.
 */
export function declare(house: HouseState, declaration: Declaration): NewEvent[] {
  const { data, baseCurrency, baseScale, members } = referenceOf(house);
  const { member } = declaration;
  const accounts = members.get(member)?.accounts ?? [];
  const journal = bucketsIntoAccounts(
    house,
    accounts.filter(({ type }) => type === 'house').map(({ id }) => `${member}/${id}`),
  );
  const hours = data.defaultManagement?.portingHours ?? PORTING_HOURS_DEFAULT;
  const declared: DefaultDeclared = {
    ...declaration,
    step: 'DECLARED',
    currency: baseCurrency,
    portingUntil: formatInstant((house.ledgerTimeMs ?? 0) + hours * 60 * MINUTE_MS),
    accounts: accounts.map((account) => frozen(house, member, account)),
    contributions: data.members.map(({ id }) => ({
      member: id,
      amount: formatUnits(balanceOf(house.books, defaultFundBook(id), baseCurrency), baseScale),
    })),
    ...(journal.length === 0 ? {} : { journal }),
  };
  const cancelled = accounts
    .flatMap(({ id }) => openCalls(house.marginCalls, `${member}/${id}`))
    .concat(memberCalls(house.marginCalls, member))
    .map((call): NewEvent => ({
      type: 'MarginCallCancelled',
      streamId: `account/${call.account}`,
      payload: { ...call, status: 'CANCELLED', reason: 'MEMBER_DEFAULTED' },
    }));
  return [stepEvent(declared), ...cancelled];
}

function frozen(house: HouseState, member: string, { id, type }: Account): FrozenAccount {
  const account = `${member}/${id}`;
  const { collateral } = referenceOf(house);
  const positions = [...(house.trading.holdings.get(account) ?? [])]
    .filter(([, { lots }]) => lots !== 0)
    .map(([instrument, { lots }]) => ({ instrument, quantity: String(lots) }));
  const held = [...withBuckets(house, account)]
    .filter(([, units]) => units !== 0n)
    .map(([asset, units]) => ({
      asset,
      quantity: formatUnits(units, collateral.get(asset)?.scale ?? 0),
    }));
  return { account, type, positions, collateral: held };
}

/** What an account and its buckets hold together. */
function withBuckets(house: HouseState, account: string): Holdings {
  const sums = new Map<string, bigint>();
  for (const holder of holdersOf(house, account))
    for (const [asset, units] of collateralHeld(house, holder))
      sums.set(asset, (sums.get(asset) ?? 0n) + units);
  return sums;
}
