/** What one member alone is told of an event. */
export interface MemberAnswer {
  readonly member: string;
  /** Of the message: the id by which the member knows what it is about. */
  readonly key: string;
  /** Without ledger and position, which every answer says. */
  readonly value: object;
}
