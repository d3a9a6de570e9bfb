import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** The engine's own collector, which it hands out only when asked for by a flag. */
export const collectGarbage = runInNewContext('gc') as () => void;
