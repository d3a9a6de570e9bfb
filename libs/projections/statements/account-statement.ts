import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { journalOf } from '../balances/book-changes.js';

/** What changed an account, in minor units or units of the asset's scale. */
export interface StatementEntry {
  readonly position: number;
  readonly ledgerTimeMs: number | undefined;
  readonly effectiveDate: string | undefined;
  /** Type of the event. */
  readonly event: RecordedEvent['type'];
  /** The instruction, the cycle or the default that it comes from. */
  readonly reference: string | undefined;
  /** What a settlement cycle's line is for, or the step of a default; undefined for other events. */
  readonly kind: string | undefined;
  readonly instrument: string | undefined;
  /** The bucket of the account that it changed; undefined where it was the account itself. */
  readonly bucket: string | undefined;
  readonly asset: string;
  /** Positive when the account receives. */
  readonly amount: bigint;
  /** What the account held of the asset after it. */
  readonly balance: bigint;
}

type Change = Pick<StatementEntry, 'kind' | 'instrument' | 'bucket' | 'asset' | 'amount'>;

/** Follows one account through a ledger: what it held before a period and what changed it since. */
export class AccountStatement {
  readonly entries: StatementEntry[] = [];
  private readonly held = new Map<string, bigint>();
  private atStart: ReadonlyMap<string, bigint> = new Map();

  /**
   * @param after the last ledger position before the period
   * @param entriesMax of more than so many entries none is kept: see {@link isTooLong}
   */
  constructor(
    private readonly account: string,
    private readonly after: number,
    private readonly entriesMax: number,
  ) {}

  /** Whether the period has more entries than are kept. */
  get isTooLong(): boolean {
    return this.entries.length > this.entriesMax;
  }

  /** What was held at the start of the period, by asset. */
  get opening(): ReadonlyMap<string, bigint> {
    return this.atStart;
  }

  /** What was held at its end. */
  get closing(): ReadonlyMap<string, bigint> {
    return this.held;
  }

  take(event: RecordedEvent): void {
    const isBefore = event.position <= this.after;
    for (const change of changesOf(event, this.account)) {
      const balance = (this.held.get(change.asset) ?? 0n) + change.amount;
      this.held.set(change.asset, balance);
      if (isBefore || this.isTooLong) continue;
      const { position, ledgerTimeMs, effectiveDate, type } = event;
      const reference = referenceOf(event);
      const of = { position, ledgerTimeMs, effectiveDate, event: type, reference };
      this.entries.push({ ...of, ...change, balance });
    }
    if (isBefore) this.atStart = new Map(this.held);
  }
}

/** A settlement cycle's part line by line, every other event by its journal. */
function changesOf(event: RecordedEvent, account: string): Change[] {
  if (event.type === 'AccountSettled') {
    const { account: of, currency, lines, journal } = event.payload;
    if (of !== account) return [];
    const buckets = new Set(journal.map(({ book }) => bucketOfBook(book)));
    return lines.map(({ kind, instrument, amount }) => ({
      kind,
      instrument,
      bucket: buckets.has(instrument) ? instrument : undefined,
      asset: currency,
      // An amount of the ledger has every decimal of its currency.
      amount: BigInt(amount.replace('.', '')),
    }));
  }
  return journalOf(event)
    .filter(({ book }) => book.startsWith(`account/${account}/`))
    .map(({ book, asset, amount }) => ({
      kind: isStep(event) ? event.payload.step : kindOfCycle(event),
      instrument: undefined,
      bucket: bucketOfBook(book),
      asset,
      amount: BigInt(amount),
    }));
}

/** What a cycle moves beside its lines is for members in default. */
const kindOfCycle = ({ type }: RecordedEvent): string | undefined =>
  type === 'SettlementCycleCompleted' ? 'DEFAULT_COVERED' : undefined;

const isStep = (
  event: RecordedEvent,
): event is Extract<RecordedEvent, { readonly type: 'DefaultStepTaken' | 'AccountLiquidated' }> =>
  event.type === 'DefaultStepTaken' || event.type === 'AccountLiquidated';

/** The bucket of a book such as `account/ALPHA/ISO/bucket/SPX-FUT/cash/USD`. */
function bucketOfBook(book: string): string | undefined {
  const [kind, , , what, instrument] = book.split('/');
  return kind === 'account' && what === 'bucket' ? instrument : undefined;
}

function referenceOf({ payload }: RecordedEvent): string | undefined {
  if ('cycleId' in payload) return payload.cycleId;
  if ('defaultId' in payload) return payload.defaultId;
  return 'instructionId' in payload ? payload.instructionId : undefined;
}
