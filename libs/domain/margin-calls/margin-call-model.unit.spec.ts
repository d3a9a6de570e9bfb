import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Auditor } from '#libs/domain/testing/auditor.js';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { callLines } from '#libs/domain/testing/called-account.js';

/*
 * A model of calls that knows nothing of the clearing house: one account, whole dollars, a price that
 * does not move, so that a lot needs 20,000 dollars and nothing else counts but what was paid in.
 */
const LOT = 20_000;
const MINIMUM = 30_000;
const ROUNDING = 10_000;
const COALESCE_MINUTES = 5;
const [REMIND, DUE, ESCALATE] = [30, 60, 90];

type Status = 'ISSUED' | 'PARTIALLY_MET' | 'MET' | 'OVERDUE' | 'CANCELLED';

interface ModelCall {
  readonly amount: number;
  readonly issuedAt: number;
  left: number;
  status: Status;
}

/** Minutes since the start, and what the account has and needs. */
class Model {
  now = 0;
  cash = 0;
  lots = 0;
  lastIssue = -Infinity;
  readonly calls: ModelCall[] = [];
  /** What was said of calls beyond their changes. */
  readonly notices: string[] = [];

  get open(): ModelCall[] {
    return this.calls.filter(({ status }) => !['MET', 'CANCELLED'].includes(status));
  }

  pay(dollars: number): void {
    this.cash += dollars;
    let left = dollars;
    for (const call of this.open) {
      const paid = Math.min(left, call.left);
      if (paid === 0) continue;
      left -= paid;
      call.left -= paid;
      if (call.left === 0) call.status = 'MET';
      else if (call.status === 'ISSUED') call.status = 'PARTIALLY_MET';
    }
  }

  /** Whether the account lacks more than the open calls before this one ask for. */
  private isNeeded(call: ModelCall): boolean {
    const older = this.open.slice(0, this.open.indexOf(call));
    const asked = older.reduce((sum, { left }) => sum + left, 0);
    return Math.abs(this.lots) * LOT - this.cash > asked;
  }

  /** Time goes by in one leap; minute by minute things happen, and calls end with what was needed before. */
  pass(minutes: number): void {
    for (const end = this.now + minutes; this.now < end;) {
      this.now += 1;
      for (const step of [REMIND, DUE, ESCALATE])
        for (const call of this.open) if (this.now - call.issuedAt === step) this.take(call, step);
    }
    this.look();
  }

  private take(call: ModelCall, step: number): void {
    const n = this.calls.indexOf(call) + 1;
    if (step !== DUE) this.notices.push(`${step === REMIND ? 'REMINDER' : 'ESCALATED'} ${n}`);
    else call.status = this.isNeeded(call) ? 'OVERDUE' : 'CANCELLED';
  }

  /** The account is evaluated: overdue calls that are needed no more end, what is missing is called. */
  look(): void {
    const gone = this.open.filter((call) => call.status === 'OVERDUE' && !this.isNeeded(call));
    const asked = this.open.reduce((sum, { left }) => sum + left, 0);
    for (const call of gone) call.status = 'CANCELLED';
    const needed = Math.abs(this.lots) * LOT;
    const uncovered = needed - this.cash - asked;
    if (uncovered < MINIMUM || needed * 10 <= this.cash * 11) return;
    if (this.now - this.lastIssue < COALESCE_MINUTES) return;
    const amount = Math.ceil(uncovered / ROUNDING) * ROUNDING;
    this.lastIssue = this.now;
    this.calls.push({ amount, issuedAt: this.now, left: amount, status: 'ISSUED' });
  }
}

const START_MS = Date.parse('2026-11-20T14:00:00.000Z');
const timeOf = (model: Model): string => new Date(START_MS + model.now * 60_000).toISOString();
const money = (dollars: number): string => `${dollars}.00`;

class House {
  readonly play = HousePlay.open({
    marginCalls: { minimumTransferAmount: money(MINIMUM), rounding: money(ROUNDING) },
  });
  private ids = 0;

  constructor() {
    this.play.price(price());
    this.play.collateral(deposit({ account: 'BETA/HOUSE', quantity: '900000000.00' }));
  }

  pay(dollars: number): void {
    this.play.collateral(deposit({ instructionId: this.id(), quantity: money(dollars) }));
  }

  /** @returns whether the trade was taken */
  trade(lots: number, at: string): boolean {
    const sides =
      lots > 0
        ? { buyer: 'ALPHA/HOUSE', seller: 'BETA/HOUSE' }
        : { buyer: 'BETA/HOUSE', seller: 'ALPHA/HOUSE' };
    const given = { tradeId: this.id(), quantity: String(Math.abs(lots)), executedAt: at };
    return this.play.trade(trade({ ...given, ...sides })).at(-1)?.type === 'TradeNovated';
  }

