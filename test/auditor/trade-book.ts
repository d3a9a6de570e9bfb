import type { Booking, Correction, Leg, Offered, Trade, Transfer } from './audited-events.js';
import { decimal } from './arithmetic.js';
import type { Charges } from './charges.js';
import { add, type Findings } from './findings.js';
import { samePrice, ticksOf, type Positions } from './positions.js';
import type { Terms } from './terms.js';

/** A trade as it stands: whose lots it is, by `BUY ACCOUNT` and `SELL ACCOUNT`. */
interface Standing {
  readonly novated: Trade;
  quantity: string;
  price: string;
  readonly legs: Map<string, bigint>;
  isBusted: boolean;
}

/** Lots that went to an account or left it, and for how much each. */
interface Fill {
  readonly account: string;
  readonly lots: bigint;
  readonly price: string | undefined;
}

const keyOf = ({ venue, tradeId }: { venue: string; tradeId: string }): string =>
  `${venue}/${tradeId}`;
const signOf = (side: string): bigint => (side === 'BUY' ? 1n : -1n);

/**
 * Every trade and whose it is, through busts, corrections and lots that went to others: what they do to positions
 * and fees, and that the clearing house says just that.
 */
export class TradeBook {
  private readonly trades = new Map<string, Standing>();
  private readonly offers = new Map<string, Offered>();

  constructor(
    private readonly terms: Terms,
    private readonly positions: Positions,
    private readonly charges: Charges,
    private readonly findings: Findings,
  ) {}

  novated(trade: Trade): void {
    const { buyer, seller, quantity, price } = trade;
    const legs = new Map([
      [`BUY ${buyer}`, BigInt(quantity)],
      [`SELL ${seller}`, BigInt(quantity)],
    ]);
    const standing = { novated: trade, quantity, price, legs, isBusted: false };
    this.trades.set(keyOf(trade), standing);
    this.fill(trade.instrument, fillsOf(standing, 1n));
    for (const account of [buyer, seller]) this.charges.lots(account, BigInt(quantity));
  }

  /** All that is booked of the trade is taken back; of a correction it is booked anew. */
  corrected(correction: Correction, position: number): void {
    const standing = this.trades.get(keyOf(correction));
    const name = `${keyOf(correction)}, corrected at ${position},`;
    this.findings.expect(standing !== undefined, () => `${name} was never novated`);
    if (!standing) return;
    this.findings.expect(!standing.isBusted, () => `${name} was busted before`);
    const { previous, asked } = correction;
    this.expectTerms(standing, previous ?? correction, name);
    const [fills, before] = [fillsOf(standing, -1n), BigInt(standing.quantity)];
    if (previous) {
      resize(standing, asked?.quantity ?? standing.quantity);
      standing.price = asked?.price ?? standing.price;
      this.expectTerms(standing, correction, name);
      fills.push(...fillsOf(standing, 1n));
    } else standing.isBusted = true;
    this.fill(correction.instrument, fills);
    this.expectBookings(correction, fills, name);
    this.expectLegs(standing, correction.legs, name);
    const more = (previous ? BigInt(standing.quantity) : 0n) - before;
    this.charge(standing, more, correction.fees, name);
  }

  offered(offer: Offered, position: number): void {
    const { request, side, quantity, price } = offer;
    this.offers.set(`${request.member}/${request.instructionId}`, offer);
    const { tradeId, venue, account = '', quantity: asked } = request;
    const name = `what ${request.member} offers at ${position}`;
    if (tradeId === undefined || venue === undefined) {
      const due = `${asked?.startsWith('-') ? 'SELL' : 'BUY'} ${asked?.replace('-', '')}`;
      this.findings.expect(due === `${side} ${quantity}`, () => `${name} is not ${due}`);
      return;
    }
    const standing = this.trades.get(keyOf({ tradeId, venue }));
    const has = standing?.legs.get(`${side} ${account}`);
    const isAll = standing?.price === price && String(has) === quantity;
    this.findings.expect(isAll, () => `${name} is not the ${has} lots at ${standing?.price}`);
  }

