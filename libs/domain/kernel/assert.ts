/** A broken invariant: a bug of ours, never a fault of the input. Assertions stay on in production. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/** Asserts what must hold whatever came in. @throws InvariantViolation */
export function invariant(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantViolation(typeof message === 'string' ? message : message());
}
