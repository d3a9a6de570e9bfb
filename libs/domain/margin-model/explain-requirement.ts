import { ok, type Result } from '#libs/domain/kernel/result.js';
import { classesByGroup } from './account-requirement.js';
import { scanVector, type ClassRisk } from './class-risk.js';
import type { MarginBook } from './margin-book.js';
import type { MarginCube } from './margin-cube.js';
import type { MarginFailure } from './margin-failure.js';
import { BLOCKS, type Block } from './scenario-set.js';
import { tailScenarios, type TailScenario } from './tail-scenarios.js';
import { addLots } from './unit-row.js';

/** The tails by block of a vector, as in {@link tailScenarios}. */
export type BlockTails = Readonly<Record<Block, readonly TailScenario[]>>;

export interface ClassExplanation {
  readonly underlying: string;
  /** In isolated mode one part per position, else one part for the class. */
  readonly parts: readonly PartExplanation[];
}

export interface PartExplanation {
  readonly instruments: readonly string[];
  /** Absent for a class margined by scan. */
  readonly tails?: BlockTails;
  /** Losses in the 16 scenarios of the grid, in quanta; only for a class margined by scan. */
  readonly scanLossesQuanta?: readonly number[];
}

export interface GroupExplanation {
  readonly liquidationGroup: string;
  /** Of the joint vector: portfolio mode with more than one class on scenarios; else absent. */
  readonly joint?: BlockTails;
  readonly classes: readonly ClassExplanation[];
}

/**
 * The scenarios behind a requirement, group by group: every shortfall of the breakdown is the
 * weighted sum of the losses listed here. Meant for people, not for the hot path.
 */
export function explainRequirement(
  book: MarginBook,
  cube: MarginCube,
): Result<readonly GroupExplanation[], MarginFailure> {
  const byGroup = classesByGroup(book, cube);
  if (!byGroup.ok) return byGroup;
  return ok(
    [...byGroup.value].map(([liquidationGroup, classes]) => {
      const { confidenceBp } = cube.group(liquidationGroup);
      const historical = classes.filter(({ model }) => model.method === 'fhs');
      const joint =
        book.marginMode === 'portfolio' && historical.length > 1
          ? tailsOf(historical, confidenceBp)
          : undefined;
      return {
        liquidationGroup,
        ...(joint ? { joint } : {}),
        classes: classes.map((risk) => explainClass(risk, book, confidenceBp)),
      };
    }),
  );
}

function explainClass(risk: ClassRisk, book: MarginBook, confidenceBp: number): ClassExplanation {
  const parts =
    book.marginMode === 'isolated' ? risk.held.map((position) => [position]) : [risk.held];
  return {
    underlying: risk.holding.underlying,
    parts: parts.map((held) => {
      const instruments = held.map(({ row }) => row.contract.instrument);
      if (risk.model.method === 'scan') {
        return { instruments, scanLossesQuanta: [...scanVector(held)].map((pnl) => 0 - pnl) };
      }
      const tails = tailsOf([{ ...risk, held }], confidenceBp);
      return tails ? { instruments, tails } : { instruments };
    }),
  };
}

function tailsOf(
  classes: readonly Pick<ClassRisk, 'held' | 'model'>[],
  confidenceBp: number,
): BlockTails | undefined {
  const model = classes[0]?.model;
  if (model?.method !== 'fhs') return undefined;
  const pnl = new Float64Array(model.set.length);
  for (const { held } of classes) for (const { lots, row } of held) addLots(pnl, lots, row.pnl);
  const [filtered, longRun, stressed] = BLOCKS.map((block) =>
    tailScenarios(pnl, model.set, block, confidenceBp),
  );
  return { filtered: filtered!, longRun: longRun!, stressed: stressed! };
}
