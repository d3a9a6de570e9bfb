/** What the house is configured to ask of its operators. */
export interface CommandPolicy {
  /** Parameters of the margin model change only with a second operator's confirmation. */
  readonly requireApproval: boolean;
}
