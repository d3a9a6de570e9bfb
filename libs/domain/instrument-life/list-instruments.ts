import type { HouseState } from '#libs/domain/house/house-state.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import type { InstrumentType } from '#libs/domain/reference-data/model.js';
import { grossLotsOf } from '#libs/domain/trading/client-positions.js';
import { endOfLifeMs } from './end-of-life.js';

/** CLOSING: delisted, and trades until its end only to close. */
export type InstrumentState = 'OPEN' | 'HALTED' | 'CLOSING' | 'DELISTED' | 'EXPIRED';

/** An instrument with where it stands in its life. */
export interface ListedInstrument {
  readonly instrument: string;
  readonly type: InstrumentType;
  readonly underlying: string;
  readonly state: InstrumentState;
  /** When its life ends; null where no end is known. */
  readonly endsAt: string | null;
  /** Of a halt in force, else of a delisting. */
  readonly reason?: string;
  readonly by?: string;
  /** Ledger position of the event that says so. */
  readonly since?: number;
  readonly tickSize: string;
  readonly tickValueMinor: number;
  readonly strike?: string;
  /** The last adjustment of it, such as "3:1". */
  readonly adjusted?: string;
  /** Lots that are open, of one side. */
  readonly openInterest: string;
}

/** All instruments of a ledger by name, those of one underlying where it is named. */
export function listInstruments(house: HouseState, underlying?: string): ListedInstrument[] {
  const { reference, instrumentLife } = house;
  const { halts, delistings, adjustments } = instrumentLife;
  const ratioOf = new Map(
    [...adjustments.values()].flatMap(({ instruments, ratio }) =>
      instruments.map((id) => [id, ratio] as const),
    ),
  );
  return [...(reference?.instruments.values() ?? [])]
    .filter((entry) => underlying === undefined || entry.underlying === underlying)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, type, underlying: of, tickSize, tickValueMinor, terms }) => {
      const endMs = endOfLifeMs(house, id);
      const cause = halts.get(id) ?? delistings.get(id);
      const adjusted = ratioOf.get(id);
      return {
        instrument: id,
        type,
        underlying: of,
        state: stateOf(house, id),
        endsAt: endMs === undefined ? null : formatInstant(endMs),
        ...(cause ? { reason: cause.reason, by: cause.by, since: cause.position } : {}),
        tickSize,
        tickValueMinor,
        ...(terms.type === 'option' ? { strike: terms.strike } : {}),
        ...(adjusted === undefined ? {} : { adjusted }),
        openInterest: String(openInterest(house, id)),
      };
    });
}

function stateOf(house: HouseState, instrument: string): InstrumentState {
  const { halts, delistings } = house.instrumentLife;
  const endMs = endOfLifeMs(house, instrument);
  const delisting = delistings.get(instrument);
  const isOver =
    endMs !== undefined && house.ledgerTimeMs !== undefined && house.ledgerTimeMs >= endMs;
  if (isOver) return delisting?.lastTradingAtMs === endMs ? 'DELISTED' : 'EXPIRED';
  if (halts.has(instrument)) return 'HALTED';
  return delisting ? 'CLOSING' : 'OPEN';
}

/** Longs of all accounts; of gross omnibus accounts those of each client. */
function openInterest({ trading }: HouseState, instrument: string): number {
  let long = 0;
  for (const account of trading.holders.get(instrument) ?? []) {
    const lots = trading.clients.has(account)
      ? grossLotsOf(trading.clients, account, instrument).long
      : Math.max(0, trading.holdings.get(account)?.get(instrument)?.lots ?? 0);
    long += lots;
  }
  return long;
}
