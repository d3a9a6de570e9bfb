import type {
  DefaultDeclared,
  DefaultProposed,
  DefaultRecovered,
  DefaultStep,
  DefaultTraded,
  LayerApplied,
  LossDetermined,
  LossPaid,
} from '#libs/domain/events/default-events.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { invariant } from '#libs/domain/kernel/assert.js';
import { parseDecimal, toUnits } from '#libs/domain/kernel/decimal.js';
import { DAY_MS } from '#libs/domain/kernel/instant.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { takeBid, takeClosedAuction, takeOpenedAuction } from './auction/take-auction.js';
import { carriedKey, cutsGains, type DefaultCase, type FillKind } from './default-state.js';
import { reservedMinorOf } from './pay-loss.js';
import { takeJournal } from './take-journal.js';
import { takePortedAccount } from './take-ported-account.js';

/** Own capital that a default took is refilled within a month (margin-model.md h.2). */
const REFILL_MS = 30 * DAY_MS;

/** A case begins when it is proposed, or declared by the call policy. */
export function takeProposal(
  { defaults }: HouseState,
  { defaultId, member, reason, by }: DefaultProposed,
): void {
  defaults.cases.set(defaultId, newCase(defaultId, member, reason, by));
}

/** A case of which nothing has happened yet. */
export function newCase(
  defaultId: string,
  member: string,
  reason: string,
  proposedBy: string | undefined,
): DefaultCase {
  return {
    defaultId,
    member,
    reason,
    status: 'PROPOSED',
    proposedBy,
    declaredAtMs: undefined,
    portingUntilMs: undefined,
    contributions: new Map(),
    ported: new Set(),
    fills: [],
    proceedsMinor: 0n,
    auctions: 0,
    auction: undefined,
    didNotBid: new Set(),
    feesMinor: 0n,
    owedToBidders: new Map(),
    auctionMinor: 0n,
    loss: undefined,
    remainingMinor: 0n,
    applied: [],
    isPaid: false,
    reservedMinor: 0n,
  };
}

/** A case by its id. @throws InvariantViolation where there is none */
export function caseOf({ defaults }: HouseState, defaultId: string): DefaultCase {
  const found = defaults.cases.get(defaultId);
  invariant(found, () => `${defaultId} was never proposed`);
  return found;
}

/** Folds a step of a default. */
export function takeStep(house: HouseState, step: DefaultStep, position: number): void {
  if (step.step === 'DECLARED') takeDeclaration(house, step);
  const of = caseOf(house, step.defaultId);
  takeJournal(house, of, step);
  for (const { account } of accountsTouched(house, of)) house.attention.accounts.add(account);
  switch (step.step) {
    case 'DECLARED':
    case 'REPLENISHMENT_CALLED':
      return;
    case 'CLIENTS_PORTED':
      takePortedAccount(house, of, step);
      return;
    case 'HEDGED':
    case 'CLOSED_OUT':
      of.feesMinor += minorOf(house, step.fees);
      takeFills(house, of, step.step === 'HEDGED' ? 'HEDGE' : 'CLOSE_OUT', step.trades, position);
      return;
    case 'AUCTION_OPENED':
      takeOpenedAuction(of, step);
      return;
    case 'BID_RECEIVED':
      takeBid(of, step, position);
      return;
    case 'AUCTION_CLOSED':
      takeClosedAuction(house, of, step);
      takeFills(house, of, 'AUCTION', step.trades, position);
      return;
    case 'COLLATERAL_SOLD':
      for (const { proceeds } of step.sales) of.proceedsMinor += minorOf(house, proceeds);
      return;
    case 'LOSS_DETERMINED':
      of.proceedsMinor += minorOf(house, step.setAside);
      takeLoss(house, of, step, position);
      return;
    case 'LAYER_APPLIED':
      takeLayer(house, of, step, position);
      return;
    case 'LOSS_PAID':
      takePayment(house, of, step);
      return;
    case 'RECOVERED':
      takeRecovery(house, of, step);
      return;
    case 'CLOSED':
      of.status = 'CLOSED';
      return;
    default:
      step satisfies never;
  }
}

const minorOf = (house: HouseState, amount: string): bigint =>
  toUnits(parseDecimal(amount), referenceOf(house).baseScale) ?? 0n;

const minorIn = (house: HouseState, currency: string, amount: string): bigint =>
  toUnits(parseDecimal(amount), referenceOf(house).currencyScales.get(currency) ?? 0) ?? 0n;