  /** Lots go from an account to others at one price; those of trades that are named are theirs from here on. */
  transferred(transfer: Transfer, position: number): void {
    const { request, instrument, price, from, to, trades, offer } = transfer;
    const name = `what goes from ${from.account} at ${position}`;
    const offered = offer && this.offers.get(`${offer.member}/${offer.instructionId}`);
    const due =
      offered?.quantity ?? request.quantity?.replace('-', '') ?? this.lotsToAllocate(transfer);
    const taken = to.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n);
    const isDue = due === from.quantity && BigInt(due) === taken;
    this.findings.expect(
      isDue,
      () => `${name}: ${from.quantity} lots leave, ${taken} come, not ${due}`,
    );
    this.expectPrice(transfer, name);
    const fills = [fillOf(from, -1n, price), ...to.map((leg) => fillOf(leg, 1n, price))];
    this.fill(instrument, fills);
    this.expectBookings(transfer, fills, name);
    for (const trade of trades) {
      const standing = this.trades.get(keyOf(trade));
      this.findings.expect(standing?.price === price, () => `${name} is not at ${standing?.price}`);
      if (!standing) continue;
      move(standing, from, -1n);
      for (const leg of to) move(standing, leg, 1n);
      this.expectTerms(standing, trade, name);
      this.expectLegs(standing, trade.legs, name);
    }
  }

  /** An allocation spreads all that the account has of the trade, and just as was asked. */
  private lotsToAllocate({ request, from, to }: Transfer): string | undefined {
    const { tradeId = '', venue = '', allocations = [] } = request;
    const [asked, told] = [allocations, to].map((parts) =>
      parts.map(({ account, quantity }) => `${account} ${quantity}`),
    );
    this.expectSame(asked ?? [], told ?? [], `${request.instructionId} allocates to`);
    const standing = this.trades.get(keyOf({ tradeId, venue }));
    return standing?.legs.get(`${from.side} ${from.account}`)?.toString();
  }

  /** A position goes at the last settlement price, a premium that was paid for nothing. */
  private expectPrice({ instrument, price, trades }: Transfer, name: string): void {
    if (trades.length > 0) return;
    const { paysPremium } = this.terms.contract(instrument);
    const due = paysPremium ? undefined : this.positions.settledAt(instrument);
    const isDue = price === undefined || due === undefined ? price === due : samePrice(price, due);
    this.findings.expect(isDue, () => `${name} goes at ${price}, not at ${due}`);
  }

  private fill(instrument: string, fills: readonly Fill[]): void {
    for (const { account, lots, price } of fills)
      this.positions.fill(account, instrument, lots, price);
  }

  /** Whom it was novated with pays for its lots, wherever they are now. */
  private charge(
    { novated: { buyer, seller } }: Standing,
    lots: bigint,
    told: Correction['fees'],
    name: string,
  ): void {
    const scale = this.terms.scale(this.terms.baseCurrency);
    const due: string[] = [];
    for (const account of [buyer, seller]) {
      const fee = this.charges.lots(account, lots);
      if (fee !== 0n) due.push(`${account} ${decimal(fee, scale)}`);
    }
    this.expectSame(
      due,
      told.map(({ account, amount }) => `${account} ${amount}`),
      `${name} changes fees`,
    );
  }

  private expectTerms(
    { quantity, price }: Standing,
    told: { readonly quantity: string; readonly price: string },
    name: string,
  ): void {
    const isIts = BigInt(quantity) === BigInt(told.quantity) && samePrice(price, told.price);
    this.findings.expect(
      isIts,
      () => `${name} is ${quantity} at ${price}, not ${told.quantity} at ${told.price}`,
    );
  }

  private expectLegs({ legs }: Standing, told: readonly Leg[], name: string): void {
    this.expectSame(
      [...legs].map(([key, lots]) => `${key} ${lots}`),
      told.map(({ side, account, quantity }) => `${side} ${account} ${quantity}`),
      `${name} is of`,
    );
  }

  private expectBookings(
    { instrument, bookings }: { instrument: string; bookings: readonly Booking[] },
    fills: readonly Fill[],
    name: string,
  ): void {
    const { tick } = this.terms.contract(instrument);
    const [lots, ticks] = [new Map<string, bigint>(), new Map<string, bigint>()];
    for (const fill of fills) {
      add(lots, fill.account, fill.lots);
      add(
        ticks,
        fill.account,
        fill.price === undefined ? 0n : fill.lots * ticksOf(fill.price, tick),
      );
    }
    for (const { account, quantity, ticks: cost } of bookings) {
      add(lots, account, -BigInt(quantity));
      add(ticks, account, -BigInt(cost));
    }
    for (const [what, sums] of [
      ['lots', lots],
      ['ticks', ticks],
    ] as const)
      for (const [account, left] of sums)
        this.findings.expect(left === 0n, () => `${name} books ${left} ${what} less in ${account}`);
  }

  private expectSame(ours: readonly string[], theirs: readonly string[], what: string): void {
    const [due, told] = [ours, theirs].map((each) => each.toSorted().join(', '));
    this.findings.expect(due === told, () => `${what} ${due}, not ${told}`);
  }
}

/** All lots of a trade, booked or with the opposite sign taken back. */
const fillsOf = ({ price, legs }: Standing, sign: bigint): Fill[] =>
  [...legs].map(([key, lots]) => {
    const [side = '', account = ''] = key.split(' ');
    return { account, lots: sign * signOf(side) * lots, price };
  });

const fillOf = (
  { account, side, quantity }: Leg,
  sign: bigint,
  price: string | undefined,
): Fill => ({
  account,
  lots: sign * signOf(side) * BigInt(quantity),
  price,
});

function move({ legs }: Standing, { side, account, quantity }: Leg, sign: bigint): void {
  const key = `${side} ${account}`;
  add(legs, key, sign * BigInt(quantity));
  if (legs.get(key) === 0n) legs.delete(key);
}

/** Another quantity is that of both sides, each of which one account has. */
function resize(standing: Standing, quantity: string): void {
  if (BigInt(quantity) === BigInt(standing.quantity)) return;
  for (const key of standing.legs.keys()) standing.legs.set(key, BigInt(quantity));
  standing.quantity = quantity;
}
