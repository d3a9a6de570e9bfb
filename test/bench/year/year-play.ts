import type { PlayInput } from '#libs/decider/testing/decide-input.js';
import { openCalls } from '#libs/domain/margin-calls/margin-call-state.js';
import { MemoryHouse } from '../memory-house.js';
import { businessDays } from './business-days.js';
import type { YearSize } from './year-document.js';
import { YearMarket } from './year-market.js';
import type { OpenCall, YearMessage } from './year-message.js';

/** So many messages are decided together, and evaluated before the next. */
const BATCH = 40;

/** A simulated year in memory, without servers: each day decides what comes and evaluates who is concerned. */
export class YearPlay {
  readonly core: MemoryHouse;
  private readonly market: YearMarket;
  /** All that was sent. */
  readonly sent: YearMessage[] = [];
  private readonly days: readonly string[];

  /** @param written is told each event as it would be copied into the ledger */
  constructor(
    seed: number,
    size: YearSize,
    dayCount: number,
    written?: (copyLine: string) => void,
  ) {
    this.core = new MemoryHouse(written);
    this.market = new YearMarket(seed, size);
    this.days = businessDays(dayCount);
  }

  /**
   * Goes through the days.
   * @param endOfDay is told how many days have passed after each of them
   */
  run(endOfDay: (passed: number) => void = () => undefined): void {
    const [first = ''] = this.days;
    for (const part of this.market.opening(first)) this.decide(part);
    this.days.forEach((date, i) => {
      for (const part of this.market.day(date, this.openCalls())) this.decide(part);
      endOfDay(i + 1);
    });
  }

  private decide(messages: readonly YearMessage[]): void {
    this.sent.push(...messages);
    for (let from = 0; from < messages.length; from += BATCH) {
      this.core.batch(messages.slice(from, from + BATCH).map(inputOf));
      this.core.evaluate();
    }
  }

  private openCalls(): OpenCall[] {
    const { house } = this.core;
    const accounts = [...house.marginCalls.openByAccount.keys()].sort();
    return accounts.flatMap((account) => openCalls(house.marginCalls, account));
  }
}

/** A message as the core decides it once it is read. */
function inputOf({ topic, value }: YearMessage): PlayInput {
  switch (topic) {
    case 'trades':
      return 'correctionId' in value
        ? { kind: 'correction', correction: value }
        : { kind: 'trade', trade: value };
    case 'prices':
      return { kind: 'price', price: value };
    case 'volatilities':
      return { kind: 'volatility', volatility: value };
    case 'collateral':
      return { kind: 'collateral', instruction: value };
    case 'commands':
      return { kind: 'command', command: value };
    default: {
      const member = topic.slice('trades.'.length);
      return { kind: 'member', instruction: { ...value, member } };
    }
  }
}
