import type { AuctionLot } from '#libs/domain/events/auction-events.js';
import type { HouseState } from '#libs/domain/house/house-state.js';
import type { DefaultCase } from '../default-state.js';
import { accountsOf } from '../find-default.js';

/** What the defaulter's house accounts hold, less what goes over with lots that were awarded. */
export class HeldLots {
  private readonly left = new Map<string, number>();

  constructor(house: HouseState, of: DefaultCase) {
    for (const account of accountsOf(house, of, 'house'))
      for (const [instrument, { lots }] of house.trading.holdings.get(account) ?? [])
        this.left.set(keyOf(account, instrument), lots);
  }

  /** Signed lots of an account that no lot has taken yet. */
  of(account: string, instrument: string): number {
    return this.left.get(keyOf(account, instrument)) ?? 0;
  }

  /** Whether so many signed lots, as the defaulter trades them, only bring a position nearer to flat. */
  reduces(account: string, instrument: string, lots: number): boolean {
    const held = this.of(account, instrument);
    return held !== 0 && Math.sign(held) !== Math.sign(lots) && Math.abs(lots) <= Math.abs(held);
  }

  trade(account: string, instrument: string, lots: number): void {
    this.left.set(keyOf(account, instrument), this.of(account, instrument) + lots);
  }

  /** Whether all of a lot is still there; an instrument may be named in it more than once. */
  covers({ positions }: AuctionLot): boolean {
    const sums = new Map<string, { account: string; instrument: string; lots: number }>();
    for (const { account, instrument, quantity } of positions) {
      const key = keyOf(account, instrument);
      const { lots } = sums.get(key) ?? { lots: 0 };
      sums.set(key, { account, instrument, lots: lots + Number(quantity) });
    }
    return [...sums.values()].every(({ account, instrument, lots }) =>
      this.reduces(account, instrument, lots),
    );
  }

  take({ positions }: AuctionLot): void {
    for (const { account, instrument, quantity } of positions)
      this.trade(account, instrument, Number(quantity));
  }
}

const keyOf = (account: string, instrument: string): string => `${account} ${instrument}`;
