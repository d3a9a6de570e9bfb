import { type BrokerSettings, withBrokerAdmin } from '#libs/messaging/access/broker-admin.js';
import { HOUSE_USER_NAMES } from '#libs/platform/house-secrets.js';
import { rightsOfHouse } from './access-rules.js';
import { readRights, settleHouseRights } from './settle-rights.js';

const SERVICES = ['core', 'publisher', 'backOffice', 'market'] as const;

/** Gives each service of the house the rights that it needs at the broker, and no others. */
export function grantHouse(settings: BrokerSettings, topicPrefix: string): Promise<void> {
  return withBrokerAdmin(settings, async ({ admin }) => {
    const rights = await readRights(admin);
    for (const service of SERVICES) {
      const wanted = rightsOfHouse(service, topicPrefix);
      await settleHouseRights(admin, HOUSE_USER_NAMES[service], wanted, rights);
    }
  });
}
