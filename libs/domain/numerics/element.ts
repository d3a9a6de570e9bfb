/**
 * The element at an index that is in range by construction, as in the inner loops over vectors; the
 * engine makes it a plain load. Only for Float64Array: one kind of array keeps it that.
 */
export function element(vector: Float64Array, index: number): number {
  return vector[index]!;
}
