import type { EventType } from '#libs/domain/events/event-catalogue.js';
import { REFERENCE_DOCUMENT } from './reference-document.js';
import type { TestMessage } from './test-house.js';

/** A message, and the event that shows that it was carried out. */
export interface LifeStep {
  readonly name: string;
  /** The topic and, where it has some, the type of its messages. */
  readonly kind: string;
  readonly effect: EventType;
  readonly message: TestMessage;
  /** An observation made again is another one: it has no identity. */
  readonly hasIdentity: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type Member = 'ALPHA' | 'BETA';

const DAY = '2026-11-19';
const NEXT_DAY = '2026-11-20';
const LAST_DAY = '2026-12-18';

/** Two members, a future, a call that expires, two assets, and calls that nothing here reaches. */
export const LIFE_DOCUMENT = {
  ...REFERENCE_DOCUMENT,
  members: ['ALPHA', 'BETA'].map((id) => ({
    id,
    name: id,
    accounts: [
      { id: 'HOUSE', type: 'house', marginMode: 'portfolio' },
      { id: 'H2', type: 'house', marginMode: 'portfolio' },
      { id: 'GROSS', type: 'client-omnibus-gross', marginMode: 'portfolio' },
    ],
  })),
  instruments: [
    ...REFERENCE_DOCUMENT.instruments,
    {
      id: 'CALL',
      type: 'option',
      underlying: 'SPX',
      currency: 'USD',
      tickSize: '0.05',
      tickValueMinor: 250,
      expiry: `${LAST_DAY}T21:00:00.000Z`,
      right: 'call',
      strike: '5000',
    },
  ],
  collateral: [
    { asset: 'USD', type: 'cash', currency: 'USD' },
    { asset: 'BTC', type: 'crypto', currency: 'USD', scale: 8, haircut: '0.25', maxAgeSeconds: 60 },
  ],
  marginCalls: {
    ...REFERENCE_DOCUMENT.marginCalls,
    minimumTransferAmount: '100000000.00',
    intradayTrigger: '1000',
  },
  defaultFund: { sizing: 'fixed' },
};

/**
 * Messages of every type that members, venues and feeds send, and the commands of ordinary days; each
 * builds on those before it. The steps of a default have a test of their own.
 */
export function lifeOfMessages(): LifeStep[] {
  const life = new Life();
  life.firstDay();
  life.trades();
  life.sides();
  life.lotsOnTheirWay();
  life.settlement();
  life.nextDay();
  life.lastDay();
  return life.steps;
}

class Life {
  readonly steps: LifeStep[] = [];
  private nowMs = 0;

  firstDay(): void {
    this.goTo(`${DAY}T14:00:00.000Z`);
    this.price('a price', 'PricesObserved', { symbol: 'SPX-FUT', price: '5000.00' });
    this.price('one of an index', 'PricesObserved', { symbol: 'SPX', price: '5000.00' });
    this.step('a volatility', 'VolatilitiesObserved', 'volatilities', 'SPX', {
      underlying: 'SPX',
      volatility: '0.20',
      tenorDays: 30,
      source: 'V',
      observedAt: this.later(),
    });
    this.collateral('DEPOSIT', 'CollateralDeposited', { quantity: '9000000.00' });
    this.collateral('WITHDRAWAL', 'CollateralWithdrawn', { quantity: '1000.00' });
    this.collateral('RECALL', 'CollateralRecalled', { quantity: '1000.00' });
    this.collateral('TRANSFER', 'CollateralTransferred', {
      quantity: '1000.00',
      toAccount: 'ALPHA/H2',
    });
    this.collateral('SUBSTITUTION', 'CollateralSubstituted', {
      asset: undefined,
      release: { asset: 'USD', quantity: '1000.00' },
      deliver: { asset: 'BTC', quantity: '0.10000000' },
    });
    this.fund('DEFAULT_FUND_DEPOSIT', 'DefaultFundDeposited');
  }

  trades(): void {
    this.trade('a trade', 'T1');
    this.correct('CORRECT', 'TradeCorrected', 'T1', { quantity: '12' });
    this.trade('another trade', 'T2');
    this.correct('BUST', 'TradeBusted', 'T2');
    this.trade('a trade in an option', 'T3', { instrument: 'CALL', price: '80.00', quantity: '5' });
  }

