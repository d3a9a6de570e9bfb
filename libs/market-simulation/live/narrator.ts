/** Lines a second that a person can read, and how many may come at once. */
const LINES_PER_SECOND = 2;
const LINES_AT_ONCE = 6;
/** Novated and refused trades are told together, so often. */
const TRADES_EVERY_MS = 8_000;

/** Says in plain lines what happens, slowly enough to be read. */
export class Narrator {
  private allowance = LINES_AT_ONCE;
  private refilledMs: number;
  private skipped = 0;
  private novated = 0;
  private readonly refused = new Map<string, number>();
  private tradesToldMs: number;

  /** @param now the wall clock, in milliseconds */
  constructor(
    private readonly write: (line: string) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.refilledMs = now();
    this.tradesToldMs = now();
  }

  /** Says a sentence, or counts it as skipped when too much is going on. */
  say(sentence: string): void {
    const nowMs = this.now();
    const refill = ((nowMs - this.refilledMs) / 1000) * LINES_PER_SECOND;
    this.allowance = Math.min(LINES_AT_ONCE, this.allowance + refill);
    this.refilledMs = nowMs;
    if (this.allowance < 1) {
      this.skipped += 1;
      return;
    }
    this.allowance -= 1;
    const more = this.skipped === 0 ? '' : ` (and ${this.skipped} more since the last line)`;
    this.skipped = 0;
    this.write(`${new Date(nowMs).toISOString().slice(11, 19)}  ${sentence}${more}`);
  }

  /** Takes the answer to a trade; answers are told together. */
  takeAnswer(answer: { readonly status: string; readonly code?: string }): void {
    if (answer.status === 'NOVATED') this.novated += 1;
    else {
      const code = answer.code ?? 'no code';
      this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
    }
  }

  /** Tells of trades when it is time to; called now and then. */
  tellTrades(): void {
    const nowMs = this.now();
    if (nowMs - this.tradesToldMs < TRADES_EVERY_MS) return;
    if (this.novated === 0 && this.refused.size === 0) return;
    this.tradesToldMs = nowMs;
    const codes = [...this.refused].map(([code, n]) => `, ${n} refused (${code})`).join('');
    const trades = this.novated === 1 ? 'trade' : 'trades';
    this.say(`${this.novated} ${trades} novated${codes}`);
    this.novated = 0;
    this.refused.clear();
  }
}

/** 1234567.89 as 1,234,567.89: amounts of messages, for people. */
export function readable(amount: string): string {
  const [whole = '', fraction] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
