/** What a holder chose for so many of its long lots, other than what happens by itself. */
export interface ExerciseChoice {
  readonly choice: 'EXERCISE' | 'ABANDON';
  /** Whole lots, more than 0. */
  readonly lots: number;
  readonly instructionId: string;
}

/** Contrary instructions that wait for the expiry, by instrument, then by holder (an account, or `account client`). */
export type ExerciseState = Map<string, Map<string, ExerciseChoice>>;

/** The holder of long or short lots of an option; no identifier holds a space. */
export const holderOfLots = (account: string, client: string | undefined): string =>
  client === undefined ? account : `${account} ${client}`;

/** Takes an instruction: the last one of a holder counts. */
export function takeChoice(
  state: ExerciseState,
  instrument: string,
  holder: string,
  choice: ExerciseChoice,
): void {
  let ofInstrument = state.get(instrument);
  if (!ofInstrument) state.set(instrument, (ofInstrument = new Map<string, ExerciseChoice>()));
  ofInstrument.set(holder, choice);
}

/**
 * How many of its long lots a holder exercises: all where the option is exercised by itself and none
 * where it is not, but for those of its instruction.
 */
export function exercisedLots(
  long: number,
  isByItself: boolean,
  instruction: ExerciseChoice | undefined,
): number {
  const instructed = Math.min(instruction?.lots ?? 0, long);
  if (isByItself) return instruction?.choice === 'ABANDON' ? long - instructed : long;
  return instruction?.choice === 'EXERCISE' ? instructed : 0;
}