  sides(): void {
    this.side('SIDE', 'SideSubmitted', 'ALPHA', 'S1');
    this.side('the other SIDE', 'TradeNovated', 'BETA', 'S1');
    this.side('a SIDE without another', 'SideSubmitted', 'ALPHA', 'S2');
    this.side('a SIDE that differs', 'SidesMismatched', 'BETA', 'S2', { quantity: '5' });
    this.step('WITHDRAW', 'SideWithdrawn', 'trades.ALPHA', 'S2', {
      type: 'WITHDRAW',
      sideId: 'S2',
    });
  }

  /** To another member, over the own accounts, at an average, and against each other. */
  lotsOnTheirWay(): void {
    const leg = { tradeId: 'T1', venue: 'X', account: 'ALPHA/HOUSE' };
    this.request('GIVE_UP', 'TransferOffered', 'ALPHA', { ...leg, to: 'BETA', quantity: '2' });
    this.answer('TAKE_UP', 'LotsTransferred', 'BETA', { account: 'BETA/H2' });
    this.request('GIVE_UP', 'TransferOffered', 'ALPHA', { ...leg, to: 'BETA', quantity: '1' });
    this.answer('DECLINE', 'OfferClosed', 'BETA');
    const own = { account: 'ALPHA/H2', quantity: '4' };
    const ofClient = { account: 'ALPHA/GROSS', quantity: '2', client: 'F1', effect: 'OPEN' };
    const allocations = [own, ofClient, { account: 'ALPHA/HOUSE', quantity: '4' }];
    this.request('ALLOCATE', 'LotsTransferred', 'ALPHA', { ...leg, allocations });
    this.trade('a trade to be averaged', 'T4', { price: '5003.00', quantity: '3' });
    this.trade('another to be averaged', 'T5', { price: '5000.50', quantity: '1' });
    this.request('ALLOCATE_AVERAGE', 'LotsTransferred', 'ALPHA', {
      account: 'ALPHA/HOUSE',
      trades: ['T4', 'T5'].map((tradeId) => ({ tradeId, venue: 'X' })),
      allocations: [own],
    });
    this.trade('a trade the other way', 'T6', {
      quantity: '1',
      buyer: 'BETA/HOUSE',
      seller: 'ALPHA/GROSS',
      sellerClient: 'F1',
      sellerEffect: 'OPEN',
    });
    const client = { account: 'ALPHA/GROSS', client: 'F1', instrument: 'SPX-FUT', quantity: '1' };
    this.request('ADJUST', 'LotsTransferred', 'ALPHA', client);
  }

  settlement(): void {
    this.settlementPrice('SPX-FUT', '5002.00', 'SETTLEMENT', DAY);
    this.settlementPrice('CALL', '82.00', 'SETTLEMENT', DAY);
    this.settle(DAY);
    this.command('CORRECT_SETTLEMENT_PRICE', 'SettlementCycleCompleted', {
      instrument: 'SPX-FUT',
      date: DAY,
      price: '5001.00',
      reason: 'the exchange corrected it',
    });
  }

  nextDay(): void {
    this.goTo(`${NEXT_DAY}T14:00:00.000Z`);
    const lots = { account: 'ALPHA/HOUSE', toAccount: 'BETA/HOUSE', instrument: 'SPX-FUT' };
    const moved = { ...lots, quantity: '1' };
    const collateral = [{ asset: 'USD', quantity: '7000.00' }];
    this.request('TRANSFER_POSITION', 'TransferOffered', 'ALPHA', { ...moved, collateral });
    this.answer('ACCEPT_TRANSFER', 'LotsTransferred', 'BETA');
    this.request('TRANSFER_POSITION', 'TransferOffered', 'ALPHA', moved);
    this.answer('WITHDRAW_OFFER', 'OfferClosed', 'ALPHA');
    const halted = { instrument: 'NDX-FUT', reason: 'news' };
    this.command('HALT_INSTRUMENT', 'InstrumentHalted', halted);
    this.command('RESUME_INSTRUMENT', 'InstrumentResumed', halted);
  }

  lastDay(): void {
    this.goTo(`${LAST_DAY}T20:00:00.000Z`);
    const abandoned = {
      account: 'ALPHA/HOUSE',
      instrument: 'CALL',
      choice: 'ABANDON',
      quantity: '2',
    };
    this.step('EXERCISE', 'ExerciseInstructed', 'trades.ALPHA', 'E1', {
      type: 'EXERCISE',
      instructionId: 'E1',
      ...abandoned,
      submittedAt: this.later(),
    });
    this.goTo(`${LAST_DAY}T21:30:00.000Z`);
    this.settlementPrice('SPX', '5100.00', 'FINAL', LAST_DAY);
    this.settlementPrice('SPX-FUT', '5100.00', 'SETTLEMENT', LAST_DAY);
    this.settle(LAST_DAY);
    this.fund('DEFAULT_FUND_WITHDRAWAL', 'DefaultFundWithdrawn');
  }