function accountsTouched(
  { reference }: HouseState,
  { member }: DefaultCase,
): readonly { readonly account: string }[] {
  return (reference?.members.get(member)?.accounts ?? []).map(({ id }) => ({
    account: `${member}/${id}`,
  }));
}

function takeDeclaration(house: HouseState, declared: DefaultDeclared): void {
  const { defaultId, member, reason, portingUntil, contributions } = declared;
  const { defaults } = house;
  const of = defaults.cases.get(defaultId) ?? newCase(defaultId, member, reason, undefined);
  defaults.cases.set(defaultId, of);
  defaults.byMember.set(member, defaultId);
  of.status = 'DECLARED';
  of.declaredAtMs = house.ledgerTimeMs;
  of.portingUntilMs = Date.parse(portingUntil);
  for (const { member: contributor, amount } of contributions)
    of.contributions.set(contributor, minorOf(house, amount));
}

/** Trades of a default, which are novated by events of their own. */
export function takeFills(
  house: HouseState,
  of: DefaultCase,
  kind: FillKind,
  trades: DefaultTraded['trades'],
  position: number,
): void {
  for (const { account, instrument, quantity, price } of trades) {
    const ticks = ticksOf(house, instrument, price);
    of.fills.push({ kind, account, instrument, lots: Number(quantity), ticks, position });
  }
}

function ticksOf(house: HouseState, instrument: string, price: string): number {
  const terms = referenceOf(house).instruments.get(instrument);
  const ticks = terms && priceToTicks(terms, price);
  invariant(ticks?.kind === 'ticks', () => `a default has ${instrument} off its tick, ${price}`);
  return ticks.ticks;
}

function takeLoss(
  house: HouseState,
  of: DefaultCase,
  { loss, clients, residual, amounts }: LossDetermined,
  position: number,
): void {
  const totalMinor = minorOf(house, loss);
  of.remainingMinor = totalMinor;
  of.loss = {
    position,
    totalMinor,
    clients,
    residual: residual.map(({ quantity, price, ...lots }) => ({
      ...lots,
      lots: Number(quantity),
      ticks: ticksOf(house, lots.instrument, price),
    })),
    amounts: amounts.map(({ account, currency, amount, cost }) => ({
      account,
      currency,
      minor: minorIn(house, currency, amount),
      costMinor: minorOf(house, cost),
    })),
  };
}

function takeLayer(
  house: HouseState,
  of: DefaultCase,
  { layer, used, lossAfter, contributions = [], trades = [] }: LayerApplied,
  position: number,
): void {
  const usedMinor = minorOf(house, used);
  const bornMinor = new Map(
    contributions.map(({ member, account, amount }) => [account ?? member, minorOf(house, amount)]),
  );
  of.applied.push({ layer, usedMinor, bornMinor, returnedMinor: new Map() });
  of.remainingMinor = minorOf(house, lossAfter);
  if (cutsGains(layer))
    of.reservedMinor += reservedMinorOf({ used, contributions }, referenceOf(house).baseScale);
  takeFills(house, of, 'TEAR_UP', trades, position);
  const { defaults, ledgerTimeMs = 0 } = house;
  if (layer === 'CCP_FIRST_LOSS' || layer === 'CCP_SECOND_LOSS') {
    // What an earlier default took is not due later because another takes of the rest.
    const dueMs = defaults.refillAtMs.get(layer);
    if (dueMs === undefined || dueMs <= ledgerTimeMs)
      defaults.refillAtMs.set(layer, ledgerTimeMs + REFILL_MS);
  }
  if (layer === 'FULL_TEAR_UP') defaults.ledgerClosed = true;
}

function takePayment(house: HouseState, of: DefaultCase, { payments }: LossPaid): void {
  of.isPaid = true;
  of.owedToBidders.clear();
  const { carried } = house.defaults;
  for (const { to, account, currency, amount } of payments) {
    if (to !== 'SETTLEMENT') continue;
    const key = carriedKey(of.defaultId, currency, account);
    carried.set(key, (carried.get(key) ?? 0n) + minorIn(house, currency, amount));
  }
}

function takeRecovery(
  house: HouseState,
  of: DefaultCase,
  { contributions }: DefaultRecovered,
): void {
  for (const { layer, member, account, amount } of contributions) {
    const applied = of.applied.find((each) => each.layer === layer);
    if (!applied) continue;
    const id = account !== undefined && applied.bornMinor.has(account) ? account : member;
    applied.returnedMinor.set(id, (applied.returnedMinor.get(id) ?? 0n) + minorOf(house, amount));
  }
}
