import type { HouseState } from '#libs/domain/house/house-state.js';
import { referenceOf } from '#libs/domain/house/house-state.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { floorDiv } from '#libs/domain/kernel/rounding.js';
import { accountRequirement } from '#libs/domain/margin-model/account-requirement.js';
import { EXACT_BELOW, grossQuanta, type HeldRow } from '#libs/domain/margin-model/class-holding.js';
import type { HistoricalModel } from '#libs/domain/margin-model/class-model.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import type { MarginFailure } from '#libs/domain/margin-model/margin-failure.js';
import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import { element } from '#libs/domain/numerics/element.js';
import { multiply, rational, roundUp, toDouble } from '#libs/domain/numerics/rational.js';
import { roundHalfEven } from '#libs/domain/numerics/round-half-even.js';
import { VectorKernel } from '#libs/domain/numerics/vector-kernel.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import type { ExposureUnit } from './exposure-unit.js';
import type { StressGroup } from './stress-class.js';
import { stressCredit, type StressCredit } from './stress-credit.js';
import { stressModels } from './stress-model.js';
import type { StressScenario } from './stress-scenario.js';
import { stressedLiquidity } from './stressed-liquidity.js';

/** One account, or one client of a gross omnibus account, under every scenario. In quanta. */
export interface AccountStress extends ExposureUnit {
  readonly account: string;
  /** Only of a gross omnibus account. */
  readonly client?: string;
  /** Change of value by scenario, before the cost of liquidation: a gain is positive. */
  readonly pnl: Float64Array;
  /** What it is required to lodge, add-ons too, in minor units of the base currency. */
  readonly requirementMinor: bigint;
  /** What closing out costs in a crisis, in every scenario. */
  readonly liquidation: number;
}

/**
 * Values books of the house as it stands under stress scenarios: full revaluation, a row per instrument
 * that somebody holds, kept while the book lives. Made for one state; it does not follow it.
 */
export class StressBook {
  private readonly cube: MarginCube;
  private readonly kernel: VectorKernel;
  private readonly models: ReadonlyMap<string, HistoricalModel>;
  private readonly rows = new Map<string, UnitRow>();

  /** @param scenarios at least one; those of kind CONFIGURED last */
  constructor(
    private readonly house: HouseState,
    private readonly engine: MarginEngine,
    groups: readonly StressGroup[],
    readonly scenarios: readonly StressScenario[],
  ) {
    this.cube = engine.cube();
    this.kernel = new VectorKernel(scenarios.length);
    this.models = new Map(
      groups.flatMap((group) => [...stressModels(group, scenarios, this.kernel)]),
    );
  }

  /** An account, as one unit, or of a gross omnibus account each client as a unit of its own. */
  account(account: string): Result<AccountStress[], MarginFailure> {
    const units: AccountStress[] = [];
    for (const client of this.clientsOf(account)) {
      const unit = this.unit(account, client);
      if (!unit.ok) return unit;
      units.push(unit.value);
    }
    return ok(units);
  }

  /** A loss in quanta as minor units of the base currency, rounded up. */
  minorOf(quanta: number): bigint {
    return roundUp(multiply(rational(BigInt(quanta)), this.cube.minorPerQuantum));
  }

  private clientsOf(account: string): (string | undefined)[] {
    const entry = referenceOf(this.house).accounts.get(account);
    if (!entry || !isGrossOmnibus(entry.account)) return [undefined];
    return [...(this.house.trading.clients.get(account)?.keys() ?? [])].sort();
  }

  private unit(account: string, client: string | undefined): Result<AccountStress, MarginFailure> {
    const { book, facts } = this.engine.inside(account, client);
    const requirement = accountRequirement(book, this.cube, facts);
    if (!requirement.ok) return requirement;
    const credits = new Map(
      requirement.value.groups.map((each) => [each.liquidationGroup, stressCredit(each)] as const),
    );
    const groups = this.heldByGroup(book.holdings().map(({ underlying }) => underlying));
    let [margin, liquidation] = [0, 0];
    const pnl = new Float64Array(this.scenarios.length);
    const losses = new Float64Array(this.scenarios.length);
    for (const [group, underlyings] of groups) {
      const held: HeldRow[] = [];
      let costMinor = 0;
      for (const holding of book.holdings()) {
        if (!underlyings.has(holding.underlying)) continue;
        const calm = holding.held(this.cube);
        if (!calm.ok) return calm;
        costMinor += stressedLiquidity(calm.value, this.cube);
        for (const { lots, row } of calm.value) {
          const stressed = this.row(row.values.instrument, holding.underlying);
          if (!stressed.ok) return stressed;
          held.push({ lots, row: stressed.value });
        }
      }
      if (!(grossQuanta(held) < EXACT_BELOW))
        return failed({ code: 'BEYOND_EXACT_INTEGERS', liquidationGroup: group });
      const credit = credits.get(group);
      const cost = roundHalfEven(costMinor / toDouble(this.cube.minorPerQuantum));
      this.addGroup(held, cost, credit, pnl, losses);
      liquidation += cost;
      margin += this.quantaOf(credit?.marginMinor ?? 0n);
    }
    const named = client === undefined ? {} : { client };
    const { requirementMinor } = requirement.value;
    return ok({ account, ...named, pnl, losses, margin, requirementMinor, liquidation });
  }

  private heldByGroup(underlyings: readonly string[]): Map<string, Set<string>> {
    const groups = new Map<string, Set<string>>();
    for (const underlying of underlyings) {
      const { liquidationGroup } = this.cube.underlying(underlying);
      const held = groups.get(liquidationGroup) ?? new Set();
      groups.set(liquidationGroup, held.add(underlying));
    }
    return groups;
  }

  /** Adds what one group gains, or loses with closing it out: the value of its paid options goes first. */
  private addGroup(
    held: readonly HeldRow[],
    cost: number,
    credit: StressCredit | undefined,
    pnl: Float64Array,
    losses: Float64Array,
  ): void {
    // Nobody pays to get rid of what can bring no debt.
    const covered = isPaidFor(held) ? Infinity : this.quantaOf(credit?.optionValueMinor ?? 0n);
    const sum = this.kernel.sum(held);
    for (let s = 0; s < losses.length; s++) {
      const change = element(sum, s);
      pnl[s] = element(pnl, s) + change;
      const loss = cost - change;
      losses[s] = element(losses, s) + (loss <= 0 ? loss : Math.max(0, loss - covered));
    }
  }

  private row(instrument: string, underlying: string): Result<UnitRow, MarginFailure> {
    const known = this.rows.get(instrument);
    if (known) return ok(known);
    const model = this.models.get(underlying);
    if (!model) return failed({ code: 'CLASS_WITHOUT_METHOD', underlying });
    const row = this.cube.rowIn(model, instrument);
    if (row.ok) this.rows.set(instrument, row.value);
    return row;
  }

  /** Minor units of the base currency in whole quanta, rounded down. */
  private quantaOf(minor: bigint): number {
    const { numerator, denominator } = this.cube.minorPerQuantum;
    return Number(floorDiv(minor * denominator, numerator));
  }
}

/** Whether all of it is options that were bought and paid. */
const isPaidFor = (held: readonly HeldRow[]): boolean =>
  held.every(({ lots, row }) => lots > 0 && row.values.option?.premiumStyle === 'premium');
