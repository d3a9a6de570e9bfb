import type pg from 'pg';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import type { ClientSides } from '#libs/domain/inputs/inputs.js';
import { type EncodedEvent, Leases, LedgerWriter, encodeEvent } from '#libs/ledger/index.js';
import { GENESIS_HASH } from '#libs/ledger/hash-chain.js';

/** Appends events to a ledger of a test as the decider would, one transaction a call. */
export class TestLedger {
  private position = 0;
  private hash = GENESIS_HASH;
  private seq = 0;

  private constructor(
    private readonly writer: LedgerWriter,
    readonly ledgerId: string,
  ) {}

  static async open(pool: pg.Pool, ledgerId: string): Promise<TestLedger> {
    const lease = await new Leases(pool, ledgerId).acquire('core', 'test');
    if (!lease) throw new Error(`${ledgerId} is open already`);
    return new TestLedger(new LedgerWriter(pool, ledgerId, lease.epoch), ledgerId);
  }

  get head(): number {
    return this.position;
  }

  /** @returns the position of the last event */
  async append(
    events: readonly NewEvent[],
    options: {
      readonly ledgerTimeMs?: number;
      readonly requirements?: readonly { account: string; payload: unknown }[];
    } = {},
  ): Promise<number> {
    const after = { position: this.position, hash: this.hash };
    const encoded: EncodedEvent[] = [];
    for (const event of events) {
      const stamp = {
        ledgerId: this.ledgerId,
        position: this.position + 1,
        recordedAtMs: 1_800_000_000_000 + this.position,
        ledgerTimeMs: options.ledgerTimeMs,
        causation: 'test/0/0',
        schemaVersion: 1,
      };
      const row = encodeEvent(event, stamp, this.hash);
      this.position = row.position;
      this.hash = row.hash;
      encoded.push(row);
    }
    if (options.requirements) this.seq += 1;
    await this.writer.append({
      after,
      events: encoded,
      identities: events.flatMap(({ identity }, i) =>
        identity === undefined ? [] : [{ key: identity, position: after.position + i + 1 }],
      ),
      quarantined: [],
      sealed: [],
      offsets: [],
      requirements: (options.requirements ?? []).map(({ account, payload }) => ({
        account,
        position: this.position,
        payloadText: JSON.stringify(payload),
      })),
      evaluatedPosition: this.position,
      evaluationSeq: this.seq,
    });
    return this.position;
  }

  close(): void {
    this.writer.close();
  }
}

/** A novated trade as an event. */
export function novated(
  tradeId: string,
  terms: ClientSides & {
    instrument?: string;
    quantity: string;
    buyer: string;
    seller: string;
    price?: string;
  },
): NewEvent {
  const { instrument = 'FUT', quantity, buyer, seller, price = '100.00', ...clients } = terms;
  return {
    type: 'TradeNovated',
    streamId: `instrument/${instrument}`,
    identity: `trade/XSIM/${tradeId}`,
    payload: {
      tradeId,
      venue: 'XSIM',
      instrument,
      quantity,
      price,
      buyer,
      seller,
      executedAt: '2026-11-20T14:00:00.000Z',
      ...clients,
    },
  };
}

/** A deposit of cash, in minor units of two decimals. */
export function deposited(instructionId: string, account: string, minor: number): NewEvent {
  return {
    type: 'CollateralDeposited',
    streamId: `account/${account}`,
    identity: `instruction/${account}/${instructionId}`,
    payload: {
      instructionId,
      account,
      asset: 'USD',
      quantity: (minor / 100).toFixed(2),
      valueDate: '2026-11-20',
      journal: [
        { book: 'external/BANK', asset: 'USD', amount: String(-minor) },
        { book: `account/${account}/cash/USD`, asset: 'USD', amount: String(minor) },
      ],
    },
  };
}
