import type {
  CollateralInstruction,
  CommandBody,
  TradeSubmission,
} from '#libs/domain/inputs/inputs.js';
import { SeededRandom } from '../seeded-random.js';
import { yearAccounts, yearDocument, type YearSize } from './year-document.js';
import type { OpenCall, YearMessage } from './year-message.js';
import { isAlive, YearPrices } from './year-prices.js';
import { YearRequests } from './year-requests.js';

const TRADED = ['SPX-FUT', 'SPX-FUT', 'STX-FUT', 'NKY-FUT', 'BTC-PERP', 'SPX-CALL'] as const;
/** What is traded beside until it expires. */
const EXPIRING = ['SPX-JAN', 'SPX-JAN-CALL', 'SPX-JAN-PUT'] as const;
const LOTS_MAX = 12;
/** Of what each account pays in on the first day. */
const OPENING = [
  ['USD', '1500000.00'],
  ['EUR', '500000.00'],
  ['JPY', '40000000'],
  ['UST-2028', '1000000.00'],
] as const;

/** Times of a business day at which prices of everything come; trades fall between them. */
const DAYTIME = ['13:30', '14:45', '16:10', '17:30', '18:10', '19:20', '20:15'] as const;
const NIGHT = ['21:45', '22:45', '23:30'] as const;

/**
 * What members, venues, vendors and operators send in a simulated year, day by day. The same seed sends the
 * same, but for what answers calls: those are paid as they are found open.
 */
export class YearMarket {
  private readonly random: SeededRandom;
  private readonly prices: YearPrices;
  private readonly accounts: readonly string[];
  private count = 0;
  /** The business date before the one that runs. */
  private lastDate: string | undefined;
  private readonly sent: TradeSubmission[] = [];
  private readonly deposits: CollateralInstruction[] = [];
  private readonly requests: YearRequests;

  constructor(
    seed: number,
    private readonly size: YearSize,
  ) {
    this.random = new SeededRandom(seed);
    this.prices = new YearPrices(this.random);
    this.accounts = yearAccounts(size.members);
    this.requests = new YearRequests(this.random, this.accounts);
  }

  /** Reference data, first prices and first deposits: to be decided before the first day, in turn. */
  opening(date: string): YearMessage[][] {
    const body = { type: 'APPLY_REFERENCE_DATA', document: yearDocument(this.size) } as const;
    const applied = { commandId: 'apply', ledger: 'main', by: 'op', body };
    return [
      [{ topic: 'commands', key: 'apply', value: applied }],
      [...this.prices.observed(`${date}T09:00:00.000Z`), this.volatility(`${date}T09:00:00.000Z`)],
      this.accounts.flatMap((account) =>
        OPENING.map(([asset, quantity]) => this.instruct(date, { account, asset, quantity })),
      ),
      Array.from({ length: this.size.members }, (_, m) => this.contribution(date, `M${m}`)),
    ];
  }

  /**
   * A business day in parts, each to be decided before the next: payments and trading, then official
   * prices, and the night in which the day ends.
   */
  day(date: string, open: readonly OpenCall[]): YearMessage[][] {
    const at = (time: string, second = 0): string =>
      `${date}T${time}:${String(second).padStart(2, '0')}.000Z`;
    const trading: YearMessage[] = [...this.payments(date, open), this.volatility(at('13:30'))];
    if (this.lastDate !== undefined && this.random.whole(10) === 0)
      trading.push(this.correction(this.lastDate, at('13:30')));
    this.lastDate = date;
    for (const time of DAYTIME) {
      trading.push(...this.prices.observed(at(time)));
      const trades = Math.ceil(this.size.tradesPerDay / DAYTIME.length);
      for (let i = 0; i < trades; i++)
        trading.push(this.trade(at(time, 1 + this.random.whole(58))));
      trading.push(...this.instructions(date));
    }
    trading.push(...this.made(at('20:16')));
    if (this.random.whole(4) === 0) trading.push(this.settle(date, at('20:20')));
    const evening = this.requests.taken(at('20:46'));
    const night = NIGHT.flatMap((time) => this.prices.atNight(at(time)));
    // Now and then the day has to wait for its official prices, and ends when the last one comes.
    if (this.random.whole(8) === 0)
      return [trading, [...evening, ...night], this.prices.official(date, at('23:35'))];
    return [trading, this.prices.official(date, at('20:45')), [...evening, ...night]];
  }

  /** A good trade that nothing can refuse for long: a sign that all before it is done. */
  last(date: string): YearMessage {
    return this.send(this.content(`${date}T23:45:00.000Z`));
  }

  /** What is done on a day to trades of its own and of the days before, and to positions. */
  private made(at: string): YearMessage[] {
    const before = (): TradeSubmission =>
      this.random.pick(this.sent.slice(-this.size.tradesPerDay));
    const corrected = [before(), before()].map((trade) =>
      this.requests.correct(trade, this.prices.near(trade.instrument), at),
    );
    const made = [
      ...corrected,
      this.requests.giveUp(before(), at),
      this.requests.allocate(before(), at),
      this.requests.transfer(before().instrument, at),
    ];
    // Some come again.
    return [...made, ...made.filter(() => this.random.whole(5) === 0)];
  }

  /** Most calls are paid in the morning; some wait, some are paid in part or in another currency. */
  private payments(date: string, open: readonly OpenCall[]): YearMessage[] {
    return open.flatMap(({ account, currency, outstanding }) => {
      const choice = this.random.whole(10);
      if (choice === 0) return [];
      const asset = choice === 1 && currency === 'USD' ? 'UST-2028' : currency;
      const quantity = choice === 2 ? half(outstanding) : outstanding;
      return [this.instruct(date, { account, asset, quantity })];
    });
  }

