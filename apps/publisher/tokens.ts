/** Nest's token of the process's `PublisherService`. */
export const PUBLISHER = Symbol('publisher');
