import { balanceOf, cashBook, EXTERNAL_BANK, settlementBook } from '#libs/domain/books/books.js';
import type { LossPayment } from '#libs/domain/events/default-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { assessmentBook, type AmountLost, type DefaultCase } from './default-state.js';
import { accountsOf } from './find-default.js';
import { unpaidAssessmentsMinor } from './loss-of-house.js';

/** One thing that the default's cash is to pay, in minor units of a currency. */
export interface Payable {
  readonly to: LossPayment['to'];
  readonly account?: string;
  readonly minor: bigint;
  readonly into: string;
  /** The amount lost that it is a part of: all its parts together cost what that does. */
  readonly of: AmountLost;
}

/**
 * What the default's cash is to pay, in the order in which it does: for clients who paid their loss
 * themselves, costs, what other defaults are owed, then other currencies, whose gains are not cut, debts of
 * the base currency, and last what the next cycle takes in it. So whatever gains are cut for comes last.
 */
export function payablesOf(house: HouseState, of: DefaultCase): Payable[] {
  const { baseCurrency } = referenceOf(house);
  const others = lostBeyondClients(of);
  const ofClients = (of.loss?.amounts ?? []).filter((each) => !others.includes(each));
  const ofBase = others
    .filter(({ currency }) => currency === baseCurrency)
    .flatMap((each) => parts(house, of, each));
  return [
    ...ofClients.flatMap((each) => parts(house, of, each)),
    ...costs(house, of),
    ...others
      .filter(({ currency }) => currency !== baseCurrency)
      .flatMap((each) => parts(house, of, each)),
    ...ofBase.filter(({ to }) => to === 'DEBT'),
    ...ofBase.filter(({ to }) => to === 'SETTLEMENT'),
  ];
}

/** What is lost but for clients whose own means cover all of it. */
export function lostBeyondClients({ loss }: DefaultCase): AmountLost[] {
  const covered = new Set(
    loss?.clients.filter(({ shortfall }) => Number(shortfall) === 0).map(({ account }) => account),
  );
  return (loss?.amounts ?? []).filter(
    ({ account }) => account === undefined || !covered.has(account),
  );
}

/** An amount lost pays what its accounts owe, and into settlement what the next cycle takes from them. */
function parts(house: HouseState, of: DefaultCase, lost: AmountLost): Payable[] {
  const { account: client, currency } = lost;
  const accounts = client === undefined ? accountsOf(house, of, 'house') : [client];
  const payables: Payable[] = [];
  let left = lost.minor;
  for (const account of accounts) {
    const owed = -balanceOf(house.books, cashBook(account, currency), currency);
    const minor = owed < left ? owed : left;
    if (minor <= 0n) continue;
    left -= minor;
    payables.push({ to: 'DEBT', account, minor, into: cashBook(account, currency), of: lost });
  }
  const whose = client === undefined ? {} : { account: client };
  if (left > 0n)
    payables.push({
      to: 'SETTLEMENT',
      ...whose,
      minor: left,
      into: settlementBook(currency),
      of: lost,
    });
  return payables;
}

function costs(house: HouseState, of: DefaultCase): Payable[] {
  const { baseCurrency: currency } = referenceOf(house);
  const cost = (minor: bigint): AmountLost => ({
    account: undefined,
    currency,
    minor,
    costMinor: minor,
  });
  const payables: Payable[] = [...of.owedToBidders].map(([account, minor]) => ({
    to: 'COSTS',
    account,
    minor,
    into: cashBook(account, currency),
    of: cost(minor),
  }));
  const fees = of.feesMinor;
  if (fees > 0n) payables.push({ to: 'COSTS', minor: fees, into: EXTERNAL_BANK, of: cost(fees) });
  const owed = unpaidAssessmentsMinor(house, of);
  if (owed > 0n)
    payables.push({
      to: 'ASSESSMENT',
      minor: owed,
      into: assessmentBook(of.member),
      of: cost(owed),
    });
  return payables;
}
