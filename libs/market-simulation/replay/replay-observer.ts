import type { Lots } from '../messages.js';
import { OpenCalls, type CallMessage } from '../link/open-calls.js';
import type { ReadMessage } from '../link/output-reader.js';
import type { DayRecord } from './back-test.js';
import type { CallTotals } from './summarise.js';

/** Topics that a replay looks at. */
export const OBSERVED_TOPICS = [
  'trade-status',
  'variation-margin',
  'margin-requirements',
  'margin-calls',
  'collateral-status',
] as const;

interface Answer {
  readonly status: string;
  readonly code?: string;
  readonly reason?: string;
  readonly tradeId?: string;
  readonly instructionId?: string;
}

interface RequirementMessage {
  readonly account: string;
  readonly requirement: string;
}

interface VariationMarginMessage {
  readonly account: string;
  readonly lines: readonly { readonly instrument: string; readonly closingPosition: string }[];
}

/** What the clearing house has published so far, as far as a replay needs it. */
export class ReplayObserver {
  readonly calls = new OpenCalls();
  novated = 0;
  /** Sentences about what was refused: nothing should be. */
  readonly refusals: string[] = [];
  private readonly requirements = new Map<string, number>();
  private readonly lots = new Map<string, Lots>();
  private readonly totals = new Map<string, CallTotals>();

  take({ topic, content }: ReadMessage): void {
    switch (topic) {
      case 'trade-status':
        return this.takeAnswer(content as Answer);
      case 'collateral-status':
        return this.takeAnswer(content as Answer);
      case 'margin-requirements': {
        const { account, requirement } = content as RequirementMessage;
        this.requirements.set(account, Number(requirement));
        return;
      }
      case 'variation-margin':
        return this.takeVariationMargin(content as VariationMarginMessage);
      case 'margin-calls': {
        const call = content as CallMessage;
        if (this.calls.take(call)) this.addTotals(call.account, 1, Number(call.amount), 0);
        break;
      }
      default:
    }
  }

  private takeAnswer(answer: Answer): void {
    if (answer.status === 'NOVATED') this.novated += 1;
    if (answer.status !== 'REJECTED') return;
    const what = answer.tradeId ?? answer.instructionId ?? '';
    this.refusals.push(`${what} was refused: ${answer.code} (${answer.reason})`);
  }

  private takeVariationMargin({ account, lines }: VariationMarginMessage): void {
    let held = this.lots.get(account);
    if (!held) this.lots.set(account, (held = new Map<string, number>()));
    for (const { instrument, closingPosition } of lines) {
      held.set(instrument, Number(closingPosition));
    }
  }

  /** Notes that a call is being paid. */
  paying(account: string, amount: number): void {
    this.addTotals(account, 0, 0, amount);
  }

  private addTotals(account: string, calls: number, called: number, deposited: number): void {
    const before = this.totals.get(account);
    this.totals.set(account, {
      calls: (before?.calls ?? 0) + calls,
      called: (before?.called ?? 0) + called,
      deposited: (before?.deposited ?? 0) + deposited,
    });
  }

  callTotals(): ReadonlyMap<string, CallTotals> {
    return this.totals;
  }

  get callsIssued(): number {
    return [...this.totals.values()].reduce((sum, { calls }) => sum + calls, 0);
  }

  /** How every account stands after a day's cycle. */
  recordDay(day: number): DayRecord[] {
    return [...this.lots]
      .map(([account, lots]) => ({
        account,
        day,
        requirement: this.requirements.get(account) ?? 0,
        lots: new Map(lots),
      }))
      .sort((a, b) => (a.account < b.account ? -1 : 1));
  }
}
