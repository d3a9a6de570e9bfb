import { decideDefaultStep } from '#libs/domain/commands/decide-default-step.js';
import { caseOf } from '#libs/domain/default-management/take-default.js';
import type { DefaultCase } from '#libs/domain/default-management/default-state.js';
import type { DefaultStep } from '#libs/domain/events/default-events.js';
import type { NewEvent, RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { evolve } from '#libs/domain/house/evolve.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { DefaultCommandBody } from '#libs/domain/inputs/inputs.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import type { AccountEntry } from '#libs/domain/reference-data/reference-index.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { businessDateOf } from '#libs/domain/settlement/calendar.js';
import { decideSettle } from '#libs/domain/settlement/decide-settle.js';
import { copyTrading } from './copy-trading.js';
import { drillMarks, pricesIn, type DrillMarket } from './drill-market.js';
import type { DrillRefusal } from './drill-question.js';

/** Who takes the other side of a close-out; no member can be called so. */
export const NOTIONAL_ACCOUNT = '*market/HOUSE';

/** The two operators of a drill. */
const [FIRST, SECOND] = ['drill-1', 'drill-2'] as const;

/**
 * The house as it would go on from here: steps of a default are decided and folded by the functions of
 * the real process, in a copy. The house itself stays as it is; reference data, histories and scenarios are
 * shared with it, so a rehearsal is good for as long as it does not move on.
 */
export class Rehearsal {
  readonly house: HouseState;
  readonly marks: MarkSource;
  readonly steps: DefaultStep[] = [];

  private constructor(house: HouseState, marks: MarkSource) {
    this.house = house;
    this.marks = marks;
  }

  /** A copy of a house in a market. @param engine of the house as it is */
  static of(
    house: HouseState,
    engine: Pick<MarginEngine, 'markTicks'>,
    market: DrillMarket,
  ): Rehearsal {
    return new Rehearsal(copyOf(house, market), drillMarks(market, engine));
  }

  /** Declares a member in default, from a proposal that waits where there is one. */
  declare(member: string): Result<DefaultCase, DrillRefusal> {
    const waiting = [...this.house.defaults.cases.values()].find(
      (each) => each.member === member && each.status === 'PROPOSED',
    );
    let defaultId = waiting?.defaultId;
    if (defaultId === undefined) {
      const proposed = this.take({ type: 'DECLARE_DEFAULT', member, reason: 'DRILL' }, FIRST);
      if (!proposed.ok) return proposed;
      defaultId = [...this.house.defaults.cases.keys()].at(-1) ?? '';
    }
    const declared = this.take({ type: 'CONFIRM_DEFAULT', defaultId });
    return declared.ok ? ok(caseOf(this.house, defaultId)) : declared;
  }

  /** Takes a step as an operator would. */
  take(body: DefaultCommandBody, by: string = SECOND): Result<readonly NewEvent[], DrillRefusal> {
    const decided = decideDefaultStep(this.house, { markTicks: this.marks }, body, by);
    if (decided.outcome === 'REFUSED') return failed(decided.result as DrillRefusal);
    this.fold(decided.events);
    return ok(decided.events);
  }

  /** Runs an intraday cycle at the marks of the drill, where a step waits for one. */
  settle(): Result<undefined, DrillRefusal> {
    const { house, marks } = this;
    const date = businessDateOf(house.reference?.data.calendar, house.ledgerTimeMs ?? 0);
    const decided = decideSettle(house, { cycleType: 'INTRADAY', date }, marks);
    if (!decided.ok) return failed(decided.error);
    this.fold(decided.value.events);
    return ok(undefined);
  }

  private fold(events: readonly NewEvent[]): void {
    for (const event of events) {
      if (event.type === 'DefaultStepTaken') this.steps.push(event.payload);
      const recorded: RecordedEvent = {
        ...event,
        position: this.house.position + 1,
        schemaVersion: 1,
        recordedAtMs: this.house.ledgerTimeMs ?? 0,
        ledgerTimeMs: this.house.ledgerTimeMs,
        effectiveDate: undefined,
        causation: 'drill',
      };
      evolve(this.house, recorded);
    }
  }
}

/** Everything that a step may change, copied; the market has other prices. */
function copyOf(house: HouseState, market: DrillMarket): HouseState {
  const { reference, proposals, quarantined, market: present, trading, ...changing } = house;
  void reference;
  return {
    ...structuredClone(changing),
    trading: copyTrading(trading),
    reference: withNotionalMember(house),
    proposals,
    quarantined,
    market: { ...present, prices: pricesIn(house, market) },
  };
}

/** The reference data with one member more, which takes the other side of the close-out. */
function withNotionalMember(house: HouseState): HouseState['reference'] {
  const reference = referenceOf(house);
  const [id = '', account = ''] = NOTIONAL_ACCOUNT.split('/');
  const entry: AccountEntry = {
    id: NOTIONAL_ACCOUNT,
    member: { id, name: 'the market', group: id, status: 'active', ownIssues: [], accounts: [] },
    account: { id: account, type: 'house', marginMode: 'portfolio' },
  };
  return {
    ...reference,
    members: new Map(reference.members).set(id, entry.member),
    accounts: new Map(reference.accounts).set(NOTIONAL_ACCOUNT, entry),
  };
}
