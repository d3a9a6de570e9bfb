import { balanceOf, cashBook, defaultFundBook, transfer } from '#libs/domain/books/books.js';
import { calledContributions, minutesToPay } from '#libs/domain/default-fund/decide-fund-calls.js';
import { missingContribution } from '#libs/domain/default-fund/required-contribution.js';
import type { DefaultClosed, ReplenishmentCalled } from '#libs/domain/events/default-events.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { formatInstant, MINUTE_MS } from '#libs/domain/kernel/instant.js';
import { ok } from '#libs/domain/kernel/result.js';
import { memberCall } from '#libs/domain/margin-calls/member-call.js';
import { defaultBook, type DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { accountsOf, findDeclared } from './find-default.js';
import { stepEvent } from './step-event.js';

/**
 * Closes a default once its loss is borne and paid: what its cash still holds, and what is left of the
 * defaulter's contribution, goes back to its estate, its first house account; survivors are called to fill
 * up what they contributed (default-management.md, step 8).
 */
export function closeDefault(
  house: HouseState,
  defaultId: string,
  by: string,
): Stepped<NewEvent[]> {
  const found = findDeclared(house, defaultId);
  if (!found.ok) return found;
  const of = found.value;
  if (!of.isPaid)
    return refuseStep(
      'OUT_OF_ORDER',
      of.loss
        ? `the loss of ${defaultId} is not borne yet: first ccp default apply-layers ${defaultId}`
        : `the loss of ${defaultId} is not determined yet: first ccp default determine-loss ${defaultId}`,
    );
  return ok([...replenishment(house, of), stepEvent(closed(house, of, by))]);
}

function closed(house: HouseState, of: DefaultCase, by: string): DefaultClosed {
  const { baseCurrency, baseScale } = referenceOf(house);
  const text = (minor: bigint): string => formatUnits(minor, baseScale);
  const into = bookOfEstate(house, of);
  const journal = [defaultBook(of.defaultId, baseCurrency), defaultFundBook(of.member)].flatMap(
    (book) => {
      const left = balanceOf(house.books, book, baseCurrency);
      return left > 0n && book !== into ? transfer(book, into, baseCurrency, left) : [];
    },
  );
  const toEstate = journal
    .filter(({ book }) => book === into)
    .reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  return {
    defaultId: of.defaultId,
    member: of.member,
    step: 'CLOSED',
    by,
    currency: baseCurrency,
    loss: text(of.loss?.totalMinor ?? 0n),
    toEstate: text(toEstate),
    layers: of.applied.map(({ layer, usedMinor }) => ({ layer, used: text(usedMinor) })),
    journal,
  };
}

/**
 * Where what is due to a defaulter's estate is kept: its first house account. A member that has clients alone
 * keeps it as its contribution, since no client's account may take what is the member's.
 */
export function bookOfEstate(house: HouseState, of: DefaultCase): string {
  const [account] = accountsOf(house, of, 'house');
  return account === undefined
    ? defaultFundBook(of.member)
    : cashBook(account, referenceOf(house).baseCurrency);
}

/** What this default took of each survivor's contribution, as far as it is short of what is required of it. */
function replenishment(house: HouseState, of: DefaultCase): NewEvent[] {
  const { baseCurrency, baseScale } = referenceOf(house);
  const contributions = of.applied
    .filter(({ layer }) => layer === 'SURVIVORS_DEFAULT_FUND')
    .flatMap(({ bornMinor, returnedMinor }) =>
      [...bornMinor].map(([member, minor]) => ({
        member,
        minor: smaller(minor - (returnedMinor.get(member) ?? 0n), missingOf(house, member)),
      })),
    )
    .filter(({ member, minor }) => minor > 0n && !house.defaults.byMember.has(member));
  if (contributions.length === 0) return [];
  const minutes = minutesToPay(house);
  const sum = contributions.reduce((total, { minor }) => total + minor, 0n);
  const called: ReplenishmentCalled = {
    defaultId: of.defaultId,
    member: of.member,
    step: 'REPLENISHMENT_CALLED',
    currency: baseCurrency,
    amount: formatUnits(sum, baseScale),
    dueAt: formatInstant((house.ledgerTimeMs ?? 0) + minutes * MINUTE_MS),
    contributions: contributions.map(({ member, minor }) => ({
      member,
      amount: formatUnits(minor, baseScale),
    })),
  };
  const calls = contributions.map(({ member, minor }, i) =>
    memberCall(house, member, minor, 'DEFAULT_FUND', i, minutes),
  );
  return [stepEvent(called), ...calls];
}

/** What a member is short of that nobody has called for yet, in minor units. */
function missingOf(house: HouseState, id: string): bigint {
  const member = referenceOf(house).members.get(id);
  if (!member) return 0n;
  return missingContribution(house, member) - (calledContributions(house).get(id) ?? 0n);
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
