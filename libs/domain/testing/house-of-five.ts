import type { DefaultStep } from '#libs/domain/events/default-events.js';
import type { CommandBody } from '#libs/domain/inputs/inputs.js';
import { HousePlay } from './house-play.js';
import { referenceDocument, type DocumentChanges } from './reference-document.js';

const CONTRIBUTIONS = { A: '174', B: '145', C: '116', D: '69', E: '46' } as const;
type MemberId = keyof typeof CONTRIBUTIONS;
const MEMBERS = Object.keys(CONTRIBUTIONS) as MemberId[];

/** The ledger of worked example h: five members, one future of one yen a tick, no add-ons. */
const FIVE: DocumentChanges = {
  baseCurrency: 'JPY',
  currencies: { JPY: { scale: 0 }, USD: { scale: 2 } },
  members: MEMBERS.map((id) => ({
    id,
    name: id,
    accounts: [
      { id: 'HOUSE', type: 'house', marginMode: 'portfolio' },
      { id: 'C1', type: 'client-segregated', marginMode: 'portfolio' },
      { id: 'C2', type: 'client-segregated', marginMode: 'portfolio' },
    ],
    defaultFund: CONTRIBUTIONS[id],
  })),
  underlyings: [
    {
      id: 'IDX',
      liquidationGroup: 'EQUITY',
      returns: 'log',
      method: 'scan',
      marginFloor: '0',
      scan: { priceRange: '0.03', volatilityRange: '0.04' },
    },
  ],
  instruments: ['FUT', 'FUT2'].map((id) => ({
    id,
    type: 'future',
    underlying: 'IDX',
    currency: 'JPY',
    tickSize: '1',
    tickValueMinor: 1,
    expiry: '2026-12-18T06:00:00.000Z',
  })),
  collateral: [
    { asset: 'JPY', type: 'cash', currency: 'JPY' },
    {
      asset: 'BOND',
      type: 'security',
      currency: 'JPY',
      scale: 0,
      haircut: '0.10',
      priceUnit: '100',
      issuer: 'STATE',
      class: 'SOVEREIGN',
    },
    { asset: 'USD', type: 'cash', currency: 'USD', currencyHaircut: '0.08' },
  ],
  collateralLimits: [],
  marginCalls: {
    minimumTransferAmount: '1000000',
    rounding: '1',
    threshold: '0',
    intradayTrigger: '1.10',
    dueMinutes: 60,
  },
  defaultFund: { sizing: 'fixed' },
  skinInTheGame: { first: '25', second: '10' },
  assessments: { perDefault: '1', perPeriod: '2', periodDays: 30 },
};

/** What an operator was answered, and the steps that were taken. */
export interface StepAnswer {
  readonly outcome: 'DONE' | 'REFUSED';
  readonly result: {
    readonly code?: string;
    readonly reason?: string;
    readonly defaultId?: string;
    readonly remaining?: string;
  };
}

/** A house of worked example h with A long 100 lots against B (20) and C (80), settled at 100. */
export class HouseOfFive {
  readonly play: HousePlay;
  private sent = 0;

  constructor(changes: DocumentChanges = {}) {
    this.play = HousePlay.open({ ...FIVE, ...changes });
    for (const member of MEMBERS) {
      this.deposit(member, CONTRIBUTIONS[member], 'DEFAULT_FUND_DEPOSIT');
      this.deposit(`${member}/HOUSE`, member === 'A' ? '300' : '5000');
    }
    this.price('FUT', '100');
    this.trade('A/HOUSE', 'B/HOUSE', 20, 100);
    this.trade('A/HOUSE', 'C/HOUSE', 80, 100);
    this.settle('2026-11-20', { FUT: '100' });
  }

  /** Takes a step as an operator. */
  ask(body: CommandBody, by = 'op1'): StepAnswer {
    this.play.batch([{ kind: 'command', command: this.play.order(body, undefined, by) }]);
    return this.play.of('CommandAnswered').at(-1) as StepAnswer;
  }

