import type { Configuration } from '#libs/platform/configuration.js';
import { readOperatorToken } from '#libs/platform/operator-token.js';
import { bearer } from './authorization.js';

/** How a process of the house signs in at HTTP, by the token that its configuration names. */
export const operatorAuthorization = (
  configuration: Pick<Configuration, 'operatorTokenFile'>,
): string | undefined => bearer(readOperatorToken(configuration.operatorTokenFile));
