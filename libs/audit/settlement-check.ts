import { EXTERNAL_BANK, FEES_BOOK } from '#libs/domain/books/books.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import type {
  AccountSettled,
  CyclePrice,
  SettlementCycleCompleted,
  SettlementLine,
  SettlementLineKind,
} from '#libs/domain/events/settlement-events.js';
import { type HouseState, referenceOf } from '#libs/domain/house/index.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { priceToTicks } from '#libs/domain/reference-data/price-ticks.js';
import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';
import type { Holding } from '#libs/domain/trading/trading-state.js';
import { ChargeRecount } from './charge-recount.js';
import { expectedCuts, faultsInJournalOfDefaults, faultsInSettlement } from './cycle-defaults.js';
import { ExpiryRecount } from './expiry-recount.js';
import type { Findings } from './finding.js';
import type { FundingTally } from './funding-tally.js';

/** A line that a cycle should have: what it is for, and its amount in minor units. */
interface ExpectedLine {
  readonly kind: SettlementLineKind;
  readonly account: string;
  readonly currency: string;
  /** Absent where the line is of the account itself. */
  readonly instrument?: string;
  readonly minor: bigint;
  /** What it says beside, of exercise. */
  readonly beside?: string;
}

/** What a cycle should bring an account in one currency, in words. */
interface ExpectedPart {
  minor: bigint;
  readonly scale: number;
  readonly lines: string[];
}

/**
 * Recomputes what a cycle brought each account, line by line, from the positions before it, its prices,
 * and the funding and charges that follow from the events since the last one.
 */
export class SettlementCheck {
  /** What is still to come of the cycle that is being read, by account and currency. */
  private awaited = new Map<string, ExpectedPart>();
  private cyclePosition = 0;
  /** Whether what settlement holds after that cycle was looked at. */
  private isSettlementChecked = true;
  private readonly charges = new ChargeRecount();
  /** The business date of an end-of-day cycle whose parts are being read. */
  private closes: string | undefined;

  constructor(
    private readonly findings: Findings,
    private readonly funding: FundingTally,
  ) {}

  /** Takes the next event before it is folded: the house stands where the decision stood. */
  take(house: HouseState, event: RecordedEvent): void {
    if (event.type === 'AccountSettled') {
      this.takePart(event.position, event.payload);
      this.charges.takePart(house, event.payload);
      return;
    }
    if (this.cyclePosition > 0 && !this.isSettlementChecked) this.checkSettlement(house);
    this.finish();
    if (this.closes !== undefined) this.charges.close(house, this.closes);
    this.closes = undefined;
    if (event.type === 'ReferenceDataChanged') this.charges.takeTerms(event.payload.document);
    if (event.type === 'TradeNovated') this.charges.takeTrade(house, event.payload);
    if (event.type === 'TradeBusted' || event.type === 'TradeCorrected')
      this.charges.takeFees(house, event.payload.fees);
    if (event.type === 'SettlementCycleCompleted') this.takeCycle(house, event);
  }

  /** Once all parts of a cycle are read, settlement holds nothing but what defaults carry on. */
  private checkSettlement(house: HouseState): void {
    this.isSettlementChecked = true;
    for (const { currency, expected, found } of faultsInSettlement(house)) {
      const what = `what settlement holds of ${currency} after the cycle`;
      this.findings.add(this.cyclePosition, what, expected, found);
    }
  }

  private takeCycle(
    house: HouseState,
    { position, payload }: RecordedEvent & { readonly type: 'SettlementCycleCompleted' },
  ): void {
    this.cyclePosition = position;
    this.isSettlementChecked = false;
    if (payload.corrects) {
      const lines = payload.prices.flatMap((price) => correctionLines(house, price));
      this.awaited = partsOf(lines, referenceOf(house).currencyScales);
      return;
    }
    const { type, businessDate, cycleId } = payload;
    this.closes = type === 'EOD' ? businessDate : undefined;
    const charges = this.charges.settle(house, this.closes);
    const expiry = new ExpiryRecount(house, payload);
    const ended = expiry.fault();
    if (ended) this.findings.add(position, `what ends in ${cycleId}`, ended.expected, ended.found);
    const lines = [...expectedLines(house, payload, this.funding, expiry), ...charges];
    const cuts = expectedCuts(house, payload, lines).map(
      ({ account, currency, minor }): ExpectedLine => {
        return { kind: 'GAINS_HAIRCUT', account, currency, minor: -minor };
      },
    );
    this.awaited = partsOf([...lines, ...cuts], referenceOf(house).currencyScales);
    this.checkJournal(house, payload, position, charges);
    const [accrued, settled] = [this.funding.instruments(), payload.funding ?? []];
    if (accrued.join() !== settled.join()) {
      const what = `funding settled in ${cycleId}`;
      this.findings.add(position, what, accrued.join(), settled.join());
    }
    this.funding.settle();
  }

