import { DecisionSession } from '#libs/decider/decision-session.js';
import {
  decideInput,
  type InputMemory,
  type PlayInput,
} from '#libs/decider/testing/decide-input.js';
import {
  accountsToEvaluate,
  decideEvaluation,
  emptyHouse,
  MarginEngine,
} from '#libs/domain/house/index.js';
import type { NovatedTrade, NovatedTrades } from '#libs/domain/trade-corrections/novated-trade.js';
import { tradeIdentityKey } from '#libs/domain/trading/decide-trade.js';

/** How many identities are remembered: none is repeated later than that here. */
const IDENTITIES_KEPT = 5_000;

/** The core alone: decides and folds in memory, and keeps nothing but its state. */
export class MemoryHouse {
  readonly house = emptyHouse('main');
  private readonly engine = new MarginEngine(this.house);
  private readonly memory: InputMemory = {
    policy: { requireApproval: false },
    identities: new Map(),
    quarantined: [],
  };
  private readonly novations = new Map<string, NovatedTrade>();
  private hash = 'genesis';

  /** @param written is told each event as it would be copied into the ledger */
  constructor(private readonly written: (copyLine: string) => void = () => undefined) {}

  /** Decides inputs in one batch. @throws Error where one of them goes to quarantine */
  batch(inputs: readonly PlayInput[]): void {
    this.inSession((session) => {
      for (const input of inputs) decideInput(session, input, this.memory);
      session.finish();
    });
    const { identities, quarantined } = this.memory;
    if (quarantined.length > 0) throw new Error(quarantined.join('; '));
    forgetOldest(identities);
  }

  /** Evaluates whoever needs it and issues calls. @returns how many accounts were evaluated */
  evaluate(): number {
    let evaluated = 0;
    this.inSession((session) => {
      const { house, engine } = this;
      const decision = decideEvaluation(house, engine, accountsToEvaluate(house));
      evaluated = decision.evaluations.length;
      house.attention.accounts.clear();
      house.attention.everyone = false;
      session.emit(decision.events, 'policy/margin-calls');
      session.finish();
    });
    return evaluated;
  }

  private inSession(work: (session: DecisionSession) => void): void {
    const { house, engine, hash } = this;
    const novatedTrades: NovatedTrades = (key) => this.novations.get(key);
    const session = new DecisionSession({ house, engine, hash, wallClockMs: 0, novatedTrades });
    work(session);
    for (const { copyLine } of session.events) this.written(copyLine);
    for (const event of session.recorded)
      if (event.type === 'TradeNovated') this.novations.set(tradeIdentityKey(event.payload), event);
    forgetOldest(this.novations);
    this.hash = session.hash;
  }
}

function forgetOldest(remembered: Map<string, unknown>): void {
  for (const key of remembered.keys()) {
    if (remembered.size <= IDENTITIES_KEPT) return;
    remembered.delete(key);
  }
}
