import type { Underlying } from '#libs/domain/reference-data/model.js';

/** The far moves of a class (margin-model.md b.7), relative, such as -0.35; none by default. */
export function extendedMoves(underlying: Underlying): readonly number[] {
  return underlying.extendedMoves?.moves.map(Number) ?? [];
}