  look(): void {
    this.play.house.attention.accounts.add('ALPHA/HOUSE');
    this.play.evaluate();
  }

  private id(): string {
    this.ids += 1;
    return `M-${this.ids}`;
  }
}

type Command = fc.Command<Model, House>;

function compare(model: Model, { play }: House): void {
  const lines = model.calls.map(
    ({ status, amount, left }) => `${status} ${money(amount)} ${money(left)}`,
  );
  expect(callLines(play)).toEqual(lines);
  const notices = play.events.flatMap(({ type, payload }) =>
    type === 'MarginCallReminded' || type === 'MarginCallEscalated'
      ? [`${payload.notice} ${Number(payload.callId.slice(-6))}`]
      : [],
  );
  expect(notices).toEqual(model.notices);
}

function same(found: unknown, wanted: unknown): void {
  expect(found).toBe(wanted);
}

class Pay implements Command {
  constructor(private readonly dollars: number) {}
  check = (): boolean => true;
  run(model: Model, house: House): void {
    model.pay(this.dollars);
    house.pay(this.dollars);
    model.look();
    house.look();
    compare(model, house);
  }
  toString = (): string => `pay ${this.dollars}`;
}

class Trade implements Command {
  constructor(private readonly lots: number) {}
  check = (): boolean => true;
  run(model: Model, house: House): void {
    const grows = Math.abs(model.lots + this.lots) > Math.abs(model.lots);
    const isRestricted = model.open.some(({ status }) => status === 'OVERDUE');
    same(house.trade(this.lots, timeOf(model)), !(grows && isRestricted));
    if (!(grows && isRestricted)) model.lots += this.lots;
    model.look();
    house.look();
    compare(model, house);
  }
  toString = (): string => `trade ${this.lots}`;
}

class Pass implements Command {
  constructor(private readonly minutes: number) {}
  check = (): boolean => true;
  run(model: Model, house: House): void {
    model.pass(this.minutes);
    house.play.price(price({ observedAt: timeOf(model) }));
    house.look();
    compare(model, house);
  }
  toString = (): string => `pass ${this.minutes}`;
}

class Cancel implements Command {
  constructor(private readonly which: number) {}
  check = (model: Readonly<Model>): boolean => model.calls.length > 0;
  run(model: Model, house: House): void {
    const i = this.which % model.calls.length;
    const call = model.calls[i];
    const isOpen = call !== undefined && model.open.includes(call);
    if (isOpen) call.status = 'CANCELLED';
    const callId = `main-${String(i + 1).padStart(6, '0')}`;
    house.play.command({ type: 'CANCEL_CALL', callId, reason: 'the model says so' });
    const outcome = house.play.of('CommandAnswered').at(-1)?.outcome;
    same(outcome, isOpen ? 'DONE' : 'REFUSED');
    model.look();
    house.look();
    compare(model, house);
  }
  toString = (): string => `cancel ${this.which}`;
}

const commands = [
  fc.integer({ min: 1, max: 300 }).map((thousands) => new Pay(thousands * 1_000)),
  fc.integer({ min: 1, max: 25 }).map((lots) => new Trade(lots)),
  fc.integer({ min: 1, max: 25 }).map((lots) => new Trade(-lots)),
  fc.integer({ min: 1, max: 100 }).map((minutes) => new Pass(minutes)),
  fc.integer({ min: 1, max: 8 }).map((minutes) => new Pass(minutes)),
  fc.nat({ max: 9 }).map((which) => new Cancel(which)),
];

describe('calls over any history', () => {
  const reached = new Set<string>();

  it('are as an independent model of them says, after every step', () => {
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 40, size: 'max' }), (steps) => {
        const [model, house] = [new Model(), new House()];
        fc.modelRun(() => ({ model, real: house }), steps);
        const auditor = new Auditor();
        for (const event of house.play.events) auditor.read(event);
        expect(auditor.findings).toEqual([]);
        for (const { status } of model.calls) reached.add(status);
        for (const notice of model.notices) reached.add(notice.split(' ')[0] ?? '');
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it('which was in every state and saw every notice', () => {
    expect([...reached].sort()).toEqual([
      'CANCELLED',
      'ESCALATED',
      'ISSUED',
      'MET',
      'OVERDUE',
      'PARTIALLY_MET',
      'REMINDER',
    ]);
  });
});
