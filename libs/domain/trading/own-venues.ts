/** The venue of trades that a default makes: hedges, auctions, closing out. */
export const DEFAULT_VENUE = 'DEFAULT';
/** The venue of trades by which positions are torn up: nobody asked for them, so they cost no clearing fee. */
export const TEAR_UP_VENUE = 'TEAR-UP';
/** The venue of trades that two members agreed between them: each sends its side. */
export const BILATERAL_VENUE = 'BILATERAL';

const OWN_VENUES: ReadonlySet<string> = new Set([DEFAULT_VENUE, TEAR_UP_VENUE, BILATERAL_VENUE]);

/** Whether a venue is the clearing house itself: nobody else may report trades of it. */
export const isOwnVenue = (venue: string): boolean => OWN_VENUES.has(venue);
