import type { LotsBooked } from '#libs/domain/events/lots-booked.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type {
  TradeBusted,
  TradeCorrected,
  TradeLeg,
} from '#libs/domain/events/trade-correction-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import { LedgerReader, type Queryable } from '#libs/ledger/index.js';
import { addTo, sumsOf, textOf, type BookingSums } from './booking-sums.js';
import type { Findings } from './finding.js';
import { checkTransfer } from './transfer-check.js';

interface Corrected {
  readonly position: number;
  readonly payload: TradeBusted | TradeCorrected;
  /** Whether something was done to the trade before. */
  readonly wasAmended: boolean;
}

/**
 * Counts anew what busts, corrections and transfers book: a bust takes back what its legs cost at the price of the
 * trade, a correction books them anew beside, lots that go to others cost nothing together; and the trade
 * that is corrected is the one that was novated at the position that is named.
 */
export class BookingCheck {
  private page: Corrected[] = [];
  private readonly reader: LedgerReader;

  constructor(
    database: Queryable,
    ledgerId: string,
    private readonly findings: Findings,
  ) {
    this.reader = new LedgerReader(database, ledgerId);
  }

  /** Takes the next event before it is folded: the house stands where the decision stood. */
  take(house: HouseState, event: RecordedEvent): void {
    if (event.type === 'TradeBusted' || event.type === 'TradeCorrected') {
      const { position, payload } = event;
      const wasAmended = house.amendedTrades.has(`trade/${payload.venue}/${payload.tradeId}`);
      this.page.push({ position, payload, wasAmended });
      this.compare(position, payload.bookings, expectedOf(house, payload));
    } else if (event.type === 'LotsTransferred')
      checkTransfer(house, event.position, event.payload, this.findings);
  }

  /** Compares the corrections of a page with the novations that they name. */
  async endOfPage(): Promise<void> {
    const page = this.page;
    this.page = [];
    if (page.length === 0) return;
    const events = await this.reader.at(page.map(({ payload }) => payload.novation));
    const novations = new Map(events.map((event) => [event.position, event]));
    for (const { position, payload, wasAmended } of page) {
      const named = novations.get(payload.novation);
      const { tradeId, venue, instrument } = payload;
      const before = 'previous' in payload ? payload.previous : payload;
      const found = wasAmended ? '' : ` ${before.quantity} at ${before.price}`;
      const ours = `${venue}/${tradeId} in ${instrument}${found}`;
      const of = named?.type === 'TradeNovated' ? named.payload : undefined;
      const terms = wasAmended ? '' : ` ${of?.quantity} at ${of?.price}`;
      const theirs = of ? `${of.venue}/${of.tradeId} in ${of.instrument}${terms}` : 'no novation';
      if (ours !== theirs) this.findings.add(position, 'the trade it corrects', theirs, ours);
    }
  }

  private compare(position: number, bookings: readonly LotsBooked[], expected: BookingSums): void {
    const [ours, theirs] = [textOf(expected), textOf(sumsOf(bookings))];
    if (ours !== theirs) this.findings.add(position, 'what the correction books', ours, theirs);
  }
}

function expectedOf(house: HouseState, payload: TradeBusted | TradeCorrected): BookingSums {
  const terms = referenceOf(house).instruments.get(payload.instrument);
  const ticksAt = (price: string): bigint => {
    const read = terms && priceToTicks(terms, price);
    return read?.kind === 'ticks' ? BigInt(read.ticks) : 0n;
  };
  const sums: BookingSums = new Map();
  const add = (legs: readonly TradeLeg[], price: string, sign: bigint, total?: string): void => {
    for (const { account, side, quantity } of legs) {
      const size = BigInt(total ?? quantity);
      const lots = sign * (side === 'BUY' ? size : -size);
      addTo(sums, account, lots, lots * ticksAt(price));
    }
  };
  if (!('previous' in payload)) {
    add(payload.legs, payload.price, -1n);
    return sums;
  }
  const { previous, quantity, price, legs } = payload;
  // Of a trade that was spread over several accounts the quantity stays.
  add(legs, previous.price, -1n, previous.quantity === quantity ? undefined : previous.quantity);
  add(legs, price, 1n);
  return sums;
}
