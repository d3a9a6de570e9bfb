/** A person may leave the milliseconds out; messages have them always. */
export function withMilliseconds(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z$/, '$1.000Z');
}
