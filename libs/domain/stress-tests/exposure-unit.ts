/**
 * What defaults as one: the house accounts of a member together, or one client account alone. Losses by
 * scenario are positive where the unit loses; `margin` is what it has lodged for them. Whole numbers in
 * one unit of money (minor units, or quanta of the margin model).
 */
export interface ExposureUnit {
  readonly losses: Float64Array;
  readonly margin: number;
}

/** A member as its default would be seen. */
export interface MemberExposure {
  /** The house accounts stand for each other. */
  readonly house: Iterable<ExposureUnit>;
  /** No client's means ever pay for another client, nor for the house. */
  readonly clients: Iterable<ExposureUnit>;
}
