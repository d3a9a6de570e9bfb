import type { ReferenceDataChange } from '#libs/domain/reference-data/reference-data-changes.js';

/** Blocks of the reference data that requirements are computed from. */
const BLOCKS = ['model', 'liquidationGroups', 'underlyings'] as const;
/** A collateral asset as a whole, or one of its haircuts. */
const HAIRCUT = /^collateral\[[^\]]*\](?:\.haircut|\.currencyHaircut)?$/;

/**
 * The changes that a house which asks for approval takes by the way of a proposal only: parameters of
 * the margin model, and haircuts of collateral (a new or a removed asset brings or takes one along).
 */
export function changesThatNeedApproval(
  changes: readonly ReferenceDataChange[],
): readonly ReferenceDataChange[] {
  return changes.filter(
    ({ path }) =>
      HAIRCUT.test(path) ||
      BLOCKS.some(
        (block) => path === block || path.startsWith(`${block}.`) || path.startsWith(`${block}[`),
      ),
  );
}
