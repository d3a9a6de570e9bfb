import type { CollateralInstruction } from '#libs/domain/inputs/inputs.js';
import { formatDecimal, isDecimal, parseDecimal } from '#libs/domain/kernel/decimal.js';

const canonical = (quantity: string | undefined): string =>
  isDecimal(quantity) ? formatDecimal(parseDecimal(quantity)) : '';

/** What must be equal for an instruction under the same identity to be the same instruction. */
export function instructionFingerprint(instruction: Partial<CollateralInstruction>): string {
  const { type, asset, quantity, valueDate, bucket, toAccount, toBucket, release, deliver } =
    instruction;
  const exchanged = [release, deliver].map((side) => `${side?.asset} ${canonical(side?.quantity)}`);
  return [
    type,
    asset,
    canonical(quantity),
    valueDate,
    bucket,
    toAccount,
    toBucket,
    ...exchanged,
  ].join('|');
}
