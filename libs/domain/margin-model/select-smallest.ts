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
  let i = from + count;
  for (; i + 3 < to; i += 4) {
    const [a, b, c, d] = [values[i]!, values[i + 1]!, values[i + 2]!, values[i + 3]!];
    // One branch for four values: all but some sixty of a thousand lie above the buffer.
    if (a < largest || b < largest || c < largest || d < largest) {
      if (a < largest) largest = take(buffer, last, a);
      if (b < largest) largest = take(buffer, last, b);
      if (c < largest) largest = take(buffer, last, c);
      if (d < largest) largest = take(buffer, last, d);
    }
  }
  for (; i < to; i++) if (values[i]! < largest) largest = take(buffer, last, values[i]!);
}

/** Inserts into the full buffer; returns the largest that is left in it. */
function take(buffer: Float64Array, last: number, value: number): number {
  insert(buffer, last, value);
  return buffer[last]!;
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
