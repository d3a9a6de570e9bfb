import fs from 'node:fs';
import { grantHouse } from '#libs/access/grant-house.js';
import { syncAccess } from '#libs/access/sync-access.js';
import { createPool } from '#libs/ledger/pool.js';
import { bearer } from '#libs/operator-client/authorization.js';
import { OperatorClient } from '#libs/operator-client/operator-client.js';
import type { Configuration, SaslCredentials } from '#libs/platform/configuration.js';
import type { EndpointSecurity } from '#libs/platform/endpoints-file.js';
import {
  houseSecrets,
  type HouseSecrets,
  type HouseUser,
  type KafkaUsers,
} from '#libs/platform/house-secrets.js';

const IDLE_MS = 60_000;
const MECHANISM = 'scram-sha-512';

/** A process of the house that signs in. */
export type HouseService = Exclude<HouseUser, 'admin'>;

interface Addresses {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  readonly http: string;
  readonly ledger: string;
}

/** What `--secure` adds: secrets, the services' own sign-ins, and the users from outside. */
export class Gate {
  private readonly secrets: HouseSecrets;
  readonly operatorToken: string;

  constructor(private readonly configuration: Configuration) {
    this.secrets = houseSecrets(configuration.dataDir);
    this.operatorToken = fs.readFileSync(this.secrets.operatorTokenFile, 'utf8').trim();
  }

  /** Brokers that are not ours have users of their own: KAFKA_SASL_* says who the services are there. */
  private get isOwnBroker(): boolean {
    return this.configuration.kafkaBrokers === undefined;
  }

  get kafkaUsers(): KafkaUsers {
    return this.secrets.kafkaUsers;
  }

  get endpoints(): EndpointSecurity {
    const { operatorTokenFile, kafkaUsersFile } = this.secrets;
    const { kafkaTls, kafkaSasl } = this.configuration;
    const mechanism = this.isOwnBroker ? MECHANISM : (kafkaSasl?.mechanism ?? MECHANISM);
    return {
      kafkaSecurityProtocol: kafkaTls === undefined ? 'SASL_PLAINTEXT' : 'SASL_SSL',
      kafkaSaslMechanism: mechanism.toUpperCase(),
      operatorTokenFile,
      ...(this.isOwnBroker ? { kafkaUsersFile } : {}),
    };
  }

  /** Each service signs in as a user of its own, so that none can do what another one may. */
  environmentOf(service: HouseService): NodeJS.ProcessEnv {
    const { operatorTokenFile, kafkaUsers } = this.secrets;
    const needsToken = service === 'backOffice' || service === 'market';
    const { username, password } = kafkaUsers[service];
    return {
      CCP_SECURE: 'true',
      ...(needsToken ? { CCP_OPERATOR_TOKEN_FILE: operatorTokenFile } : {}),
      ...(this.isOwnBroker
        ? {
            KAFKA_SASL_MECHANISM: MECHANISM,
            KAFKA_SASL_USERNAME: username,
            KAFKA_SASL_PASSWORD: password,
          }
        : {}),
    };
  }

  /** Before the services start, at our own broker. */
  async grantServices(kafkaBrokers: string): Promise<void> {
    if (!this.isOwnBroker) return;
    await grantHouse(this.brokerSettings(kafkaBrokers), this.configuration.topicPrefix);
  }

  /** Once reference data are in force: members' topics, users and rights. */
  async letUsersIn(at: Addresses, say: (line: string) => void): Promise<void> {
    const { topicPrefix, inputPartitions, dataDir } = this.configuration;
    if (!this.isOwnBroker) {
      say('access: the brokers are not ours; `ccp access sync` makes users and rights there');
      return;
    }
    // The read model of the reference data has caught up then.
    await new OperatorClient(at.http, at.ledger, bearer(this.operatorToken)).waitIdle(IDLE_MS);
    const pool = createPool(at.databaseUrl, {
      max: 1,
      applicationName: 'ccp-access',
      asOwner: true,
    });
    try {
      const { kafkaSecurityProtocol, kafkaSaslMechanism } = this.endpoints;
      const { kafkaBrokers, http } = at;
      const connection = { kafkaBrokers, kafkaSecurityProtocol, kafkaSaslMechanism, http };
      const { users, changes } = await syncAccess(pool, this.brokerSettings(at.kafkaBrokers), {
        topicPrefix,
        inputPartitions,
        dataDir,
        connection,
      });
      say(`access: ${users.length} users may sign in; ${changes} changes`);
    } finally {
      await pool.end();
    }
  }

  private brokerSettings(kafkaBrokers: string) {
    const own: SaslCredentials = { mechanism: MECHANISM, ...this.secrets.kafkaUsers.admin };
    const { kafkaSasl, kafkaTls } = this.configuration;
    return {
      kafkaBrokers: kafkaBrokers.split(','),
      kafkaSasl: this.isOwnBroker ? own : kafkaSasl,
      kafkaTls: this.isOwnBroker ? undefined : kafkaTls,
    };
  }
}
