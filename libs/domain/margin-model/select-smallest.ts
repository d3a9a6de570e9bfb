/** Up to here a sorted buffer is faster than a partition (margin-model.md e.4). */
const BUFFER_MAX = 64;

/**
 * Puts the `count` smallest of `values[from..to)` into `buffer[0..count)`, the largest of them
 * last. Nothing is allocated for tails of ordinary size, and nothing is ever sorted.
 * @param count at least 1, at most `to - from`; `buffer` holds at least `bufferLength(...)` numbers
 */
export function selectSmallest(
  values: Float64Array,
  from: number,
  to: number,
  count: number,
  buffer: Float64Array,
): void {
  if (count > BUFFER_MAX) {
    for (let i = from; i < to; i++) buffer[i - from] = values[i]!;
    partition(buffer, to - from, count);
    return;
  }
  const last = count - 1;
  for (let i = 0; i < count; i++) insert(buffer, i, values[from + i]!);
  let largest = buffer[last]!;
  for (let i = from + count; i < to; i++) {
    const value = values[i]!;
    if (value < largest) {
      insert(buffer, last, value);
      largest = buffer[last]!;
    }
  }
}

/** How many numbers the buffer of `selectSmallest` needs. */
export function bufferLength(values: number, count: number): number {
  return count > BUFFER_MAX ? values : count;
}

/** Inserts into the sorted `buffer[0..end)`, so that `buffer[0..end]` is sorted. */
function insert(buffer: Float64Array, end: number, value: number): void {
  let i = end;
  while (i > 0 && buffer[i - 1]! > value) {
    buffer[i] = buffer[i - 1]!;
    i--;
  }
  buffer[i] = value;
}

/** Reorders until the first `count` are the smallest and the largest of them is at `count - 1`. */
function partition(buffer: Float64Array, length: number, count: number): void {
  const target = count - 1;
  let [low, high] = [0, length - 1];
  while (low < high) {
    const pivot = buffer[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (buffer[i]! < pivot) i++;
      while (buffer[j]! > pivot) j--;
      if (i > j) break;
      const swapped = buffer[i]!;
      buffer[i] = buffer[j]!;
      buffer[j] = swapped;
      i++;
      j--;
    }
    if (target <= j) high = j;
    else if (target >= i) low = i;
    else return;
  }
}
