import type {
  AuditedEvent,
  Correction,
  Instruction,
  Price,
  Request,
  Trade,
} from './audited-events.js';
import type { Findings } from './findings.js';
import type { SentMessage } from './published-message.js';

const TRADE_FIELDS = ['instrument', 'quantity', 'price', 'buyer', 'seller'] as const;
const INSTRUCTION_FIELDS = ['asset', 'quantity', 'toAccount', 'release', 'deliver'] as const;

const CORRECTION_FIELDS = ['tradeId', 'reason', 'quantity', 'price'] as const;
const REQUEST_FIELDS = [
  'type',
  'account',
  'toAccount',
  'tradeId',
  'instrument',
  'quantity',
  'allocations',
  'collateral',
] as const;

type Asked = Pick<Correction, 'tradeId' | 'venue' | 'correctionId' | 'reason'> &
  Correction['asked'];

const tradeId = ({ venue, tradeId: id }: Trade): string => `${venue}/${id}`;
const instructionId = ({ account, member, instructionId: id }: Instruction): string =>
  `${account ?? member}/${id}`;
const correctionId = ({ venue, correctionId: id }: Asked): string => `${venue}/${id}`;
const requestId = ({ member, instructionId: id }: Request): string => `${member}/${id}`;
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
  const audit = new SentAudit(findings);
  for (const message of sent) audit.sent(message);
  for (const event of events) audit.read(event);
  audit.finish();
}

class SentAudit {
  private readonly trades = new Answers<Trade>('trades', tradeId, TRADE_FIELDS);
  private readonly orders = new Answers<Instruction>(
    'collateral',
    instructionId,
    INSTRUCTION_FIELDS,
  );
  private readonly corrections = new Answers<Asked>(
    'trades to correct',
    correctionId,
    CORRECTION_FIELDS,
  );
  private readonly requests = new Answers<Request>("members' topics", requestId, REQUEST_FIELDS);
  private readonly prices = new Set<string>();

  constructor(private readonly findings: Findings) {}

  sent({ topic, value }: SentMessage): void {
    if (topic === 'collateral') this.orders.sent(value as Instruction);
    else if (topic === 'prices') this.prices.add(priceText(value as Price));
    else if (topic.startsWith('trades.'))
      this.requests.sent({ ...(value as Request), member: topic.slice('trades.'.length) });
    else if (topic === 'trades') {
      if ('correctionId' in (value as object)) this.corrections.sent(value as Asked);
      else this.trades.sent(value as Trade);
    }
  }

  read(event: AuditedEvent): void {
    const { position } = event;
    switch (event.type) {
      case 'TradeNovated':
        this.trades.accepted(event.payload, position, this.findings);
        break;
      case 'TradeRejected':
        this.trades.answers += 1;
        break;
      case 'TradeBusted':
      case 'TradeCorrected': {
        const { asked, tradeId: of, venue, correctionId: id, reason } = event.payload;
        const given = { tradeId: of, venue, correctionId: id, reason, ...asked };
        this.corrections.accepted(given, position, this.findings);
        break;
      }
      case 'TradeCorrectionRejected':
        this.corrections.answers += 1;
        break;
      case 'TransferOffered':
      case 'LotsTransferred':
        this.requests.accepted(event.payload.request, position, this.findings);
        break;
      case 'MemberMessageRejected':
        this.requests.answers += 1;
        break;
      case 'AnswerRepeated':
        this.answeredAgain(event.payload.identity).answers += 1;
        break;
      case 'PricesObserved':
        for (const price of event.payload.prices) this.expectSent(price, position);
        break;
      case 'SettlementPriceAccepted':
        this.expectSent(event.payload, position);
        break;
      default:
        this.readCollateral(event);
    }
  }

  finish(): void {
    for (const each of [this.trades, this.corrections, this.requests, this.orders])
      each.expectAllAnswered(this.findings);
  }

  private readCollateral(event: AuditedEvent): void {
    switch (event.type) {
      case 'CollateralDeposited':
      case 'CollateralWithdrawn':
      case 'CollateralRecalled':
      case 'CollateralSubstituted':
      case 'CollateralTransferred':
      case 'DefaultFundDeposited':
      case 'DefaultFundWithdrawn':
        this.orders.accepted(event.payload, event.position, this.findings);
        break;
      case 'CollateralInstructionRejected':
        this.orders.answers += 1;
        break;
      default:
    }
  }

  private answeredAgain(identity: string): { answers: number } {
    if (identity.startsWith('trade/')) return this.trades;
    if (identity.startsWith('correction/')) return this.corrections;
    return identity.startsWith('member-instruction/') ? this.requests : this.orders;
  }

  private expectSent(price: Price, position: number): void {
    const known = this.prices.has(priceText(price));
    this.findings.expect(known, () => `${priceText(price)} at ${position} was never sent`);
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
