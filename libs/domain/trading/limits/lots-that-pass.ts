/** Most sizes that are tried: enough to halve the largest order down to one lot. */
const TRIALS_MAX = 31;

/**
 * The most lots below a size that does not pass which were found to pass; 0 where none were. Found by
 * halving: it is the most of all where what a limit counts grows with the size.
 * @param passes whether so many lots pass, at least 1
 */
export function lotsThatPass(refused: number, passes: (lots: number) => boolean): number {
  let [low, high] = [0, refused];
  for (let trials = 0; trials < TRIALS_MAX && high - low > 1; trials++) {
    const middle = low + Math.floor((high - low) / 2);
    if (passes(middle)) low = middle;
    else high = middle;
  }
  return low;
}
