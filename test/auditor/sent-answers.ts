import type { AuditedEvent, Instruction, Price, Trade } from './audited-events.js';
import type { Findings } from './findings.js';
import type { SentMessage } from './published-message.js';

const TRADE_FIELDS = ['instrument', 'quantity', 'price', 'buyer', 'seller'] as const;
const INSTRUCTION_FIELDS = ['asset', 'quantity', 'toAccount', 'release', 'deliver'] as const;

const tradeId = ({ venue, tradeId: id }: Trade): string => `${venue}/${id}`;
const instructionId = ({ account, member, instructionId: id }: Instruction): string =>
  `${account ?? member}/${id}`;
const contentOf = <T>(given: T, fields: readonly (keyof T)[]): string =>
  JSON.stringify(fields.map((field) => given[field] ?? null));

/**
 * Every message that was sent is answered once, nothing is accepted twice, and what is accepted was sent
 * just so; no price is believed that nobody sent.
 */
export function compareWithSent(
  events: readonly AuditedEvent[],
  sent: readonly SentMessage[],
  findings: Findings,
): void {
  const trades = new Answers<Trade>('trades', tradeId, TRADE_FIELDS);
  const orders = new Answers<Instruction>('collateral', instructionId, INSTRUCTION_FIELDS);
  const prices = new Set<string>();
  for (const { topic, value } of sent) {
    if (topic === 'trades') trades.sent(value as Trade);
    if (topic === 'collateral') orders.sent(value as Instruction);
    if (topic === 'prices') prices.add(priceText(value as Price));
  }
  for (const event of events)
    switch (event.type) {
      case 'TradeNovated':
        trades.accepted(event.payload, event.position, findings);
        break;
      case 'TradeRejected':
        trades.answers += 1;
        break;
      case 'CollateralDeposited':
      case 'CollateralWithdrawn':
      case 'CollateralRecalled':
      case 'CollateralSubstituted':
      case 'CollateralTransferred':
      case 'DefaultFundDeposited':
      case 'DefaultFundWithdrawn':
        orders.accepted(event.payload, event.position, findings);
        break;
      case 'CollateralInstructionRejected':
        orders.answers += 1;
        break;
      case 'AnswerRepeated':
        (event.payload.identity.startsWith('trade/') ? trades : orders).answers += 1;
        break;
      case 'PricesObserved':
        for (const price of event.payload.prices) expectSent(price, event.position);
        break;
      case 'SettlementPriceAccepted':
        expectSent(event.payload, event.position);
        break;
      default:
    }
  trades.expectAllAnswered(findings);
  orders.expectAllAnswered(findings);

  function expectSent(price: Price, position: number): void {
    const known = prices.has(priceText(price));
    findings.expect(known, () => `${priceText(price)} at ${position} was never sent`);
  }
}

const priceText = ({ symbol, price, observedAt, businessDate }: Price): string =>
  [symbol, price, observedAt, businessDate ?? ''].join(' ').trim();

/** What was sent on a topic that answers, and how it was answered. */
class Answers<T> {
  answers = 0;
  private messages = 0;
  private readonly contents = new Map<string, Set<string>>();
  private readonly final = new Set<string>();

  constructor(
    private readonly topic: string,
    private readonly idOf: (given: T) => string,
    private readonly fields: readonly (keyof T)[],
  ) {}

  sent(given: T): void {
    this.messages += 1;
    const id = this.idOf(given);
    const contents = this.contents.get(id) ?? new Set();
    this.contents.set(id, contents.add(contentOf(given, this.fields)));
  }

  accepted(given: T, position: number, findings: Findings): void {
    this.answers += 1;
    const id = this.idOf(given);
    findings.expect(!this.final.has(id), () => `${id} is accepted again at ${position}`);
    this.final.add(id);
    const known = this.contents.get(id)?.has(contentOf(given, this.fields)) ?? false;
    findings.expect(known, () => `${id} at ${position} was never sent like that`);
  }

  expectAllAnswered(findings: Findings): void {
    findings.expect(
      this.answers === this.messages,
      () => `${this.messages} messages on ${this.topic} have ${this.answers} answers`,
    );
  }
}
