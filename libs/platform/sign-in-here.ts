import type { Configuration, SaslCredentials } from './configuration.js';
import type { Endpoints } from './endpoints-file.js';
import { type HouseUser, readHouseUser } from './house-secrets.js';
import { readOperatorToken } from './operator-token.js';

/**
 * The operators' token: what the environment says, else that of the clearing house that runs from this folder.
 * @param here left out where another house is asked: this one's token is not for it
 */
export function operatorTokenHere(
  { operatorTokenFile }: Pick<Configuration, 'operatorTokenFile'>,
  here: Endpoints | undefined,
): string | undefined {
  const token = process.env['CCP_TOKEN'];
  if (token !== undefined && token !== '') return token;
  return readOperatorToken(operatorTokenFile ?? here?.security?.operatorTokenFile);
}

/** How to sign in at the broker: what the environment says, else as a user of the house of this folder. */
export function kafkaSignInHere(
  { kafkaSasl, kafkaBrokers }: Pick<Configuration, 'kafkaSasl' | 'kafkaBrokers'>,
  here: Endpoints | undefined,
  role: HouseUser,
): SaslCredentials | undefined {
  const file = here?.security?.kafkaUsersFile;
  if (kafkaSasl !== undefined || kafkaBrokers !== undefined || file === undefined) return kafkaSasl;
  return { mechanism: 'scram-sha-512', ...readHouseUser(file, role) };
}
