import { accountsToEvaluate } from '#libs/domain/house/evaluate.js';
import type { HouseState } from '#libs/domain/house/house-state.js';

/**
 * How near an account is to a call: exposure over counted collateral, with those that have a deficit
 * ahead of all others, and those that were never evaluated between the two.
 */
const WITH_DEFICIT = 2;
const NEVER_EVALUATED = 2;

/** What a requirement as it is published says of the account's standing. */
export interface PublishedStanding {
  readonly utilisation?: unknown;
  readonly deficit?: unknown;
}

/** A settlement cycle after which not everybody was evaluated yet. */
interface UnfinishedCycle {
  readonly id: string;
  readonly left: Set<string>;
}

/**
 * Who is evaluated next. The order is by urgency; who has waited too long comes first of all, so that
 * everybody has a turn. Nothing of it is part of the books: it decides when an account is evaluated,
 * never what comes of it. After a settlement cycle every account is evaluated once before any other
 * evaluation, as calls after a cycle follow rules of their own.
 */
export class EvaluationQueue {
  /** In their order; some may be in the way of being evaluated elsewhere. */
  private order: string[] = [];
  private orderedAtMs = -Infinity;
  private orderedAt: { position: number; timeMs: number | undefined } | undefined;
  private cycle: UnfinishedCycle | undefined;
  private readonly waitingSinceMs = new Map<string, number>();
  private readonly urgency = new Map<string, number>();

  /** @param patienceMs how long an account waits before it comes ahead of more urgent ones */
  constructor(private readonly patienceMs: number) {}

  /** Accounts to evaluate, the most urgent first. */
  get accounts(): readonly string[] {
    return this.order;
  }

  get isEmpty(): boolean {
    return this.order.length === 0;
  }

  /** Whether a cycle waits for its evaluation and nobody is left to evaluate for it. */
  get hasFinishedCycle(): boolean {
    return this.cycle?.left.size === 0;
  }

  ageMs(nowMs: number): number {
    return nowMs - this.orderedAtMs;
  }

  /** Orders anew all who need to be evaluated. */
  renew(house: HouseState, nowMs: number): void {
    const accounts = this.gather(house);
    const due = this.cycle ? accounts.filter((each) => this.cycle?.left.has(each)) : accounts;
    for (const account of due)
      if (!this.waitingSinceMs.has(account)) this.waitingSinceMs.set(account, nowMs);
    const ranked = due.map((account) => {
      const since = this.waitingSinceMs.get(account) ?? nowMs;
      const overdueSince = nowMs - since >= this.patienceMs ? since : Infinity;
      return { account, overdueSince, urgency: this.urgency.get(account) ?? NEVER_EVALUATED };
    });
    // Ties stay in the order of their ids.
    ranked.sort((a, b) =>
      a.overdueSince === b.overdueSince
        ? compareDescending(a.urgency, b.urgency)
        : a.overdueSince - b.overdueSince,
    );
    this.order = ranked.map(({ account }) => account);
    this.orderedAtMs = nowMs;
    this.orderedAt = { position: house.position, timeMs: house.ledgerTimeMs };
  }

  /** Whether somebody may have come to attention since the order was made. */
  hasNews({ position, ledgerTimeMs }: HouseState): boolean {
    return this.orderedAt?.position !== position || this.orderedAt.timeMs !== ledgerTimeMs;
  }

  /** A cycle that ran changes who is next at once. */
  isOutdated(house: HouseState): boolean {
    return house.settlement.evaluationDueFor !== this.cycle?.id;
  }

  hasWaitedTooLong(account: string, nowMs: number): boolean {
    return this.waitsUntilMs(account, nowMs) <= nowMs;
  }

  /** How long somebody waits at most who is next and cannot be evaluated yet, on the clock. */
  get patientUntilMs(): number {
    let first = Infinity;
    for (const account of this.order)
      first = Math.min(first, this.waitsUntilMs(account, this.orderedAtMs));
    return first;
  }

  /** Takes accounts that were evaluated off the queue, and out of the attention of the house. */
  remove(house: HouseState, evaluated: ReadonlySet<string>): void {
    for (const account of evaluated) {
      house.attention.accounts.delete(account);
      this.waitingSinceMs.delete(account);
      this.cycle?.left.delete(account);
    }
    this.order = this.order.filter((account) => !evaluated.has(account));
  }

  /** Notes where an account stands, for its place in the next order. */
  note(account: string, { utilisation, deficit }: PublishedStanding): void {
    const used = utilisation === null ? Infinity : Number(utilisation);
    if (Number.isNaN(used)) return;
    this.urgency.set(account, Number(deficit) > 0 ? WITH_DEFICIT + used : used);
  }

  /** Names everybody who needs attention; who is not listed any more needs none. */
  private gather(house: HouseState): string[] {
    const { attention, settlement } = house;
    const accounts = accountsToEvaluate(house);
    attention.everyone = false;
    attention.accounts.clear();
    for (const account of accounts) attention.accounts.add(account);
    const { evaluationDueFor: id } = settlement;
    if (id === undefined) this.cycle = undefined;
    else if (this.cycle?.id !== id) this.cycle = { id, left: new Set(accounts) };
    for (const account of this.cycle?.left ?? [])
      if (!attention.accounts.has(account)) this.cycle?.left.delete(account);
    return accounts;
  }

  private waitsUntilMs(account: string, otherwiseMs: number): number {
    return (this.waitingSinceMs.get(account) ?? otherwiseMs) + this.patienceMs;
  }
}

/** Infinities are equal to each other. */
const compareDescending = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);
