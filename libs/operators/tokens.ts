/** Nest's token of the house's `CommandPolicy`. */
export const COMMAND_POLICY = Symbol('command policy');
