/** Nest's token of the process's `CoreService`. */
export const CORE = Symbol('core');
