import type { EventPayloads, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { BidSubmission } from '#libs/domain/inputs/inputs.js';
import { HouseOfFive, type StepAnswer } from './house-of-five.js';
import type { DocumentChanges } from './reference-document.js';

/** What a bid was answered. */
export type BidAnswer =
  | Extract<EventPayloads['DefaultStepTaken'], { readonly step: 'BID_RECEIVED' }>
  | EventPayloads['AuctionBidRejected']
  | EventPayloads['AnswerRepeated'];

/** The house of five with A in default, long 100 lots of FUT that settled at 100. */
export class AuctionHouse extends HouseOfFive {
  readonly defaultId: string;
  private salts = 0;

  constructor(changes: DocumentChanges = {}) {
    super(changes);
    this.defaultId = this.declare('A');
  }

  /** Opens an auction of lots such as `L1: FUT -40, FUT2 5`, all with one reserve. */
  open(lots: readonly string[], reserve?: string, closesAt?: string): StepAnswer {
    return this.ask({
      type: 'OPEN_AUCTION',
      defaultId: this.defaultId,
      lots: lots.map((text) => {
        const [lot = '', rest = ''] = text.split(': ');
        const positions = rest.split(', ').map((part) => {
          const [instrument = '', quantity = '', account] = part.split(' ');
          return { instrument, quantity, ...(account === undefined ? {} : { account }) };
        });
        return { lot, positions, ...(reserve === undefined ? {} : { reserve }) };
      }),
      ...(closesAt === undefined ? {} : { closesAt }),
    });
  }

  /** A bid of a member for L1, from its house account; anything may be changed. */
  bid(
    bidder: string,
    bidId: string,
    price: string,
    changes: Partial<BidSubmission> = {},
  ): BidAnswer {
    this.salts += 1;
    const [event] = this.play.batch([
      {
        kind: 'bid',
        bidder,
        bid: {
          bidId,
          defaultId: this.defaultId,
          lot: 'L1',
          account: `${bidder}/HOUSE`,
          price,
          submittedAt: '2026-11-20T02:00:00.000Z',
          ...changes,
        },
        salt: String(this.salts).padStart(32, '0'),
      },
    ]);
    return (event as RecordedEvent).payload as BidAnswer;
  }

  close(withoutAward?: boolean): StepAnswer {
    return this.ask({
      type: 'CLOSE_AUCTION',
      defaultId: this.defaultId,
      ...(withoutAward === undefined ? {} : { withoutAward }),
    });
  }

  /** The latest closing. */
  get closed(): EventPayloads['DefaultStepTaken'] & { readonly step: 'AUCTION_CLOSED' } {
    const closed = this.steps('AUCTION_CLOSED').at(-1);
    if (!closed) throw new Error('no auction was closed');
    return closed;
  }

  /** How the latest closing tells each bid, by id. */
  get outcomes(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.closed.bids.map(({ bidId, outcome }) => [bidId, outcome]));
  }

  lots(account: string, instrument = 'FUT'): number {
    return this.play.house.trading.holdings.get(account)?.get(instrument)?.lots ?? 0;
  }
}
