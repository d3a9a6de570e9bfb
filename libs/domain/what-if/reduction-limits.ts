/** Most instruments that the search for a reducing trade looks at. */
export const INSTRUMENTS_TRIED_MAX = 200;
/** Sizes go on doubling up to 2^so many lots, the largest trade there is. */
export const DOUBLINGS_MAX = 29;
/** So many doublings are tried on each side even where the first lots raise the requirement. */
export const DOUBLINGS_MIN = 2;
/** Of so many instruments, the best at a power of two, the best size is found to the lot. */
export const REFINED_MAX = 50;