  private instructions(date: string): YearMessage[] {
    const account = this.random.pick(this.accounts);
    const [member = ''] = account.split('/');
    const [asset] = this.random.pick(OPENING);
    const whole = 1 + this.random.whole(400_000);
    const quantity = asset === 'JPY' ? String(whole * 10) : `${whole}.${this.cents()}`;
    switch (this.random.whole(10)) {
      case 0:
      case 1:
        return [this.instruct(date, { account, asset, quantity })];
      case 2:
      case 3:
      case 4:
        return [this.instruct(date, { type: 'WITHDRAWAL', account, asset, quantity })];
      case 5: {
        const crypto = `${this.random.whole(3)}.${String(1 + this.random.whole(99_999_999)).padStart(8, '0')}`;
        return [this.instruct(date, { account, asset: 'BTC', quantity: crypto })];
      }
      case 6: {
        const toAccount = `${member}/C1`;
        return [this.instruct(date, { type: 'TRANSFER', account, toAccount, asset, quantity })];
      }
      case 7: {
        const release = { asset: 'UST-2028', quantity: `${whole}.00` };
        const deliver = { asset: 'USD', quantity: `${whole}.${this.cents()}` };
        return [this.instruct(date, { type: 'SUBSTITUTION', account, release, deliver })];
      }
      case 8:
        // What was accepted comes again: answered as before, booked once.
        return this.deposits.length === 0 ? [] : [collateral(this.random.pick(this.deposits))];
      default:
        return [];
    }
  }

  private cents(): string {
    return String(this.random.whole(100)).padStart(2, '0');
  }

  private instruct(valueDate: string, given: Partial<CollateralInstruction>): YearMessage {
    this.count += 1;
    const instructionId = `I-${this.count}`;
    const instruction = { instructionId, type: 'DEPOSIT', valueDate, ...given } as const;
    if (instruction.type === 'DEPOSIT') this.keep(this.deposits, instruction);
    return collateral(instruction);
  }

  private contribution(valueDate: string, member: string): YearMessage {
    const given = { type: 'DEFAULT_FUND_DEPOSIT', member, asset: 'USD', valueDate } as const;
    const value = { ...given, instructionId: `F-${member}`, quantity: '1000000.00' };
    return { topic: 'collateral', key: member, value };
  }

  /** Mostly a new one; else one again, one with other content, or one off its grid. */
  private trade(executedAt: string): YearMessage {
    const before = this.sent.length > 0 ? this.random.pick(this.sent) : undefined;
    const choice = this.random.whole(40);
    if (before && choice === 0) return asMessage(before);
    if (before && choice === 1) return asMessage({ ...before, quantity: '999' });
    const content = this.content(executedAt);
    if (choice === 2) return asMessage({ ...content, price: `${content.price}1` });
    return this.send(content);
  }

  private send(trade: TradeSubmission): YearMessage {
    this.keep(this.sent, trade);
    return asMessage(trade);
  }

  private content(executedAt: string): TradeSubmission {
    this.count += 1;
    const date = executedAt.slice(0, 10);
    const traded = isAlive(EXPIRING[0], date) ? [...TRADED, ...EXPIRING] : TRADED;
    const instrument = this.random.pick(traded);
    const buyer = this.random.pick(this.accounts);
    const seller = this.random.pick(this.accounts.filter((account) => account !== buyer));
    return {
      tradeId: `T-${this.count}`,
      venue: 'XSIM',
      instrument,
      quantity: String(1 + this.random.whole(LOTS_MAX)),
      price: this.prices.near(instrument),
      buyer,
      seller,
      executedAt,
    };
  }

  /** What may come again is of the last days: an identity stays final for ever all the same. */
  private keep<T>(list: T[], item: T): void {
    list.push(item);
    if (list.length > 200) list.shift();
  }

  private volatility(observedAt: string): YearMessage {
    const level = (0.15 + this.random.whole(10) / 100).toFixed(2);
    const value = { underlying: 'SPX', volatility: level, tenorDays: 30, source: 'V1', observedAt };
    return { topic: 'volatilities', key: 'SPX', value };
  }

  /** A cycle that an operator asks for. */
  private settle(date: string, at: string): YearMessage {
    return this.command(at, { type: 'SETTLE', cycleType: 'INTRADAY', date });
  }

  /** Another settlement price for the day before; refused where a cycle has settled since. */
  private correction(date: string, at: string): YearMessage {
    const price = this.prices.near('SPX-FUT');
    const order = { instrument: 'SPX-FUT', date, price, reason: 'notice of the venue' };
    return this.command(at, { type: 'CORRECT_SETTLEMENT_PRICE', ...order });
  }

  private command(at: string, body: CommandBody): YearMessage {
    this.count += 1;
    const commandId = `K-${this.count}`;
    const value = { commandId, ledger: 'main', by: 'op', at, body };
    return { topic: 'commands', key: commandId, value };
  }
}

const half = (amount: string): string => {
  const decimals = amount.split('.')[1]?.length ?? 0;
  return (Number(amount) / 2).toFixed(decimals);
};

const asMessage = (value: TradeSubmission): YearMessage => ({
  topic: 'trades',
  key: value.tradeId,
  value,
});

const collateral = (value: CollateralInstruction): YearMessage => ({
  topic: 'collateral',
  key: value.account ?? value.member ?? '',
  value,
});
