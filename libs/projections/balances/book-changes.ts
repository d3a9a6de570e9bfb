import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';

/** The journal lines of an event; none where it moves nothing. */
export function journalOf(event: RecordedEvent): readonly JournalLine[] {
  switch (event.type) {
    case 'CollateralDeposited':
    case 'CollateralWithdrawn':
    case 'CollateralRecalled':
    case 'CollateralSubstituted':
    case 'CollateralTransferred':
    case 'DefaultFundDeposited':
    case 'DefaultFundWithdrawn':
    case 'AccountSettled':
    case 'OwnCapitalChanged':
    case 'AccountLiquidated':
    case 'ContractsAdjusted':
      return event.payload.journal;
    case 'DefaultStepTaken':
      return ('journal' in event.payload ? event.payload.journal : undefined) ?? [];
    case 'SettlementCycleCompleted':
    case 'LotsTransferred':
      return event.payload.journal ?? [];
    default:
      return [];
  }
}

/** What one book holds of one asset, in minor units or units of the asset's scale. */
export interface BookAmount {
  readonly book: string;
  readonly asset: string;
  readonly amount: bigint;
}

/** Adds up journal lines per book and asset. */
export class BookTally {
  private readonly byKey = new Map<string, BookAmount>();

  add({ book, asset, amount }: JournalLine): void {
    const key = `${book}\n${asset}`;
    const known = this.byKey.get(key);
    this.byKey.set(key, { book, asset, amount: (known?.amount ?? 0n) + BigInt(amount) });
  }

  /** One sum per book and asset, in the order in which they first came. */
  amounts(): BookAmount[] {
    return [...this.byKey.values()];
  }
}