  /** What moves with a cycle beside its lines: interest from the bank, and what is for defaults. */
  private checkJournal(
    house: HouseState,
    cycle: SettlementCycleCompleted,
    position: number,
    charges: readonly ExpectedLine[],
  ): void {
    const { cycleId, journal = [] } = cycle;
    const isInterest = ({ book }: JournalLine) => book === EXTERNAL_BANK || book === FEES_BOOK;
    const interest = journal.filter(isInterest);
    this.checkInterest(cycleId, interest, position, charges);
    const rest = journal.filter((line) => !isInterest(line));
    for (const { expected, found } of faultsInJournalOfDefaults(house, cycle, rest))
      this.findings.add(position, `what ${cycleId} brings to defaults`, expected, found);
  }

  /** What the bank paid in for interest is what accounts received of it. */
  private checkInterest(
    cycleId: string,
    journal: readonly JournalLine[],
    position: number,
    charges: readonly ExpectedLine[],
  ): void {
    const due = new Map<string, bigint>();
    for (const { kind, currency, minor } of charges)
      if (kind === 'INTEREST' && minor > 0n) due.set(currency, (due.get(currency) ?? 0n) + minor);
    const expected = [...due].flatMap(([currency, minor]) => [
      `external/BANK ${-minor} ${currency}`,
      `ccp/fees ${minor} ${currency}`,
    ]);
    const found = journal.map(({ book, amount, asset }) => `${book} ${amount} ${asset}`);
    const [ours, theirs] = [expected.toSorted().join(), found.toSorted().join()];
    if (ours !== theirs) this.findings.add(position, `interest paid into ${cycleId}`, ours, theirs);
  }

  /** Whatever a cycle should have brought and did not is a finding. */
  finish(): void {
    for (const [key, { minor, scale }] of this.awaited) {
      const amount = formatUnits(minor, scale);
      this.findings.add(this.cyclePosition, `variation margin of ${key}`, amount, 'nothing');
    }
    this.awaited.clear();
  }

  private takePart(position: number, settled: AccountSettled): void {
    const { account, currency, amount, cycleId } = settled;
    const key = `${account} ${currency}`;
    const expected = this.awaited.get(key);
    this.awaited.delete(key);
    const due = expected && formatUnits(expected.minor, expected.scale);
    if (due !== amount) {
      const what = `variation margin of ${account} in ${cycleId}`;
      this.findings.add(position, what, due ?? 'none', amount);
    }
    const lines = settled.lines.map((line) =>
      lineText(line.kind, line.instrument, line.amount, besideOf(line)),
    );
    const [ours, theirs] = [(expected?.lines ?? []).toSorted().join(), lines.toSorted().join()];
    if (ours !== theirs)
      this.findings.add(position, `lines of ${account} in ${cycleId}`, ours, theirs);
  }
}

const lineText = (
  kind: string,
  instrument: string | undefined,
  amount: string,
  beside = '',
): string => `${kind} ${instrument ?? ''} ${amount} ${beside}`;

/** What a line says of exercise beside its amount. */
function besideOf({ exercisedQuantity, delivered }: SettlementLine): string {
  if (exercisedQuantity === undefined) return '';
  const into = delivered ? `${delivered.quantity} ${delivered.instrument}` : 'cash';
  return `${exercisedQuantity} exercised into ${into}`;
}

function partsOf(
  lines: readonly ExpectedLine[],
  scales: ReadonlyMap<string, number>,
): Map<string, ExpectedPart> {
  const parts = new Map<string, ExpectedPart>();
  for (const { kind, account, currency, instrument, minor, beside } of lines) {
    const key = `${account} ${currency}`;
    const scale = scales.get(currency) ?? 0;
    let part = parts.get(key);
    if (!part) parts.set(key, (part = { minor: 0n, scale, lines: [] }));
    part.minor += minor;
    part.lines.push(lineText(kind, instrument, formatUnits(minor, scale), beside));
  }
  return parts;
}

