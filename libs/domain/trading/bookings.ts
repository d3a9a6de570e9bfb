import type { LotsBooked } from '#libs/domain/events/lots-booked.js';
import { clientHoldingsOf, type ClientPositions } from './client-positions.js';
import type { ClientSide } from './client-side.js';

/** Signed lots of an account, as it trades them, and what they cost together in ticks of one lot. */
export interface BookedPart {
  readonly account: string;
  readonly lots: number;
  readonly costTicks: bigint;
  readonly ofClient?: ClientSide | undefined;
}

/** Long and short lots of a client, both at least 0. */
interface Sides {
  long: number;
  short: number;
}

/**
 * What one event books in an instrument, put together part by part: each part sees what those before it did
 * to the client that it is of.
 */
export class Bookings {
  readonly made: LotsBooked[] = [];
  private readonly sides = new Map<string, Sides>();

  constructor(
    private readonly clients: ClientPositions,
    private readonly instrument: string,
  ) {}

  /** Books a part as a trade would. Whether a client holds what it closes is judged before. */
  add({ account, lots, costTicks, ofClient }: BookedPart): void {
    if (!ofClient) {
      this.push(account, lots, costTicks);
      return;
    }
    const isLongSide = lots > 0 === (ofClient.effect === 'OPEN');
    const change = ofClient.effect === 'OPEN' ? Math.abs(lots) : -Math.abs(lots);
    this.pushOfClient(account, ofClient.client, lots, costTicks, {
      long: isLongSide ? change : 0,
      short: isLongSide ? 0 : change,
    });
  }

  /**
   * Takes back a part that was booked before. What a client opened and has closed since is not there to be
   * taken: so much it holds the other way instead, as it would had it closed without having opened.
   */
  takeBack({ account, lots, costTicks, ofClient }: BookedPart): void {
    if (!ofClient) {
      this.push(account, -lots, -costTicks);
      return;
    }
    const { client, effect } = ofClient;
    const size = Math.abs(lots);
    const isLongSide = lots > 0 === (effect === 'OPEN');
    const held = this.heldBy(account, client);
    const there = isLongSide ? held.long : held.short;
    const taken = effect === 'CLOSE' ? -size : Math.min(size, there);
    const beyond = effect === 'CLOSE' ? 0 : size - taken;
    const change = isLongSide ? { long: -taken, short: beyond } : { long: beyond, short: -taken };
    this.pushOfClient(account, client, -lots, -costTicks, change);
  }

  /** Long and short lots of a client after what is booked so far. */
  heldBy(account: string, client: string): Readonly<Sides> {
    const key = `${account} ${client}`;
    let held = this.sides.get(key);
    if (!held) {
      const { long = 0, short = 0 } =
        clientHoldingsOf(this.clients, account, client).get(this.instrument) ?? {};
      this.sides.set(key, (held = { long, short }));
    }
    return held;
  }

  private push(account: string, lots: number, costTicks: bigint): void {
    this.made.push({ account, quantity: String(lots), ticks: String(costTicks) });
  }

  /** Adds to both sides of a client, whatever the account trades with it. */
  pushOfClient(
    account: string,
    client: string,
    lots: number,
    costTicks: bigint,
    change: Readonly<Sides>,
  ): void {
    const { long, short } = this.heldBy(account, client);
    this.sides.set(`${account} ${client}`, {
      long: long + change.long,
      short: short + change.short,
    });
    this.made.push({
      account,
      quantity: String(lots),
      ticks: String(costTicks),
      client,
      long: String(change.long),
      short: String(change.short),
    });
  }
}
