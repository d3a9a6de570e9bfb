import { ACCOUNTS, INSTRUMENTS, TICK } from './reference-document.js';
import { SeededRandom } from '../bench/seeded-random.js';
import type { TestMessage } from './test-house.js';

/** The content of a trade that every rule lets pass. */
export interface GoodTrade {
  readonly tradeId: string;
  readonly venue: string;
  readonly instrument: string;
  readonly quantity: string;
  readonly price: string;
  readonly buyer: string;
  readonly seller: string;
  readonly executedAt: string;
}

const VENUE = 'XSIM';
const START_MS = Date.parse('2026-11-20T09:00:00.000Z');
const MESSAGE_EVERY_MS = 250;
const PARTITIONS = 4;

/**
 * What venues, vendors and banks send in a run of a test: mostly good messages, among them repetitions,
 * conflicts and messages with every sort of fault. It keeps an account of its own of what was sent.
 */
export class SeededFlow {
  /** Contents sent under each trade id that must lead to a novation, the first sent first. */
  readonly good = new Map<string, GoodTrade[]>();
  /** Cash that was sent well-formed, in cents, by account and instruction. */
  readonly deposits = new Map<string, { readonly account: string; readonly cents: number }>();
  private readonly random: SeededRandom;
  private readonly unmended: string[] = [];
  private readonly sent: GoodTrade[] = [];
  private count = 0;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
  }

  /** The next messages. */
  next(count: number): TestMessage[] {
    return Array.from({ length: count }, () => this.message());
  }

  private message(): TestMessage {
    this.count += 1;
    const kind = this.random.whole(100);
    if (kind < 55) return this.newTrade();
    if (kind < 65) return this.repetition();
    if (kind < 70) return this.conflict();
    if (kind < 82) return this.badTrade();
    if (kind < 92) return this.price();
    return this.deposit(kind);
  }

  private get time(): string {
    return new Date(START_MS + this.count * MESSAGE_EVERY_MS).toISOString();
  }

  private content(tradeId: string): GoodTrade {
    const buyer = this.random.pick(ACCOUNTS);
    const seller = this.random.pick(ACCOUNTS.filter((account) => account !== buyer));
    return {
      tradeId,
      venue: VENUE,
      instrument: this.random.pick(INSTRUMENTS),
      quantity: String(1 + this.random.whole(20)),
      price: this.priceText(),
      buyer,
      seller,
      executedAt: this.time,
    };
  }

  private priceText(): string {
    return (5_000 + TICK * (this.random.whole(401) - 200)).toFixed(2);
  }

  private newTrade(): TestMessage {
    const mended = this.random.whole(5) === 0 ? this.unmended.pop() : undefined;
    return this.send(this.content(mended ?? `T-${this.count}`));
  }

  private send(trade: GoodTrade, partition?: number): TestMessage {
    const contents = this.good.get(trade.tradeId);
    if (contents) contents.push(trade);
    else this.good.set(trade.tradeId, [trade]);
    this.sent.push(trade);
    return {
      topic: 'trades',
      key: trade.tradeId,
      value: trade,
      ...(partition === undefined ? {} : { partition }),
    };
  }

  /** The same content again: soon after, long after, or on any other partition. */
  private repetition(): TestMessage {
    if (this.sent.length === 0) return this.newTrade();
    const recent = this.random.whole(2) === 0 ? this.sent.slice(-5) : this.sent;
    const elsewhere = this.random.whole(4) === 0;
    return this.send(
      this.random.pick(recent),
      elsewhere ? this.random.whole(PARTITIONS) : undefined,
    );
  }

  private conflict(): TestMessage {
    if (this.sent.length === 0) return this.newTrade();
    const before = this.random.pick(this.sent);
    return this.send({ ...before, quantity: String(Number(before.quantity) + 1) });
  }

  private badTrade(): TestMessage {
    const tradeId = `T-${this.count}`;
    const trade = this.content(tradeId);
    const bad: (object | Buffer | null)[] = [
      { ...trade, price: '5000.30' },
      { ...trade, buyer: 'NOBODY/HOUSE' },
      { ...trade, seller: trade.buyer },
      { ...trade, quantity: '1.5' },
      { ...trade, price: 5000.25 },
      { ...trade, instrument: undefined },
      Buffer.from(`{"tradeId":"${tradeId}"`),
      Buffer.from([0xff, 0x00, 0x5c, 0x09, 0x0a]),
      null,
    ];
    const value = this.random.pick(bad.map((each) => ({ each }))).each;
    // A refused trade is not final: its id may come again with good content.
    this.unmended.push(tradeId);
    return { topic: 'trades', key: tradeId, value };
  }

  private price(): TestMessage {
    const symbol = this.random.pick(INSTRUMENTS);
    const off = this.random.whole(10) === 0;
    const price = off ? '5000.10' : this.priceText();
    const value = { symbol, price, source: VENUE, observedAt: this.time };
    return { topic: 'prices', key: symbol, value };
  }

  private deposit(kind: number): TestMessage {
    const again = kind === 99 ? [...this.deposits].at(-1) : undefined;
    const account = again?.[1].account ?? this.random.pick(ACCOUNTS);
    const cents = again?.[1].cents ?? 1 + this.random.whole(100_000_000);
    const instructionId = again?.[0] ?? `C-${this.count}`;
    const isGood = kind !== 98;
    if (isGood) this.deposits.set(instructionId, { account, cents });
    const value = {
      instructionId,
      type: 'DEPOSIT',
      account,
      asset: isGood ? 'USD' : 'SHELLS',
      quantity: (cents / 100).toFixed(2),
      valueDate: '2026-11-20',
    };
    return { topic: 'collateral', key: account, value };
  }
}
