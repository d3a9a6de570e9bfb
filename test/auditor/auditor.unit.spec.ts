import { beforeAll, describe, expect, it } from 'vitest';
import type { EventType, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { eventOfCopyLine } from '#libs/domain/testing/event-of-copy-line.js';
import { SeededRandom } from '../bench/seeded-random.js';
import { yearDocument } from '../bench/year/year-document.js';
import { YearPlay } from '../bench/year/year-play.js';
import { publishedEvents } from '../support/published-events.js';
import { decimal, units } from './arithmetic.js';
import { audit, type AuditResult } from './audit.js';
import { compareWithHttp } from './http-answers.js';
import type { PublishedMessage } from './published-message.js';

const SIZE = { members: 3, tradesPerDay: 35 };
const DAYS = 12;
const MUTATIONS = 100;

let year: YearPlay;
let events: RecordedEvent[];
let published: PublishedMessage[];

beforeAll(() => {
  events = [];
  year = new YearPlay(7, SIZE, DAYS, (line) => events.push(eventOfCopyLine(line)));
  year.run();
  published = publishedEvents(events);
});

/** Fields that hold an amount which somebody is paid, told or judged by. */
const AMOUNT =
  /"(amount|quantity|price|outstanding|paid|rate|premium|index|settlementPrice)":"(-?\d[\d.]*)"/g;

const audited = (messages: readonly PublishedMessage[]): AuditResult =>
  audit(yearDocument(SIZE), messages, year.sent);

/** Findings of the same messages with others in the place of one. */
function findingsWith(
  changed: PublishedMessage,
  ...instead: readonly PublishedMessage[]
): readonly string[] {
  const messages = published.flatMap((each) => (each === changed ? instead : [each]));
  return audited(messages).findings;
}

/** The first message on a topic that a text is part of. */
function first(topic: string, part = ''): PublishedMessage {
  const found = published.find((each) => each.topic === topic && each.text.includes(part));
  if (!found) throw new Error(`no message on ${topic} says ${part}`);
  return found;
}

/** One more in the last place. */
function more(amount: string): string {
  const scale = amount.split('.')[1]?.length ?? 0;
  return decimal(units(amount, scale) + 1n, scale);
}

/** One of the amounts in a message, one more in its last place. */
function altered(message: PublishedMessage, random: SeededRandom): PublishedMessage {
  const places = [...message.text.matchAll(AMOUNT)];
  const { index, 0: whole, 2: amount = '' } = random.pick(places);
  const { text } = message;
  const changed = whole.replace(`"${amount}"`, `"${more(amount)}"`);
  return {
    ...message,
    text: text.slice(0, index) + changed + text.slice(index + whole.length),
  };
}

/** The findings where the clearing house itself books a cent too much in a line of a kind. */
function findingsOfCent(kind: string): { findings: readonly string[]; where: string } {
  for (const [i, event] of events.entries()) {
    if (event.type !== 'AccountSettled' || event.payload.currency !== 'USD') continue;
    const line = event.payload.lines.find((each) => each.kind === kind && each.amount !== '0.00');
    if (!line) continue;
    const { payload } = event;
    const [of, to] = payload.journal.slice(-2);
    if (!of || !to) continue;
    const one = to.book.startsWith('account/') ? 1n : -1n;
    const plus = (amount: string, units: bigint): string => String(BigInt(amount) + units);
    const forged = {
      ...payload,
      amount: more(payload.amount),
      lines: payload.lines.map((each) =>
        each === line ? { ...each, amount: more(each.amount) } : each,
      ),
      journal: [
        ...payload.journal.slice(0, -2),
        { ...of, amount: plus(of.amount, -one) },
        { ...to, amount: plus(to.amount, one) },
      ],
    };
    const messages = publishedEvents(events.with(i, { ...event, payload: forged }));
    const where = `${payload.cycleId}: ${kind} of ${payload.account} in ${line.instrument ?? '-'}`;
    return { findings: audited(messages).findings, where };
  }
  throw new Error(`no line of kind ${kind}`);
}

describe('an auditor who knows the published messages alone', () => {
  it('finds nothing in a year as it was', () => {
    const { findings } = audited(published);
    expect(findings).toEqual([]);
  });

  it('computes every balance, contribution and position as the books have them', () => {
    const { cash, positions } = audited(published);
    const { books, trading } = year.core.house;
    const held = new Map<string, bigint>();
    for (const [book, amounts] of books)
      for (const [asset, units] of amounts) {
        const [kind, member, account] = book.split('/');
        if (kind === 'account') held.set(`${member}/${account} ${asset}`, units);
        if (kind === 'default-fund') expect(cash.fund.get(`${member} ${asset}`)).toBe(units);
        if (kind === 'external') expect(cash.cameIn.get(asset)).toBe(-units);
        if (book === 'ccp/fees') expect(cash.fees.get(asset) ?? 0n).toBe(units);
      }
    expect(held.size).toBeGreaterThan(20);
    for (const [key, units] of held) expect([key, cash.held.get(key) ?? 0n]).toEqual([key, units]);
    for (const [account, holdings] of trading.holdings)
      for (const [instrument, { lots }] of holdings)
        expect(positions.lots.get(`${account} ${instrument}`)).toBe(BigInt(lots));
  });

  it('has seen everything that moves money', () => {
    const { seen } = audited(published);
    const types: EventType[] = [
      'TradeNovated',
      'TradeRejected',
      'AnswerRepeated',
      'CollateralDeposited',
      'CollateralWithdrawn',
      'CollateralSubstituted',
      'CollateralTransferred',
      'DefaultFundDeposited',
      'SettlementCycleCompleted',
      'FundingAccrued',
      'MarginCallIssued',
      'MarginCallPaid',
    ];
    for (const type of types) expect([...seen.keys()]).toContain(type);
    const kinds = new Set(
      events.flatMap(({ type, payload }) =>
        type === 'AccountSettled' ? payload.lines.map(({ kind }) => kind) : [],
      ),
    );
    expect([...kinds].sort()).toEqual(
      [
        'EXERCISE',
        'FEE',
        'FINAL_SETTLEMENT',
        'FUNDING',
        'INTEREST',
        'PREMIUM',
        'PRICE_ALIGNMENT',
        'VARIATION_MARGIN',
      ].sort(),
    );
  });
});

describe('an auditor names', () => {
  it.each([
    'VARIATION_MARGIN',
    'PREMIUM',
    'FINAL_SETTLEMENT',
    'EXERCISE',
    'FUNDING',
    'FEE',
    'INTEREST',
    'PRICE_ALIGNMENT',
  ])(
    'the line of kind %s in which the clearing house books and publishes one cent more',
    (kind) => {
      const { findings, where } = findingsOfCent(kind);
      expect(findings.filter((finding) => finding.startsWith(where))).toHaveLength(1);
    },
  );

  it('any single message in which one amount is one unit more', () => {
    const random = new SeededRandom(3);
    // What models of risk say is recomputed elsewhere.
    const candidates = published.filter(
      ({ text }) => !text.includes('"type":"StressTestsCompleted"') && text.match(AMOUNT) !== null,
    );
    for (let i = 0; i < MUTATIONS; i++) {
      const message = random.pick(candidates);
      const changed = altered(message, random);
      expect([changed.text, findingsWith(message, changed)]).not.toEqual([changed.text, []]);
    }
  }, 60_000);

  it.each(['ledger', 'trade-status', 'variation-margin', 'collateral-status', 'margin-calls'])(
    'a message on %s that is lost',
    (topic) => {
      const lost = first(topic);
      expect(findingsWith(lost).join()).toContain('missing');
    },
  );

  it('a message that comes twice with different content, and none that comes twice as it was', () => {
    const message = first('variation-margin');
    expect(findingsWith(message, message, message)).toEqual([]);
    const twice = findingsWith(message, message, altered(message, new SeededRandom(1)));
    expect(twice.join()).toContain(`variation-margin ${message.id} came twice`);
  });

  it('an answer that no event stands behind', () => {
    const message = first('trade-status', 'NOVATED');
    const invented = { ...message, id: `${message.id}1` };
    expect(findingsWith(message, message, invented).join()).toContain('has no event');
  });

  it('messages of a key that come out of order', () => {
    const early = first('ledger', '"stream":"account/M0/HOUSE"');
    const late = published.findLast(({ topic, key }) => topic === 'ledger' && key === early.key);
    if (!late || late === early) throw new Error('one message of a key is not enough');
    expect(findingsWith(early, late, early).join()).toContain(`${early.id} comes after`);
  });

  it('a trade that nobody sent, and one that nobody answered', () => {
    const { sent } = year;
    const at = sent.findIndex(({ topic, key }) => topic === 'trades' && !repeats(key));
    const withOneLess = audit(yearDocument(SIZE), published, sent.toSpliced(at, 1));
    expect(withOneLess.findings.join()).toContain('was never sent like that');
    const unanswered = { topic: 'trades', value: { ...object(sent[at]?.value), tradeId: 'LOST' } };
    const withOneMore = audit(yearDocument(SIZE), published, [...sent, unanswered]);
    expect(withOneMore.findings.join()).toMatch(/messages on trades have \d+ answers/);
  });

  it('what HTTP says otherwise', () => {
    const result = audited(published);
    const [key, amount] = [...result.cash.cash()].find(([, units]) => units !== 0n) ?? ['', 0n];
    const [account = '', currency = ''] = key.split(' ');
    const told = { account, currency, amount: more(decimal(amount, result.terms.scale(currency))) };
    const nothing = { balances: [told], trial: [], positions: [], calls: [] };
    expect(compareWithHttp(result, nothing).join()).toContain(
      `balance of ${key} is ${told.amount}`,
    );
  });
});

const object = (value: unknown): object => value as object;
const repeats = (key: string): boolean => year.sent.filter((each) => each.key === key).length > 1;