  private goTo(time: string): void {
    this.nowMs = Date.parse(time);
  }

  /** A minute after whatever came before. */
  private later(): string {
    this.nowMs += 60_000;
    return new Date(this.nowMs).toISOString();
  }

  /** Of the next message, among all. */
  private get id(): string {
    return `M${this.steps.length + 1}`;
  }

  private step(
    name: string,
    effect: EventType,
    topic: TestMessage['topic'],
    key: string,
    value: Fields,
  ): void {
    const hasIdentity = topic !== 'prices' && topic !== 'volatilities';
    const { type } = (value['body'] ?? value) as Fields;
    const kind = typeof type === 'string' ? `${topic} ${type}` : topic;
    this.steps.push({ name, kind, effect, message: { topic, key, value }, hasIdentity });
  }

  private price(name: string, effect: EventType, fields: Fields): void {
    const value = { ...fields, source: 'X', observedAt: this.later() };
    this.step(name, effect, 'prices', String(fields['symbol']), value);
  }

  private settlementPrice(symbol: string, price: string, type: string, businessDate: string): void {
    const fields = { symbol, price, type, businessDate };
    this.price(`${type} price of ${symbol}`, 'SettlementPriceAccepted', fields);
  }

  private collateral(type: string, effect: EventType, fields: Fields): void {
    const own = { type, instructionId: this.id, account: 'ALPHA/HOUSE', valueDate: DAY };
    this.step(type, effect, 'collateral', this.id, { ...own, asset: 'USD', ...fields });
  }

  private fund(type: string, effect: EventType): void {
    const cash = { member: 'ALPHA', asset: 'USD', quantity: '5000.00', valueDate: DAY };
    this.step(type, effect, 'collateral', this.id, { type, instructionId: this.id, ...cash });
  }

  private trade(name: string, tradeId: string, fields: Fields = {}): void {
    this.step(name, 'TradeNovated', 'trades', tradeId, {
      tradeId,
      venue: 'X',
      instrument: 'SPX-FUT',
      quantity: '10',
      price: '5000.00',
      buyer: 'ALPHA/HOUSE',
      seller: 'BETA/HOUSE',
      executedAt: this.later(),
      ...fields,
    });
  }

  private correct(type: string, effect: EventType, tradeId: string, fields: Fields = {}): void {
    const why = { correctionId: this.id, reason: 'a wrong key', requestedAt: this.later() };
    const value = { type, tradeId, venue: 'X', ...why, ...fields };
    this.step(type, effect, 'trades', tradeId, value);
  }

  private side(
    name: string,
    effect: EventType,
    by: Member,
    sideId: string,
    fields: Fields = {},
  ): void {
    this.step(name, effect, `trades.${by}`, sideId, {
      type: 'SIDE',
      sideId,
      side: by === 'ALPHA' ? 'BUY' : 'SELL',
      account: `${by}/HOUSE`,
      counterparty: by === 'ALPHA' ? 'BETA' : 'ALPHA',
      instrument: 'SPX-FUT',
      quantity: '4',
      price: '5001.00',
      executedAt: this.later(),
      ...fields,
    });
  }

  private request(type: string, effect: EventType, by: Member, fields: Fields): void {
    const value = { type, instructionId: this.id, requestedAt: this.later(), ...fields };
    this.step(type, effect, `trades.${by}`, this.id, value);
  }

  /** To the offer that was just made by ALPHA. */
  private answer(type: string, effect: EventType, by: Member, fields: Fields = {}): void {
    const offer = { member: 'ALPHA', instructionId: `M${this.steps.length}` };
    this.request(type, effect, by, { offer, ...fields });
  }

  private command(type: string, effect: EventType, fields: Fields): void {
    const head = { commandId: this.id, ledger: 'main', by: 'jane.doe', at: this.later() };
    this.step(type, effect, 'commands', this.id, { ...head, body: { type, ...fields } });
  }

  private settle(date: string): void {
    this.command('SETTLE', 'SettlementCycleCompleted', { cycleType: 'EOD', date });
  }
}
