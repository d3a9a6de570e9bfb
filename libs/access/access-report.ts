import type { AccessRole } from './access-user.js';
import type { Standing } from './wanted-users.js';

/**
 * What became of a user's password: MADE anew, ROTATED on demand, HANDED_IN by an operator, FINISHED where a
 * run before was cut short, KEPT, REMOVED of who left, and REFUSED where the broker has a user of the same
 * name that is not ours: `--rotate` takes it over.
 */
export type CredentialStep =
  'MADE' | 'ROTATED' | 'HANDED_IN' | 'FINISHED' | 'KEPT' | 'REMOVED' | 'REFUSED';

export interface UserReport {
  readonly username: string;
  readonly role: AccessRole;
  readonly standing: Standing;
  readonly credential: CredentialStep;
  /** Where the password is to be found, for the owner of the data folder; of those made or finished. */
  readonly credentialsFile?: string;
  readonly rightsGiven: readonly string[];
  readonly rightsTaken: readonly string[];
  readonly rightsHeld: number;
}

/** What a synchronisation did, or would do. It holds no secret. */
export interface AccessReport {
  /** True: nothing was changed. */
  readonly check: boolean;
  readonly ledgers: readonly string[];
  readonly topics: {
    readonly made: readonly string[];
    readonly present: number;
    /** The broker refuses these names: it cannot tell them from others. */
    readonly refused: readonly string[];
  };
  readonly users: readonly UserReport[];
  /** False: the broker has no authorizer, and lets everybody do everything. */
  readonly rightsAreChecked: boolean;
  /** Users of the broker that are not ours: they are left as they are. */
  readonly otherUsers: readonly string[];
  /** How much was, or would be, changed; 0: everything was in order. */
  readonly changes: number;
}
