import type { HouseState } from '#libs/domain/house/house-state.js';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import type { DecisionSession } from './decision-session.js';
import type { Input } from './input.js';
import type { KnownIdentity } from './recent-identities.js';

/**
 * How messages of one input topic become decisions. Feature modules implement it: decoding happens as
 * messages come in, deciding when it is their turn.
 */
export interface InputKind<Decoded> {
  /** Nothing but what is decoded is kept of such messages: nobody may read them yet, whatever happens. */
  readonly isSealed?: true;
  /** @param member whose topic the message came by, where only one member may write it */
  decode(value: Uint8Array | null, member?: string): Decoded;
  /** The identity whose repetition matters; undefined where there is none. */
  identityOf(decoded: Decoded): string | undefined;
  /** What the event that made an identity final tells of its content. */
  fingerprintOf(event: RecordedEvent): string;
  /** Hashes of sealed bids whose content the decision may need. */
  sealsFor?(
    house: HouseState,
    decoded: Decoded,
    known: KnownIdentity | undefined,
  ): readonly string[];
  /** Keys of the identities of trades whose novation the decision may need. */
  tradesFor?(house: HouseState, decoded: Decoded): readonly string[];
  /** Decides one message, through the session and nothing else. */
  decide(session: DecisionSession, input: Input<Decoded>, known: KnownIdentity | undefined): void;
}
