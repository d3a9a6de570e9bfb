import path from 'node:path';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { HouseLink } from '#libs/market-simulation/link/house-link.js';
import { DemoMarket } from '#libs/market-simulation/live/demo-market.js';
import { operatorAuthorization } from '#libs/operator-client/operator-token.js';
import { readReferenceDataFile } from '#libs/operator-client/reference-data-file.js';
import { runAsChild } from '#libs/platform/child-process.js';
import { ConfigurationError, readServiceConfiguration } from '#libs/platform/configuration.js';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';

const REFERENCE_DATA = path.join(PROJECT_ROOT, 'apps/demo-market/clearing-house.yaml');

runAsChild(async () => {
  const configuration = readServiceConfiguration();
  const http = process.env['CCP_HTTP'];
  if (http === undefined || !URL.canParse(http)) {
    throw new ConfigurationError('CCP_HTTP: is not the URL of the back office');
  }
  const data = validateReferenceData(await readReferenceDataFile(REFERENCE_DATA));
  if (!data.ok) throw new ConfigurationError(`${REFERENCE_DATA}: ${data.error[0]?.message}`);
  const link = await HouseLink.open(
    configuration,
    http,
    data.value.ledger,
    operatorAuthorization(configuration),
  );
  // Whoever read along may be gone; that is no reason to fail.
  process.stdout.on('error', () => undefined);
  const market = await DemoMarket.start(link, data.value, (line) => {
    process.stdout.write(`${line}\n`);
  });
  return {
    async stop() {
      await market.stop();
    },
  };
});
