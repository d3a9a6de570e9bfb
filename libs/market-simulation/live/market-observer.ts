import { OpenCalls, type CallMessage } from '../link/open-calls.js';
import type { ReadMessage } from '../link/output-reader.js';
import { describeLedgerEvent, type LedgerEvent } from './ledger-news.js';
import { readable, type Narrator } from './narrator.js';
import type { TradeFlow } from './trade-flow.js';

/** Topics that a live market looks at. */
export const LIVE_TOPICS = [
  'trade-status',
  'variation-margin',
  'margin-requirements',
  'margin-calls',
  'ledger',
] as const;

interface TradeAnswer {
  readonly status: string;
  readonly code?: string;
  readonly instrument: string;
  readonly quantity: string;
  readonly buyer: string;
  readonly seller: string;
}

interface RequirementMessage {
  readonly account: string;
  readonly utilisation?: string;
  readonly collateral: { readonly counted: string };
}

interface VariationMarginMessage {
  readonly cycleId: string;
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
}

const VM_ACCOUNTS_TOLD = 3;

/** Takes in what the clearing house publishes: for the traders, for those who pay, and for the reader. */
export class MarketObserver {
  readonly calls = new OpenCalls();
  /** Off while a market opens: the first prices of several sources come one by one. */
  tellsNews = false;
  private hinted = false;
  private cycle: { id: string; lines: VariationMarginMessage[] } | undefined;

  constructor(
    private readonly flow: TradeFlow,
    private readonly narrator: Narrator,
  ) {}

  take({ topic, content }: ReadMessage): void {
    switch (topic) {
      case 'trade-status': {
        const answer = content as TradeAnswer;
        this.narrator.takeAnswer(answer);
        if (answer.status === 'NOVATED') this.flow.takeNovated(answer);
        return;
      }
      case 'margin-requirements': {
        const { account, utilisation, collateral } = content as RequirementMessage;
        const view = this.flow.views.get(account);
        if (!view) return;
        view.utilisation = utilisation === undefined ? undefined : Number(utilisation);
        view.counted = Number(collateral.counted);
        return;
      }
      case 'margin-calls':
        return this.takeCall(content as CallMessage);
      case 'variation-margin':
        return this.takeVariationMargin(content as VariationMarginMessage);
      case 'ledger': {
        const news = describeLedgerEvent(content as LedgerEvent);
        if (news !== undefined && this.tellsNews) this.narrator.say(news);
        break;
      }
      default:
    }
  }

  private takeCall(call: CallMessage): void {
    const isNew = this.calls.take(call);
    const hint = isNew && !this.hinted ? `; see npx ccp explain ${call.callId}` : '';
    this.hinted ||= isNew;
    this.narrator.say(`${describeCall(call)}${hint}`);
  }

  /** Keeps the lines of one cycle at a time. */
  private takeVariationMargin(line: VariationMarginMessage): void {
    if (this.cycle?.id !== line.cycleId) this.cycle = { id: line.cycleId, lines: [] };
    this.cycle.lines.push(line);
  }

  /** Tells what a cycle brought, once its messages are there. */
  tellCycle(cycleId: string): void {
    if (this.cycle?.id !== cycleId) {
      this.narrator.say(`cycle ${cycleId}: nothing to settle`);
      return;
    }
    const { lines } = this.cycle;
    this.cycle = undefined;
    const sorted = [...lines].sort(
      (a, b) => Math.abs(Number(b.amount)) - Math.abs(Number(a.amount)),
    );
    const most = sorted
      .slice(0, VM_ACCOUNTS_TOLD)
      .map(({ account, amount, currency }) => `${account} ${signed(amount)} ${currency}`);
    const accounts = new Set(lines.map(({ account }) => account)).size;
    this.narrator.say(
      `cycle ${cycleId}: ${paidByCurrency(lines)} change hands between ${accounts} accounts; ` +
        `most for ${most.join(', ')}`,
    );
  }
}

/** What the receiving accounts get, by currency. */
function paidByCurrency(lines: readonly VariationMarginMessage[]): string {
  const paid = new Map<string, number>();
  for (const { currency, amount } of lines) {
    paid.set(currency, (paid.get(currency) ?? 0) + Math.max(0, Number(amount)));
  }
  return [...paid]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([currency, amount]) => `${readable(amount.toFixed(2))} ${currency}`)
    .join(' and ');
}

const signed = (amount: string): string =>
  amount.startsWith('-') ? readable(amount) : `+${readable(amount)}`;

function describeCall(call: CallMessage): string {
  const { callId, account, currency, outstanding } = call;
  const who = `margin call ${callId}: ${account}`;
  if (call.notice === 'REMINDER')
    return `${who} is reminded of ${readable(outstanding)} ${currency}`;
  if (call.notice === 'ESCALATED')
    return `${who} still owes ${readable(outstanding)} ${currency}: escalated`;
  switch (call.status) {
    case 'ISSUED': {
      const due = call.dueAt.slice(11, 19);
      const why = call.reason === 'CASH_DEBIT' ? 'its cash is below zero' : numbersOf(call);
      return `${who} is to pay ${readable(call.amount)} ${currency} by ${due} (${why})`;
    }
    case 'PARTIALLY_MET':
      return `${who} has paid ${readable(call.paid ?? '')}, ${readable(outstanding)} ${currency} are left`;
    case 'MET':
      return `${who} has paid; the call is met`;
    case 'OVERDUE':
      return `${who} has not paid ${readable(outstanding)} ${currency} in time: overdue`;
    case 'CANCELLED':
      return `${who} need not pay any more`;
    default:
      return call.status satisfies never;
  }
}

function numbersOf({ requirement, unsettled, collateralValue }: CallMessage): string {
  const loss = Number(unsettled) < 0 ? `unsettled loss ${readable(unsettled.slice(1))}, ` : '';
  return `requirement ${readable(requirement)}, ${loss}collateral ${readable(collateralValue)}`;
}
