/** `T` with undefined allowed where a property may be absent. */
type WithGaps<T> = {
  [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K];
};

/** The record without the properties that are undefined: an absent name stays absent in JSON. */
export function present<T extends object>(record: WithGaps<T>): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
