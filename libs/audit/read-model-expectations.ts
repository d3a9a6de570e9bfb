import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { HouseState } from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { memberOf } from '#libs/domain/kernel/identifier.js';
import { formatInstant } from '#libs/domain/kernel/instant.js';
import { EVERY_TRADE, callAfter } from '#libs/projections/index.js';

/** Enough of a list of positions to tell it from another: number, sum and sum of squares. */
export interface ListDigest {
  count: bigint;
  sum: bigint;
  squares: bigint;
}

export function digestText({ count, sum, squares }: ListDigest): string {
  return `${count} entries, sum ${sum}, squares ${squares}`;
}

/**
 * What the read models should hold, gathered while the ledger is walked: what the state of the house
 * does not keep. It is written anew here, not taken from the projections, so that it can judge them.
 */
export class ReadModelExpectations {
  readonly trades = new Map<string, ListDigest>();
  readonly settlements = new Map<string, ListDigest>();
  readonly calls = new Map<string, string>();
  readonly cycles = new Map<string, string>();
  readonly referenceData = new Map<string, string>();
  readonly releases = new Map<string, string>();
  /** Where the events of each default are. */
  readonly defaults = new Map<string, ListDigest>();
  private readonly callsIssuedAt = new Map<string, number>();

  take(event: RecordedEvent): void {
    const { position, type, payload } = event;
    switch (type) {
      case 'TradeNovated': {
        const { buyer, seller } = payload;
        const owners = [EVERY_TRADE, buyer, seller, memberOf(buyer), memberOf(seller)];
        for (const owner of new Set(owners)) addTo(this.trades, owner, position);
        break;
      }
      case 'TradeBusted':
      case 'TradeCorrected':
        addTo(this.trades, `@${payload.novation}`, position);
        break;
      case 'AccountSettled':
        addTo(this.settlements, `${payload.account} ${payload.cyclePosition}`, position);
        break;
      case 'DefaultProposed':
      case 'DefaultProposalWithdrawn':
      case 'DefaultStepTaken':
        addTo(this.defaults, payload.defaultId, position);
        break;
      case 'SettlementCycleCompleted':
      case 'SettlementCycleBlocked': {
        const state = type === 'SettlementCycleCompleted' ? 'BOOKED' : 'BLOCKED';
        const defaults = type === 'SettlementCycleCompleted' ? (payload.defaults ?? []) : [];
        for (const id of new Set(defaults.map(({ defaultId }) => defaultId)))
          addTo(this.defaults, id, position);
        this.cycles.set(payload.cycleId, `${state} at ${position}: ${JSON.stringify(payload)}`);
        break;
      }
      case 'SettlementCycleSettled': {
        const booked = this.cycles.get(payload.cycleId) ?? '';
        this.cycles.set(payload.cycleId, booked.replace(/^BOOKED/, 'SETTLED'));
        break;
      }
      case 'ReferenceDataChanged':
      case 'ContractsAdjusted':
        this.referenceData.set(String(position), 'a version');
        break;
      case 'QuarantineReleased':
        this.releases.set(String(payload.quarantined), `${payload.action} at ${position}`);
        break;
      default: {
        const call = callAfter(event);
        if (!call) return;
        const issued = this.callsIssuedAt.get(call.callId) ?? position;
        this.callsIssuedAt.set(call.callId, issued);
        const text = `issued at ${issued}, changed at ${position}: ${JSON.stringify(call)}`;
        this.calls.set(call.callId, text);
      }
    }
  }
}

/**
 * Positions that are not flat, as `long/short` by account and instrument; of gross omnibus accounts also
 * by client.
 */
export function expectedPositions({ trading }: HouseState): Map<string, string> {
  const positions = new Map<string, string>();
  for (const [account, holdings] of trading.holdings) {
    for (const [instrument, { lots }] of holdings) {
      if (lots === 0 || trading.clients.has(account)) continue;
      const [long, short] = lots > 0 ? [lots, 0] : [0, -lots];
      positions.set(`${account} ${instrument}`, lotsText(long, short));
    }
  }
  for (const [account, clients] of trading.clients) {
    const instruments = new Set([...clients.values()].flatMap((held) => [...held.keys()]));
    for (const instrument of instruments) {
      let [long, short] = [0, 0];
      for (const [client, held] of clients) {
        const lots = held.get(instrument);
        if (!lots) continue;
        long += lots.long;
        short += lots.short;
        positions.set(`${account} ${client} ${instrument}`, lotsText(lots.long, lots.short));
      }
      positions.set(`${account} ${instrument}`, lotsText(long, short));
    }
  }
  return positions;
}

const lotsText = (long: number, short: number): string => `long ${long}, short ${short}`;

/** Defaults as the house has them: how far each is, what is not borne, and the layers it used. */
export function expectedDefaults(house: HouseState): Map<string, string> {
  const scale = house.reference?.baseScale ?? 0;
  const money = (minor: bigint): string => formatUnits(minor, scale);
  return new Map(
    [...house.defaults.cases.values()].map((of) => [
      of.defaultId,
      [
        `${of.member} ${of.status}`,
        of.loss
          ? `${money(of.remainingMinor)} of ${money(of.loss.totalMinor)} not borne`
          : 'no loss',
        ...of.applied.map(({ layer, usedMinor }) => `${layer} ${money(usedMinor)}`),
      ].join(', '),
    ]),
  );
}

/** The price feeds that have a state, by symbol. */
export function expectedPriceFeeds(house: HouseState): Map<string, string> {
  const feeds = new Map<string, string>();
  for (const [underlying, ofUnderlying] of house.market.feeds) {
    for (const [symbol, { state, quality, sinceMs, gate }] of ofUnderlying) {
      if (state === undefined) continue;
      const price = house.market.prices.get(symbol)?.price;
      const since = sinceMs === undefined ? '' : formatInstant(sinceMs);
      const acceptedAt = gate.accepted ? formatInstant(gate.accepted.atMs) : '';
      feeds.set(
        symbol,
        `${underlying} ${state} ${quality} since ${since}, ${price} of ${acceptedAt}`,
      );
    }
  }
  return feeds;
}

/** What books hold, where they hold anything, by book and asset. */
export function expectedBalances(house: HouseState): Map<string, string> {
  const balances = new Map<string, string>();
  for (const [book, assets] of house.books) {
    for (const [asset, amount] of assets) {
      if (amount !== 0n) balances.set(`${book} ${asset}`, amount.toString());
    }
  }
  return balances;
}

function addTo(digests: Map<string, ListDigest>, key: string, position: number): void {
  let digest = digests.get(key);
  if (!digest) digests.set(key, (digest = { count: 0n, sum: 0n, squares: 0n }));
  const at = BigInt(position);
  digest.count += 1n;
  digest.sum += at;
  digest.squares += at * at;
}
