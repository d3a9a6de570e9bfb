import type { ExerciseContent } from '#libs/domain/inputs/inputs.js';

/** A holder of an option said what is to become of so many of its long lots at the expiry. */
export type ExerciseInstructed = ExerciseContent;
