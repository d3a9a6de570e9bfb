/** The service's configuration, read once at start. */
export const CONFIGURATION = Symbol('configuration');
/** Connections for queries, all with the rights of the service's role. */
export const DATABASE = Symbol('database');
/** The service's logger. */
export const LOGGER = Symbol('logger');