  /** Declares a member in default, by two operators. @returns the default's id */
  declare(member: string = 'A'): string {
    const proposed = this.ask({ type: 'DECLARE_DEFAULT', member, reason: 'INSOLVENCY' }, 'op1');
    const defaultId = proposed.result.defaultId ?? JSON.stringify(proposed);
    this.ask({ type: 'CONFIRM_DEFAULT', defaultId }, 'op2');
    return defaultId;
  }

  /** Closes out at prices: `-67 FUT 93 B/HOUSE`. */
  closeOut(defaultId: string, ...fills: string[]): StepAnswer {
    const orders = fills.map((text) => {
      const [quantity = '', instrument = '', price = '', counterparty = '', account] =
        text.split(' ');
      const named = account === undefined ? {} : { account };
      return { quantity, instrument, price, counterparty, ...named };
    });
    return this.ask({ type: 'CLOSE_OUT_DEFAULT', defaultId, fills: orders });
  }

  /** Determines the loss of a flat book and applies all layers. */
  bear(defaultId: string): StepAnswer {
    const determined = this.ask({ type: 'DETERMINE_LOSS', defaultId });
    if (determined.outcome === 'REFUSED') return determined;
    return this.ask({ type: 'APPLY_LAYERS', defaultId });
  }

  /** A default of A with a loss: 100 lots are sold `loss` below 100 together. */
  lose(loss: number): string {
    const defaultId = this.declare();
    const lower = Math.floor(loss / 100);
    const rest = loss - lower * 100;
    if (rest > 0) this.closeOut(defaultId, `${-rest} FUT ${100 - lower - 1} B/HOUSE`);
    if (rest < 100) this.closeOut(defaultId, `${rest - 100} FUT ${100 - lower} C/HOUSE`);
    return defaultId;
  }

  /** Steps of a kind that were taken so far. */
  steps<S extends DefaultStep['step']>(step: S): Extract<DefaultStep, { readonly step: S }>[] {
    return this.play
      .of('DefaultStepTaken')
      .filter((each): each is Extract<DefaultStep, { readonly step: S }> => each.step === step);
  }

  deposit(
    to: string,
    quantity: string,
    type: 'DEPOSIT' | 'DEFAULT_FUND_DEPOSIT' = 'DEPOSIT',
    asset = 'JPY',
  ): void {
    this.sent += 1;
    const whom = type === 'DEPOSIT' ? { account: to } : { member: to };
    this.play.collateral({
      instructionId: `I-${this.sent}`,
      type,
      ...whom,
      asset,
      quantity,
      valueDate: '2026-11-20',
    });
  }

  price(symbol: string, price: string): void {
    const observedAt = this.nextTime();
    this.play.price({ symbol, price, source: 'XSIM', observedAt });
  }

  /** Seconds pass, so that nothing is stale and nothing is due. */
  nextTime(): string {
    this.sent += 1;
    return new Date(Date.parse('2026-11-20T01:00:00.000Z') + this.sent * 1000).toISOString();
  }

  trade(buyer: string, seller: string, lots: number, price: number, instrument = 'FUT'): string {
    const executedAt = this.nextTime();
    const [answer] = this.play.trade({
      tradeId: `T-${this.sent}`,
      venue: 'XSIM',
      instrument,
      quantity: String(lots),
      price: String(price),
      buyer,
      seller,
      executedAt,
    });
    return answer?.type === 'TradeRejected' ? answer.payload.code : 'NOVATED';
  }

  /** An end-of-day cycle at settlement prices. */
  settle(businessDate: string, prices: Readonly<Record<string, string>>): StepAnswer {
    for (const [symbol, price] of Object.entries(prices))
      this.play.price({
        symbol,
        price,
        source: 'XSIM',
        observedAt: this.nextTime(),
        type: 'SETTLEMENT',
        businessDate,
      });
    return this.ask({ type: 'SETTLE', cycleType: 'EOD', date: businessDate });
  }

  /** What a book holds of the base currency. */
  held(book: string, asset = 'JPY'): bigint {
    return this.play.house.books.get(book)?.get(asset) ?? 0n;
  }
}

/** The document of the house, for what has to be validated with it. */
export const houseOfFiveDocument = (changes: DocumentChanges = {}): Record<string, unknown> =>
  referenceDocument({ ...FIVE, ...changes });