/** The lines of a cycle, each kind by its own rule (margin-model.md f). */
function expectedLines(
  house: HouseState,
  cycle: SettlementCycleCompleted,
  funding: FundingTally,
  expiry: ExpiryRecount,
): ExpectedLine[] {
  const entries = referenceOf(house).instruments;
  return [
    ...cycle.prices.flatMap((price) => variationLines(house, price, expiry)),
    ...ofInstruments(entries, expiry.options(), (terms) =>
      expiry.exerciseOf(terms.id).map(({ account, minor, text }): ExpectedLine => {
        return { kind: 'EXERCISE', account, ...ofTerms(terms), minor, beside: text };
      }),
    ),
    ...ofInstruments(entries, cycle.premiums ?? [], (terms) => premiumLines(house, terms)),
    ...ofInstruments(entries, funding.instruments(), (terms) =>
      [...funding.of(terms.id)].map(([account, minor]): ExpectedLine => {
        return { kind: 'FUNDING', account, ...ofTerms(terms), minor };
      }),
    ),
  ];
}

const ofTerms = ({ id, currency }: InstrumentEntry) => ({ instrument: id, currency });

function ofInstruments(
  entries: ReadonlyMap<string, InstrumentEntry>,
  instruments: readonly string[],
  linesOf: (terms: InstrumentEntry) => ExpectedLine[],
): ExpectedLine[] {
  return instruments.flatMap((instrument) => {
    const terms = entries.get(instrument);
    return terms ? linesOf(terms) : [];
  });
}

/** `(lots * S - opening * S_previous - traded) * tick value`, with what exercise delivered at the strike. */
function variationLines(
  house: HouseState,
  { instrument, settlementPrice }: CyclePrice,
  expiry: ExpiryRecount,
): ExpectedLine[] {
  const terms = referenceOf(house).instruments.get(instrument);
  const price = terms && priceToTicks(terms, settlementPrice);
  if (!terms || price?.kind !== 'ticks') return [];
  const [now, before] = [price.ticks, house.settlement.lastSettledTicks.get(instrument) ?? 0];
  const held = [
    ...holdersOf(house, instrument),
    ...expiry.newHoldersOf(instrument).map((account) => [account, NOTHING_HELD] as const),
  ];
  return held.map(([account, { lots, openingLots, tradedTicks }]) => {
    const delivered = expiry.deliveredTo(account, instrument);
    const opening = BigInt(openingLots) * BigInt(before);
    const cost = opening + tradedTicks + delivered.ticks;
    const ticks = BigInt(lots + delivered.lots) * BigInt(now) - cost;
    return {
      kind: expiry.isFinal(instrument) ? 'FINAL_SETTLEMENT' : 'VARIATION_MARGIN',
      account,
      ...ofTerms(terms),
      minor: ticks * BigInt(terms.tickValueMinor),
    };
  });
}

const NOTHING_HELD = { lots: 0, openingLots: 0, tradedTicks: 0n };

/** `opening * (S - S_previous) * tick value`: the positions that closed the day of the price. */
function correctionLines(
  house: HouseState,
  { instrument, settlementPrice }: CyclePrice,
): ExpectedLine[] {
  const terms = referenceOf(house).instruments.get(instrument);
  const price = terms && priceToTicks(terms, settlementPrice);
  const before = house.settlement.lastSettledTicks.get(instrument);
  if (!terms || price?.kind !== 'ticks' || before === undefined) return [];
  const move = BigInt(price.ticks - before) * BigInt(terms.tickValueMinor);
  return holdersOf(house, instrument)
    .filter(([, { openingLots }]) => openingLots !== 0)
    .map(([account, { openingLots }]) => {
      const minor = BigInt(openingLots) * move;
      return { kind: 'VARIATION_MARGIN', account, ...ofTerms(terms), minor };
    });
}

/** `- traded * tick value`, for those who traded. */
function premiumLines(house: HouseState, terms: InstrumentEntry): ExpectedLine[] {
  return holdersOf(house, terms.id)
    .filter(([, { tradedLots, tradedTicks }]) => tradedLots !== 0 || tradedTicks !== 0n)
    .map(([account, { tradedTicks }]) => {
      const minor = -tradedTicks * BigInt(terms.tickValueMinor);
      return { kind: 'PREMIUM', account, ...ofTerms(terms), minor };
    });
}

function holdersOf(
  { trading }: HouseState,
  instrument: string,
): (readonly [account: string, holding: Holding])[] {
  return [...(trading.holders.get(instrument) ?? [])].flatMap((account) => {
    const holding = trading.holdings.get(account)?.get(instrument);
    return holding ? [[account, holding] as const] : [];
  });
}
