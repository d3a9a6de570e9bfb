import type { DefaultTraded } from '#libs/domain/events/default-events.js';
import type { StoredEvent } from '#libs/ledger/index.js';
import { bookOfDefault } from './book-of-default.js';
import { callEvent, callsOnSurvivors, missedCalls } from './calls-of-default.js';
import type {
  CycleOfRecord,
  DefaultRecord,
  LossOfRecord,
  RecordedStep,
  TimelineEntry,
} from './default-record.js';
import { layersOfRecord } from './layers-of-record.js';
import { placeOf } from './ledger-place.js';
import { stepInWords } from './step-in-words.js';

/** What a record is made of. */
export interface RecordSource {
  readonly ledger: string;
  readonly defaultId: string;
  /** Events of the ledger in order; those of other types than the record needs may be left out. */
  readonly events: readonly StoredEvent[];
  readonly madeAt: DefaultRecord['madeAt'];
  /** Decimals of a currency. */
  readonly scaleOf: (currency: string) => number;
}

/** Makes the record of a default from events alone; undefined where there is none of this id. */
export function makeRecord(source: RecordSource): DefaultRecord | undefined {
  const { ledger, defaultId, events, madeAt, scaleOf } = source;
  const own = events.filter((event) => idOf(event) === defaultId);
  const [first] = own;
  if (!first || !('member' in first.payload)) return undefined;
  const { member } = first.payload;
  const steps = own.flatMap(recordedStep);
  const declaration = steps.find(({ step }) => step.step === 'DECLARED');
  const callEvents = events.flatMap((event) => callEvent(event) ?? []);
  const missed = missedCalls(callEvents, member, declaration?.position ?? Infinity);
  const cycles = events.flatMap((event) => cycleOf(event, defaultId));
  const calls = callsOnSurvivors(callEvents, steps);
  const frozen = declaration?.step.step === 'DECLARED' ? declaration.step : undefined;
  return {
    ledger,
    defaultId,
    member,
    status: statusOf(own),
    reason: 'reason' in first.payload ? String(first.payload.reason) : '',
    currency: frozen?.currency ?? null,
    madeAt,
    missedCalls: missed,
    timeline: timelineOf(own, [...missed, ...calls], cycles),
    frozen: frozen?.accounts ?? [],
    contributions: frozen?.contributions ?? [],
    trades: steps.flatMap(tradesOf),
    sales: steps.flatMap(salesOf),
    loss: lossOf(steps),
    layers: layersOfRecord(steps, cycles),
    notBorne: notBorneOf(steps),
    cycles,
    calls,
    book: bookOfDefault(events, defaultId, scaleOf),
    steps,
    verification: verificationOf(ledger, defaultId, madeAt, own),
  };
}

function idOf(event: StoredEvent): string | undefined {
  const isOfDefault =
    event.type === 'DefaultProposed' ||
    event.type === 'DefaultProposalWithdrawn' ||
    event.type === 'DefaultStepTaken';
  return isOfDefault ? event.payload.defaultId : undefined;
}

const recordedStep = (event: StoredEvent): RecordedStep[] =>
  event.type === 'DefaultStepTaken' ? [{ ...placeOf(event), step: event.payload }] : [];

function statusOf(own: readonly StoredEvent[]): DefaultRecord['status'] {
  const names = own.map((event) =>
    event.type === 'DefaultStepTaken' ? event.payload.step : event.type,
  );
  if (names.includes('CLOSED')) return 'CLOSED';
  if (names.includes('DECLARED')) return 'DECLARED';
  return names.includes('DefaultProposalWithdrawn') ? 'WITHDRAWN' : 'PROPOSED';
}

function cycleOf(event: StoredEvent, defaultId: string): CycleOfRecord[] {
  if (event.type !== 'SettlementCycleCompleted') return [];
  const { cycleId, defaults = [] } = event.payload;
  return defaults
    .filter((part) => part.defaultId === defaultId)
    .map(({ currency, carried, cuts }) => ({
      ...placeOf(event),
      cycleId,
      currency,
      carried,
      cuts,
    }));
}

function timelineOf(
  own: readonly StoredEvent[],
  calls: DefaultRecord['calls'],
  cycles: readonly CycleOfRecord[],
): TimelineEntry[] {
  const entries = [
    ...calls.flatMap(({ events }) => events),
    ...own.map(ownEntry),
    ...cycles.map(({ cycleId, currency, carried, cuts, ...place }) => ({
      ...place,
      event: 'SettlementCycleCompleted',
      what: `cycle ${cycleId} passed ${carried} ${currency} on to the counterparties and cut ${cuts.length} gains`,
    })),
  ];
  return entries.sort((a, b) => a.position - b.position);
}

function ownEntry(event: StoredEvent): TimelineEntry {
  const place = placeOf(event);
  if (event.type === 'DefaultStepTaken')
    return { ...place, event: event.payload.step, what: stepInWords(event.payload) };
  if (event.type === 'DefaultProposed') {
    const { member, reason, by } = event.payload;
    return { ...place, event: event.type, what: `${by} proposes to declare ${member}: ${reason}` };
  }
  if (event.type === 'DefaultProposalWithdrawn')
    return { ...place, event: event.type, what: `${event.payload.by} withdraws the proposal` };
  return { ...place, event: event.type, what: '' };
}

const PURPOSES: Readonly<Record<string, string>> = {
  HEDGED: 'hedge',
  CLOSED_OUT: 'close-out',
  AUCTION_CLOSED: 'auction',
  LAYER_APPLIED: 'tear-up',
};

function tradesOf({ position, step }: RecordedStep): DefaultRecord['trades'] {
  const trades: DefaultTraded['trades'] = 'trades' in step ? (step.trades ?? []) : [];
  const purpose = PURPOSES[step.step] ?? step.step;
  return trades.map((trade) => ({ ...trade, purpose, position }));
}

function salesOf({ position, step }: RecordedStep): DefaultRecord['sales'] {
  const sales = 'sales' in step ? (step.sales ?? []) : [];
  return sales.map((sale) => ({ ...sale, position }));
}

function lossOf(steps: readonly RecordedStep[]): LossOfRecord | null {
  for (const { position, step } of steps)
    if (step.step === 'LOSS_DETERMINED') {
      const { loss, parts, clients } = step;
      return { position, loss, parts, clients };
    }
  return null;
}

function notBorneOf(steps: readonly RecordedStep[]): string | null {
  let left: string | null = null;
  for (const { step } of steps) {
    if (step.step === 'LOSS_DETERMINED') left = step.loss;
    if (step.step === 'LAYER_APPLIED') left = step.lossAfter;
  }
  return left;
}

function verificationOf(
  ledger: string,
  defaultId: string,
  { position, hash }: DefaultRecord['madeAt'],
  own: readonly StoredEvent[],
): string[] {
  const positions = own.map((event) => event.position);
  return [
    `The record follows from the events of ledger ${ledger} up to position ${position}, whose hash is ${hash}.`,
    'Each event is hashed together with the hash before it, so one hash stands for everything up to it: ' +
      'compare those of this record with the ones that members and auditors hold.',
    `ccp audit verify --ledger ${ledger} recomputes the chain, every journal, and every amount of the default.`,
    `ccp default show ${defaultId} --as-of POSITION shows it as it stood; the events of ${defaultId} are at ${positions.join(', ')}.`,
    'ccp balances --trial adds up to zero at any position; the books default/... are empty once it is closed.',
  ];
}
