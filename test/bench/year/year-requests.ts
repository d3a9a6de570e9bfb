import type { TradeCorrection, TradeSubmission } from '#libs/domain/inputs/inputs.js';
import type { SeededRandom } from '../seeded-random.js';
import type { OwnRequest, YearMessage } from './year-message.js';

/** An offer that the other member may take in the evening. */
interface Offer {
  readonly member: string;
  readonly instructionId: string;
  readonly to: string;
  readonly isLeg: boolean;
}

/** What venues and members do in a simulated year to trades that were made, and to positions. */
export class YearRequests {
  private count = 0;
  private offers: Offer[] = [];

  constructor(
    private readonly random: SeededRandom,
    private readonly accounts: readonly string[],
  ) {}

  /** A trade is taken back, or gets another quantity or price. */
  correct({ tradeId, venue }: TradeSubmission, price: string, at: string): YearMessage {
    const correctionId = `C-${++this.count}`;
    const head = { tradeId, venue, correctionId, reason: 'a wrong key', requestedAt: at };
    const quantity = String(1 + this.random.whole(12));
    const value: TradeCorrection = this.random.pick([
      { ...head, type: 'BUST' },
      { ...head, type: 'CORRECT', quantity },
      { ...head, type: 'CORRECT', price },
    ] as const);
    return { topic: 'trades', key: tradeId, value };
  }

  /** The buyer or the seller of a trade gives its leg up to another member. */
  giveUp(trade: TradeSubmission, at: string): YearMessage {
    const account = this.random.pick([trade.buyer, trade.seller]);
    const member = memberOf(account);
    const to = memberOf(
      this.random.pick(this.accounts.filter((each) => memberOf(each) !== member)),
    );
    const { tradeId, venue } = trade;
    return this.offer(member, to, { type: 'GIVE_UP', tradeId, venue, account, to }, at);
  }

  /** The buyer or the seller of a trade spreads its leg over its accounts. */
  allocate(trade: TradeSubmission, at: string): YearMessage {
    const account = this.random.pick([trade.buyer, trade.seller]);
    const member = memberOf(account);
    const [first = '', second = ''] = this.accounts.filter((each) => memberOf(each) === member);
    const part = this.random.whole(Number(trade.quantity) + 1);
    const allocations = [
      { account: first, quantity: String(part) },
      { account: second, quantity: String(Number(trade.quantity) - part) },
    ].filter(({ quantity }) => quantity !== '0');
    const { tradeId, venue } = trade;
    return this.request(member, { type: 'ALLOCATE', tradeId, venue, account, allocations }, at);
  }

  /** Lots of a position go to another account of the same kind, some with cash. */
  transfer(instrument: string, at: string): YearMessage {
    const account = this.random.pick(this.accounts);
    const others = this.accounts.filter(
      (each) => each !== account && kindOf(each) === kindOf(account),
    );
    const toAccount = this.random.pick(others);
    const lots = (1 + this.random.whole(5)) * (this.random.whole(2) === 0 ? 1 : -1);
    const given = { type: 'TRANSFER_POSITION', account, toAccount, instrument } as const;
    const cash = { asset: 'USD', quantity: `${1 + this.random.whole(50_000)}.07` };
    const collateral = this.random.whole(2) === 0 ? { collateral: [cash] } : {};
    const request = { ...given, quantity: String(lots), ...collateral };
    return this.offer(memberOf(account), memberOf(toAccount), request, at);
  }

  /** In the evening most offers of the day are taken; what is left expires. */
  taken(at: string): YearMessage[] {
    const { offers } = this;
    this.offers = [];
    return offers.flatMap(({ member, instructionId, to, isLeg }) => {
      if (this.random.whole(6) === 0) return [];
      const offer = { member, instructionId };
      const account = this.random.pick(this.accounts.filter((each) => memberOf(each) === to));
      if (isLeg) return [this.request(to, { type: 'TAKE_UP', offer, account }, at)];
      return [this.request(to, { type: 'ACCEPT_TRANSFER', offer }, at)];
    });
  }

  private offer(member: string, to: string, given: Asked, at: string): YearMessage {
    const made = this.request(member, given, at);
    const isLeg = given.type === 'GIVE_UP';
    if (member !== to) this.offers.push({ member, instructionId: made.key, to, isLeg });
    return made;
  }

  private request(member: string, given: Asked, requestedAt: string): YearMessage {
    const instructionId = `R-${++this.count}`;
    const value: OwnRequest = { ...given, instructionId, requestedAt };
    return { topic: `trades.${member}`, key: instructionId, value };
  }
}

/** A request without what every one says. */
type Asked = OwnRequest extends infer R
  ? R extends OwnRequest
    ? Omit<R, 'instructionId' | 'requestedAt'>
    : never
  : never;

const memberOf = (account: string): string => account.slice(0, account.indexOf('/'));
const kindOf = (account: string): boolean => account.endsWith('/HOUSE');
